import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { ROLES, type RoleName } from './person.ts'

/** Somebody who holds a role on a day, and where. */
export interface Holder {
  readonly personId: number
  /** 企业微信账号 as the office writes it: what a push is addressed to. */
  readonly userid: string
  readonly name: string
  readonly role: RoleName
  readonly unitId?: number
  readonly sectionId?: number
  /** The region of her section. */
  readonly regionId?: number
}

const Row = z.object({
  personId: z.number(),
  userid: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  unitId: z.number().nullable(),
  sectionId: z.number().nullable(),
  regionId: z.number().nullable(),
})

/** Who holds one of the roles on `today`; `unitIds` or `sectionIds` narrow it to holders appointed there. */
export async function holdersOf(
  tx: Tx,
  roles: readonly RoleName[],
  today: Day,
  where: { readonly unitIds?: readonly number[]; readonly sectionIds?: readonly number[] } = {},
): Promise<Holder[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT a."personId", p."useridShown" AS "userid", p."name", a."role"::text AS "role", a."unitId", a."sectionId", s."regionId"
    FROM "Appointment" a JOIN "Person" p ON p."id" = a."personId" LEFT JOIN "Section" s ON s."id" = a."sectionId"
    WHERE a."role"::text = ANY(${[...roles]}::text[])
      AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
      AND (${where.unitIds === undefined} OR a."unitId" = ANY(${[...(where.unitIds ?? [])]}::int[]))
      AND (${where.sectionIds === undefined} OR a."sectionId" = ANY(${[...(where.sectionIds ?? [])]}::int[]))
    ORDER BY a."id"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ unitId, sectionId, regionId, ...holder }) => ({
      ...holder,
      ...(regionId !== null && { regionId }),
      ...(unitId !== null && { unitId }),
      ...(sectionId !== null && { sectionId }),
    }))
}

/** Who answers for a unit's matters, of these units or of all: its liaisons (专管员), finance heads and leaders. */
export function unitPeople(
  tx: Tx,
  unitIds: readonly number[] | undefined,
  today: Day,
): Promise<Holder[]> {
  return holdersOf(tx, ['LIAISON', 'FINANCE_HEAD', 'UNIT_LEADER'], today, unitIds && { unitIds })
}

/** The staff of these sections, or of all sections when none are named; 采购科 included, each with her section. */
export function staffOf(
  tx: Tx,
  sectionIds: readonly number[] | undefined,
  today: Day,
): Promise<Holder[]> {
  return holdersOf(tx, ['SECTION_STAFF', 'PROCUREMENT_OFFICE'], today, sectionIds && { sectionIds })
}

/** The leaders of the finance bureau. */
export function bureauLeaders(tx: Tx, today: Day): Promise<Holder[]> {
  return holdersOf(tx, ['BUREAU_LEADER'], today)
}
