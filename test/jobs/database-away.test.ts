import { expect, test } from 'vitest'
import { breakableLine } from '../support/breakable-line.ts'
import { openBusiness } from '../support/business.ts'
import { buildLiaison, buildProject, buildSection, buildUnit } from '../support/factories.ts'
import { openOffice } from '../support/office.ts'

test('PostgreSQL away over a slot and a minute of the clock: every digest comes once, within a minute of its return', async () => {
  await using line = breakableLine()
  await using office = await openOffice('2026-09-14T09:05:00+08:00', { reach: line.to })
  const { client } = office.database
  const business = await openBusiness(office.database)
  const section = await buildSection(client, { name: '教科文科' })
  const people = Array.from({ length: 12 }, (_, n) => `P${n}`)
  for (const userid of people) {
    const unit = await buildUnit(client, { sectionId: section.id })
    await buildLiaison(client, unit.id, { userid })
    const { lotId } = await buildProject(client, { unitId: unit.id })
    await business.tell(lotId, 'AWARD_NOTICE_SENT', '2026-08-10')
  }
  const jobs = office.app().jobs()
  await jobs?.tick()
  await line.cut()
  // 9:07 comes and goes: the slot cannot even be claimed, and nothing is lost by trying.
  office.clock.set('2026-09-14T09:07:30+08:00')
  expect((await jobs?.tick())?.filter((ran) => ran.outcome === 'done')).toEqual([])
  office.clock.set('2026-09-14T09:08:30+08:00')
  expect((await jobs?.tick())?.filter((ran) => ran.outcome === 'done')).toEqual([])
  await line.mend()
  office.clock.set('2026-09-14T09:09:20+08:00')
  await jobs?.tick()
  await office.settled()
  await jobs?.tick()
  await office.settled()
  expect(people.map((userid) => office.fake.phone(userid).length)).toEqual(people.map(() => 1))
  const pushes = await client.push.findMany({ where: { slot: 'morning 2026-09-14' } })
  expect(pushes.map(({ status }) => status)).toEqual(people.map(() => 'SENT'))
  expect(await client.cronRun.count({ where: { job: 'morning', finishedAt: { not: null } } })).toBe(
    1,
  )
}, 60_000)
