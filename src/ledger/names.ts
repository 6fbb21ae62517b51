import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'

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
})

/** The names of all lots inside a scope, by code and lot number. */
export async function searchNames(tx: Tx, scope: Scope): Promise<LotName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT l."id" AS "lotId", p."id" AS "projectId", p."code", l."no" AS "lotNo",
      (count(*) OVER (PARTITION BY p."id"))::int AS "lotsOfProject", l."name", p."name" AS "projectName",
      l."aliases", u."id" AS "unitId", u."name" AS "unitName", u."aliases" AS "unitAliases",
      u."status" = 'SUSPENDED' AS "unitSuspended"
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

/** All suppliers and agencies the office knows, by name; `ids` narrows it. */
export async function partyNames(tx: Tx, ids?: readonly number[]): Promise<PartyName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id", "kind"::text AS "kind", "name", "aliases", "isSme" FROM "Party"
    WHERE ${ids === undefined} OR "id" = ANY(${[...(ids ?? [])]}::int[]) ORDER BY "name"`
  return z
    .array(PartyRow)
    .parse(rows)
    .map(({ isSme, ...party }) => ({ ...party, ...(isSme !== null && { isSme }) }))
}
