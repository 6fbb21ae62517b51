import { type Day, day, type Fen } from '../../src/base/index.ts'
import type { Category, Queryable, Role } from '../../src/db/index.ts'

let counter = 0
/** A number no other built thing of this test file has: keeps unique names apart. */
const next = (): number => ++counter

/** The day from which built people hold their roles. */
export const APPOINTED: Day = day('2020-01-01')

/** A region; 市本级-like. */
export async function buildRegion(
  db: Queryable,
  given: { name?: string; parentId?: number } = {},
): Promise<{ id: number; name: string }> {
  return db.region.create({ data: { name: `区划${next()}`, ...given } })
}

/** A section, in a region of its own unless one is given. */
export async function buildSection(
  db: Queryable,
  given: { name?: string; regionId?: number; isProcurement?: boolean } = {},
): Promise<{ id: number; name: string; regionId: number }> {
  const regionId = given.regionId ?? (await buildRegion(db)).id
  return db.section.create({ data: { name: `科室${next()}`, ...given, regionId } })
}

/** A purchasing unit; `sectionId: null` for one without a section in charge. */
export async function buildUnit(
  db: Queryable,
  given: {
    name?: string
    aliases?: string[]
    regionId?: number
    sectionId?: number | null
    status?: 'ACTIVE' | 'SUSPENDED'
  } = {},
): Promise<{ id: number; name: string; regionId: number; sectionId: number | null }> {
  const section =
    given.sectionId === undefined
      ? await buildSection(db, given.regionId === undefined ? {} : { regionId: given.regionId })
      : given.sectionId === null
        ? undefined
        : await db.section.findUniqueOrThrow({ where: { id: given.sectionId } })
  const regionId = given.regionId ?? section?.regionId ?? (await buildRegion(db)).id
  return db.unit.create({
    data: {
      name: `单位${next()}`,
      aliases: [],
      ...given,
      regionId,
      sectionId: section?.id ?? null,
    },
  })
}

/** What a built person may be given. */
export interface PersonGiven {
  userid?: string
  name?: string
  from?: Day
  /** First day on which the role is no longer held. */
  until?: Day
}

/** A person with one role. */
export async function buildPerson(
  db: Queryable,
  role: Role,
  where: { unitId?: number; sectionId?: number },
  given: PersonGiven = {},
): Promise<{ id: number; userid: string; name: string }> {
  const n = next()
  const userid = given.userid ?? `person${n}`
  return db.person.create({
    data: {
      userid: userid.toLowerCase(),
      useridShown: userid,
      name: given.name ?? `人员${n}`,
      appointments: {
        create: { role, ...where, fromDay: given.from ?? APPOINTED, toDay: given.until ?? null },
      },
    },
  })
}

/** A 专管员 of the unit. */
export function buildLiaison(db: Queryable, unitId: number, given: PersonGiven = {}) {
  return buildPerson(db, 'LIAISON', { unitId }, given)
}

/** Somebody of the section's staff. */
export function buildStaff(db: Queryable, sectionId: number, given: PersonGiven = {}) {
  return buildPerson(db, 'SECTION_STAFF', { sectionId }, given)
}

/** A supplier (default) or an agency. */
export async function buildParty(
  db: Queryable,
  given: {
    name?: string
    aliases?: string[]
    kind?: 'SUPPLIER' | 'AGENCY'
    isSme?: boolean | null
  } = {},
): Promise<{ id: number; name: string }> {
  return db.party.create({
    data: { kind: 'SUPPLIER', name: `往来单位${next()}`, aliases: [], isSme: null, ...given },
  })
}

/** What a built project may be given; everything not given is ordinary. */
export interface ProjectGiven {
  code?: string
  name?: string
  aliases?: string[]
  unitId?: number
  budget?: Fen
  category?: Category
  method?: string
  agencyId?: number
  supplierId?: number
  contractAmount?: Fen
  paymentDays?: number
  acceptBy?: Day
  lawDomain?: 'PROCUREMENT' | 'TENDERING'
  urgent?: boolean
  performanceBond?: Fen
}

/** A project with one lot, of a unit of its own unless one is given. */
export async function buildProject(
  db: Queryable,
  given: ProjectGiven = {},
): Promise<{ lotId: number; projectId: number; code: string; name: string; unitId: number }> {
  const n = next()
  const { code = `焦财采-${n}`, name = `项目${n}`, unitId, ...lot } = given
  const project = await db.project.create({
    data: {
      code,
      name,
      unitId: unitId ?? (await buildUnit(db)).id,
      lots: {
        create: { name, aliases: [], budget: 320_000_000n, category: 'GOODS', ...lot },
      },
    },
    include: { lots: true },
  })
  const [created] = project.lots
  if (!created) throw new Error('a project was built without its lot')
  return { lotId: created.id, projectId: project.id, code, name, unitId: project.unitId }
}
