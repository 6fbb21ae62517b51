import { afterAll, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { listVisits, recordVisit, type VisitEntry, voidVisit } from '../../src/visits/index.ts'
import { noon } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import {
  buildLiaison,
  buildParty,
  buildProject,
  buildSection,
  buildStaff,
  buildUnit,
} from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
afterAll(() => office[Symbol.asyncDispose]())

const at = noon('2026-09-10')
const record = (entry: VisitEntry) => office.transaction((tx) => recordVisit(tx, entry, at))

test('a liaison visits a supplier: everything said is listed, once', async () => {
  const unit = await buildUnit(db, { name: '市第一中学' })
  const zhang = await buildLiaison(db, unit.id, { userid: 'ZhangMin' })
  const party = await buildParty(db, { name: '焦作建工' })
  const project = await buildProject(db, { unitId: unit.id })
  const entry: VisitEntry = {
    personId: zhang.id,
    actor: 'zhangmin',
    unitId: unit.id,
    partyId: party.id,
    projectId: project.projectId,
    day: day('2026-09-09'),
    way: '上门走访',
    satisfaction: 4,
    concerns: ['付款慢', '手续多'],
    opinion: '希望简化验收',
    promise: '月底前付清',
    promiseDay: day('2026-09-30'),
  }
  const first = await record(entry)
  expect(first.kind).toBe('recorded')
  expect(await record(entry)).toEqual({ kind: 'similar', visitId: first.visitId })
  expect(await listVisits(db)).toEqual([
    {
      party: '焦作建工',
      unit: '市第一中学',
      project: project.code,
      day: '2026-09-09',
      way: '上门走访',
      satisfaction: 4,
      concerns: ['付款慢', '手续多'],
      opinion: '希望简化验收',
      promise: '月底前付清',
      promiseDay: '2026-09-30',
      by: 'ZhangMin',
      voided: false,
    },
  ])
  expect((await record({ ...entry, distinct: true })).kind).toBe('recorded')
})

test('section staff visit a unit; taking it back marks it and frees it', async () => {
  const section = await buildSection(db)
  const staff = await buildStaff(db, section.id)
  const unit = await buildUnit(db, { name: '市医院', sectionId: section.id })
  const entry: VisitEntry = {
    personId: staff.id,
    actor: staff.userid,
    visitedUnitId: unit.id,
    day: day('2026-10-12'),
    way: '电话回访',
    satisfaction: 5,
  }
  const { visitId } = await record(entry)
  const order = { visitId, personId: staff.id, actor: staff.userid, reason: '记错了' }
  expect(await office.transaction((tx) => voidVisit(tx, order, at))).toBe(true)
  expect(await office.transaction((tx) => voidVisit(tx, order, at))).toBe(false)
  expect((await record(entry)).kind).toBe('recorded')
  const listed = await listVisits(db, { since: day('2026-10-01') })
  expect(listed.map(({ party, unit, voided }) => [party, unit, voided])).toEqual([
    [null, '市医院', true],
    [null, '市医院', false],
  ])
})

test('a satisfaction outside 1 to 5 is refused by the database', async () => {
  const section = await buildSection(db)
  const staff = await buildStaff(db, section.id)
  const entry = { personId: staff.id, actor: 'x', day: day('2026-09-09'), way: '电话' }
  await expect(record({ ...entry, satisfaction: 6 })).rejects.toThrow()
})
