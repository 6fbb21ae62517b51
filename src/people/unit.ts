import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { type Scope, unitInScope } from './scope.ts'

/** A purchasing unit as people name it. */
export interface UnitName {
  readonly id: number
  readonly name: string
  readonly aliases: readonly string[]
  readonly suspended: boolean
  readonly regionId: number
  readonly sectionId?: number
  readonly sectionName?: string
}

const Row = z.object({
  id: z.number(),
  name: z.string(),
  aliases: z.array(z.string()),
  suspended: z.boolean(),
  regionId: z.number(),
  sectionId: z.number().nullable(),
  sectionName: z.string().nullable(),
})

/** The units inside a scope, by name. */
export async function unitsOf(tx: Tx, scope: Scope): Promise<UnitName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."id", u."name", u."aliases", u."status" = 'SUSPENDED' AS "suspended", u."regionId",
           u."sectionId", s."name" AS "sectionName"
    FROM "Unit" u LEFT JOIN "Section" s ON s."id" = u."sectionId"
    WHERE ${unitInScope(scope)}
    ORDER BY u."name"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ sectionId, sectionName, ...unit }) => ({
      ...unit,
      ...(sectionId !== null && { sectionId }),
      ...(sectionName !== null && { sectionName }),
    }))
}

/** The unit with that id; undefined when there is none. */
export async function unitOf(tx: Tx, unitId: number): Promise<UnitName | undefined> {
  const [unit] = await unitsOf(tx, { all: false, unitIds: [unitId], sectionIds: [], regionIds: [] })
  return unit
}

/** The section in charge of a unit; undefined when the unit has none. */
export async function sectionOf(
  tx: Tx,
  unitId: number,
): Promise<{ readonly id: number; readonly name: string } | undefined> {
  const unit = await unitOf(tx, unitId)
  if (unit?.sectionId === undefined || unit.sectionName === undefined) return undefined
  return { id: unit.sectionId, name: unit.sectionName }
}
