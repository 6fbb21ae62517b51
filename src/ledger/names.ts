import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'
import { LEARNED_OF_LOT } from './learned-names.ts'

/** How people may call a lot: what a sentence is matched against. */
export interface LotName {
  readonly lotId: number
  readonly projectId: number
  readonly code: string
  readonly lotNo: number
  /** How many lots the project has: with one, nobody says 包. */
  readonly lotsOfProject: number
  readonly name: string
  readonly projectName: string
  readonly aliases: readonly string[]
  readonly unitId: number
  readonly unitName: string
  readonly unitAliases: readonly string[]
  readonly unitSuspended: boolean
  /** Its supplier and its agency, as far as they are known. */
  readonly partyIds: readonly number[]
}

const LotRow = z.object({
  lotId: z.number(),
  projectId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotsOfProject: z.number(),
  name: z.string(),
  projectName: z.string(),
  aliases: z.array(z.string()),
  unitId: z.number(),
  unitName: z.string(),
  unitAliases: z.array(z.string()),
  unitSuspended: z.boolean(),
  partyIds: z.array(z.number()),
})

/** The names of all lots inside a scope, by code and lot number. */
export async function searchNames(tx: Tx, scope: Scope): Promise<LotName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT l."id" AS "lotId", p."id" AS "projectId", p."code", l."no" AS "lotNo",
      (count(*) OVER (PARTITION BY p."id"))::int AS "lotsOfProject", l."name", p."name" AS "projectName",
      l."aliases" || ${LEARNED_OF_LOT} AS "aliases", u."id" AS "unitId", u."name" AS "unitName", u."aliases" AS "unitAliases",
      u."status" = 'SUSPENDED' AS "unitSuspended",
      array_remove(ARRAY[l."supplierId", l."agencyId"], NULL) AS "partyIds"
    FROM "Unit" u
    JOIN "Project" p ON p."unitId" = u."id"
    JOIN "Lot" l ON l."projectId" = p."id"
    WHERE ${unitInScope(scope)}
    ORDER BY p."code", l."no"`
  return z.array(LotRow).parse(rows)
}

/** A supplier or agency as people name it. */
export interface PartyName {
  readonly id: number
  readonly kind: 'SUPPLIER' | 'AGENCY'
  readonly name: string
  readonly aliases: readonly string[]
  readonly isSme?: boolean
}

const PartyRow = z.object({
  id: z.number(),
  kind: z.enum(['SUPPLIER', 'AGENCY']),
  name: z.string(),
  aliases: z.array(z.string()),
  isSme: z.boolean().nullable(),
})

/**
 * All suppliers and agencies the office knows, by name; `ids` narrows it. `unitIds` are the units whose people
 * may have names of their own for them.
 */
export async function partyNames(
  tx: Tx,
  ids?: readonly number[],
  unitIds: readonly number[] = [],
): Promise<PartyName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT y."id", y."kind"::text AS "kind", y."name", y."aliases" || ARRAY(
        SELECT a."words" FROM "LearnedName" a
        WHERE a."partyId" = y."id" AND a."unitId" = ANY(${[...unitIds]}::int[])
          AND NOT EXISTS (SELECT 1 FROM "LearnedNameVoid" v WHERE v."learnedId" = a."id")
      ) AS "aliases", y."isSme"
    FROM "Party" y
    WHERE ${ids === undefined} OR y."id" = ANY(${[...(ids ?? [])]}::int[]) ORDER BY y."name"`
  return z
    .array(PartyRow)
    .parse(rows)
    .map(({ isSme, ...party }) => ({ ...party, ...(isSme !== null && { isSme }) }))
}
