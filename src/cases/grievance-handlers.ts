import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Holder, holdersOf, ROLES, type RoleName } from '../people/index.ts'
import type { Accused } from './grievance.ts'

const Found = z.array(
  z.object({
    unitId: z.number().nullable(),
    sectionId: z.number().nullable(),
    personId: z.number().nullable(),
    regionIds: z.array(z.number()),
  }),
)

/** Shorter names stand in other words. */
const SHORTEST_NAME = 2

/**
 * The units, sections and people that a form names as those it is about, by full or short name or by a project; with
 * the sections in charge of the units, and where the people named hold their roles. Of people whom only the story
 * names, just themselves. `ownNames` are what people call 采购科, whatever its section is really called.
 */
export async function accusedIn(
  tx: Tx,
  said: { readonly accused: string; readonly project: string; readonly text: string },
  ownNames: readonly string[],
): Promise<Accused> {
  const { project } = said
  const text = `${said.accused}\n${project}`.toLowerCase()
  const isOwn = ownNames.some((name) => text.includes(name))
  const rows = await tx.$queryRaw<unknown[]>`
    WITH RECURSIVE person AS (
      SELECT p."id", strpos(${text}, lower(p."name")) > 0 AS "accused" FROM "Person" p
      WHERE length(p."name") >= ${SHORTEST_NAME}::int AND strpos(${`${text}\n${said.text.toLowerCase()}`}, lower(p."name")) > 0
    ), place AS (
      SELECT a."unitId", a."sectionId" FROM "Appointment" a JOIN person p ON p."id" = a."personId" WHERE p."accused"
    ), named AS (
      SELECT u."id" AS "unitId", u."sectionId", u."regionId" FROM "Unit" u
      WHERE strpos(${text}, lower(u."name")) > 0
        OR EXISTS (SELECT 1 FROM unnest(u."aliases") a WHERE length(a) >= ${SHORTEST_NAME}::int AND strpos(${text}, lower(a)) > 0)
        OR (${project} <> '' AND EXISTS (SELECT 1 FROM "Project" j WHERE j."unitId" = u."id"
          AND (lower(j."code") = lower(${project}) OR strpos(${text}, lower(j."name")) > 0)))
        OR u."id" IN (SELECT "unitId" FROM place)
      UNION
      SELECT NULL, s."id", s."regionId" FROM "Section" s
      WHERE (length(s."name") >= ${SHORTEST_NAME}::int AND strpos(${text}, lower(s."name")) > 0)
        OR (s."isProcurement" AND ${isOwn}) OR s."id" IN (SELECT "sectionId" FROM place)
    ), above AS (
      SELECT "regionId" AS "id" FROM named
      UNION SELECT r."parentId" FROM "Region" r JOIN above ON r."id" = above."id" WHERE r."parentId" IS NOT NULL)
    SELECT "unitId", "sectionId", NULL AS "personId", ARRAY(SELECT "id" FROM above) AS "regionIds" FROM named
    UNION ALL SELECT NULL, NULL, "id", '{}'::int[] FROM person`
  const found = Found.parse(rows)
  const ids = (of: (row: z.infer<typeof Found>[number]) => number | null): number[] => [
    ...new Set(found.flatMap((row) => of(row) ?? [])),
  ]
  return {
    unitIds: ids((row) => row.unitId),
    sectionIds: ids((row) => row.sectionId),
    personIds: ids((row) => row.personId),
    regionIds: [...new Set(found.flatMap((row) => row.regionIds))],
  }
}

/** What the office calls them: units, sections, people. */
export async function namesOf(
  tx: Tx,
  { unitIds, sectionIds, personIds }: Accused,
): Promise<string[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "name" FROM "Unit" WHERE "id" = ANY(${[...unitIds]}::int[])
    UNION ALL SELECT "name" FROM "Section" WHERE "id" = ANY(${[...sectionIds]}::int[])
    UNION ALL SELECT "name" FROM "Person" WHERE "id" = ANY(${[...personIds]}::int[])`
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name)
}

/** Who handles grievances: 采购科; where it is itself concerned, or nobody of it is left, the bureau's leaders. */
const HANDLERS: readonly RoleName[] = ['PROCUREMENT_OFFICE', 'BUREAU_LEADER']
/** What a handler of something unclear may hold besides: nothing that binds her to a unit or another section. */
const UNBOUND: readonly RoleName[] = [...HANDLERS, 'AUDITOR']

/** Everybody's roles of the day; grievances are few, people are not many. */
export function allHolders(tx: Tx, today: Day): Promise<Holder[]> {
  return holdersOf(tx, ROLES, today)
}

/**
 * Who may read and handle it. Never an ADMIN, never somebody of the unit, of the section in charge of it, of a
 * section that is named, and nobody whom it names. Where the lists know nobody of the name, only people who hold nothing else.
 */
export function handlersOf(accused: Accused, holders: readonly Holder[]): Holder[] {
  const isKnown = accused.unitIds.length + accused.sectionIds.length > 0
  const barred = new Set([
    ...accused.personIds,
    ...holders
      .filter(
        ({ role, unitId, sectionId }) =>
          role === 'ADMIN' ||
          (unitId !== undefined && accused.unitIds.includes(unitId)) ||
          (sectionId !== undefined && accused.sectionIds.includes(sectionId)) ||
          (!isKnown && !UNBOUND.includes(role)),
      )
      .map(({ personId }) => personId),
  ])
  for (const role of HANDLERS) {
    const fit = holders.filter(
      (holder) =>
        holder.role === role &&
        !barred.has(holder.personId) &&
        (!isKnown || holder.regionId === undefined || accused.regionIds.includes(holder.regionId)),
    )
    if (fit.length > 0) return fit
  }
  return []
}

/** Whom to tell besides when a grievance is handled too late: leaders that nothing bars. */
export function leadersOver(accused: Accused, holders: readonly Holder[]): Holder[] {
  return handlersOf(
    accused,
    holders.filter(({ role }) => role !== 'PROCUREMENT_OFFICE'),
  )
}
