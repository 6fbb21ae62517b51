import { afterAll, describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import {
  can,
  covers,
  findPerson,
  type OfficePerson,
  scopeOf,
  sectionOf,
  staffOf,
  unitPeople,
  unitsOf,
} from '../../src/people/index.ts'
import { officeDatabase } from '../support/database.ts'
import {
  buildLiaison,
  buildPerson,
  buildRegion,
  buildSection,
  buildStaff,
  buildUnit,
} from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
afterAll(() => office[Symbol.asyncDispose]())

const today = day('2026-09-10')

async function known(userid: string, on = today): Promise<OfficePerson> {
  const person = await findPerson(db, userid, on)
  if (!person) throw new Error(`${userid} is not known`)
  return person
}

describe('finding a person', () => {
  test('compares the account without case and knows unit and name', async () => {
    const section = await buildSection(db, { name: '教科文科' })
    const unit = await buildUnit(db, { name: '市第一中学', sectionId: section.id })
    await buildLiaison(db, unit.id, { userid: 'ZhangMin', name: '张敏' })
    const person = await known('zhangMIN')
    expect(person).toMatchObject({ useridShown: 'ZhangMin', name: '张敏' })
    expect(person.roles).toEqual([
      { role: 'LIAISON', unitId: unit.id, unitName: '市第一中学', chargeName: '教科文科' },
    ])
  })

  test('an account the office does not know is nobody', async () => {
    expect(await findPerson(db, 'stranger', today)).toBeUndefined()
  })

  test('an appointment counts from its first day up to, not on, its last', async () => {
    const unit = await buildUnit(db)
    await buildLiaison(db, unit.id, {
      userid: 'dated',
      from: day('2026-09-01'),
      until: day('2026-09-10'),
    })
    expect((await known('dated', day('2026-08-31'))).roles).toEqual([])
    expect((await known('dated', day('2026-09-01'))).roles).toHaveLength(1)
    expect((await known('dated', day('2026-09-09'))).roles).toHaveLength(1)
    expect((await known('dated', day('2026-09-10'))).roles).toEqual([])
  })
})

describe('rights', () => {
  test('a liaison reports for her own unit only', async () => {
    const mine = await buildUnit(db)
    const other = await buildUnit(db)
    await buildLiaison(db, mine.id, { userid: 'own' })
    const person = await known('own')
    expect(can(person, 'report-stage', { unit: place(mine) })).toBe(true)
    expect(can(person, 'report-stage', { unit: place(other) })).toBe(false)
    expect(can(person, 'see-project', { unit: place(other) })).toBe(false)
  })

  test('section staff see and visit the units of their section, and report nothing', async () => {
    const section = await buildSection(db)
    const inside = await buildUnit(db, { sectionId: section.id })
    const outside = await buildUnit(db, { regionId: section.regionId })
    await buildStaff(db, section.id, { userid: 'staff' })
    const person = await known('staff')
    expect(can(person, 'see-project', { unit: place(inside) })).toBe(true)
    expect(can(person, 'see-project', { unit: place(outside) })).toBe(false)
    expect(can(person, 'record-visit', { unit: place(inside) })).toBe(true)
    expect(can(person, 'report-stage', { unit: place(inside) })).toBe(false)
    expect((await unitsOf(db, scopeOf(person))).map((unit) => unit.id)).toEqual([inside.id])
  })

  test('the procurement office sees its region and those below it, not the neighbour', async () => {
    const city = await buildRegion(db)
    const county = await buildRegion(db, { parentId: city.id })
    const procurement = await buildSection(db, { regionId: city.id, isProcurement: true })
    const below = await buildUnit(db, { regionId: county.id, sectionId: null })
    const neighbour = await buildUnit(db)
    await buildPerson(db, 'PROCUREMENT_OFFICE', { sectionId: procurement.id }, { userid: 'cgk' })
    const scope = scopeOf(await known('cgk'))
    expect(covers(scope, place(below))).toBe(true)
    expect(covers(scope, place(neighbour))).toBe(false)
  })

  test('an auditor sees everything and changes nothing', async () => {
    const unit = await buildUnit(db)
    await buildPerson(db, 'AUDITOR', {}, { userid: 'auditor' })
    const person = await known('auditor')
    expect(can(person, 'see-project', { unit: place(unit) })).toBe(true)
    for (const act of ['report-stage', 'record-visit', 'undo', 'run-office'] as const) {
      expect(can(person, act, { unit: place(unit), recordedBy: person.id })).toBe(false)
    }
  })

  test('only who recorded it may take it back', async () => {
    const unit = await buildUnit(db)
    await buildLiaison(db, unit.id, { userid: 'undoer' })
    const person = await known('undoer')
    expect(can(person, 'undo', { unit: place(unit), recordedBy: person.id })).toBe(true)
    expect(can(person, 'undo', { unit: place(unit), recordedBy: person.id + 1 })).toBe(false)
  })
})

describe('who holds a role', () => {
  test('liaisons of a unit and staff of its section, as of the day', async () => {
    const section = await buildSection(db, { name: '教科文科' })
    const unit = await buildUnit(db, { sectionId: section.id })
    const now = await buildLiaison(db, unit.id)
    await buildLiaison(db, unit.id, { until: today })
    const staff = await buildStaff(db, section.id)
    expect((await unitPeople(db, [unit.id], today)).map((holder) => holder.personId)).toEqual([
      now.id,
    ])
    expect((await staffOf(db, [section.id], today)).map((holder) => holder.personId)).toEqual([
      staff.id,
    ])
    expect(await sectionOf(db, unit.id)).toEqual({ id: section.id, name: '教科文科' })
  })
})

function place(unit: { id: number; regionId: number; sectionId: number | null }) {
  return {
    id: unit.id,
    regionId: unit.regionId,
    ...(unit.sectionId !== null && { sectionId: unit.sectionId }),
  }
}
