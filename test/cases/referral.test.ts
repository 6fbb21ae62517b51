import { afterAll, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { keepReferral, markShown, referralsFor } from '../../src/cases/index.ts'
import { findPerson } from '../../src/people/index.ts'
import { noon } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { buildLiaison, buildSection, buildUnit } from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
afterAll(() => office[Symbol.asyncDispose]())

test('what was said reaches the section of the unit once, and no other section', async () => {
  const section = await buildSection(db)
  const unit = await buildUnit(db, { name: '市第一中学', sectionId: section.id })
  await buildLiaison(db, unit.id, { userid: 'zhang', name: '张敏' })
  const person = await findPerson(db, 'zhang', day('2026-09-10'))
  if (!person) throw new Error('not known')
  const said = { person, intent: 'complaint', text: '供应商反映付款慢', at: noon('2026-09-10') }
  const kept = await keepReferral(db, said)
  expect(kept.sectionId).toBe(section.id)

  const other = await buildSection(db)
  const ask = (sectionId: number, on: string) =>
    referralsFor(db, { sectionIds: [sectionId], at: noon(on) })
  expect(await ask(other.id, '2026-09-11')).toEqual([])
  expect(await ask(section.id, '2026-09-09')).toEqual([])
  expect(await ask(section.id, '2026-09-11')).toEqual([
    {
      id: kept.id,
      personName: '张敏',
      unitName: '市第一中学',
      sectionId: section.id,
      intent: 'complaint',
      text: '供应商反映付款慢',
      at: noon('2026-09-10'),
    },
  ])
  await markShown(db, [kept.id], noon('2026-09-12'))
  expect(await ask(section.id, '2026-09-13')).toEqual([])
  expect(await ask(section.id, '2026-09-11')).toHaveLength(1)
})

test('a unit without a section promises nobody', async () => {
  const unit = await buildUnit(db, { sectionId: null })
  await buildLiaison(db, unit.id, { userid: 'alone' })
  const person = await findPerson(db, 'alone', day('2026-09-10'))
  if (!person) throw new Error('not known')
  const kept = await keepReferral(db, {
    person,
    intent: '832',
    text: '832 采购',
    at: noon('2026-09-10'),
  })
  expect(kept.sectionId).toBeUndefined()
})
