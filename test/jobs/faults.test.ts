import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BreakableLine, breakableLine } from '../support/breakable-line.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { buildLiaison, buildProject, buildSection, buildUnit } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { expectRecovered } from '../support/verdict.ts'

let line: BreakableLine
let office: TestOffice
let business: Business
const units = new Map<string, number>()

beforeAll(async () => {
  line = breakableLine()
  office = await openOffice('2026-09-14T09:05:00+08:00', { reach: line.to })
  const { client } = office.database
  business = await openBusiness(office.database)
  const section = await buildSection(client, { name: '教科文科' })
  for (let n = 0; n < 12; n++) {
    const unit = await buildUnit(client, { sectionId: section.id })
    await buildLiaison(client, unit.id, { userid: `P${n}` })
    units.set(`P${n}`, unit.id)
  }
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  await line[Symbol.asyncDispose]()
})

/** Everybody has something late of that name, which nobody has heard of. */
async function somethingLate(name: string): Promise<{ to: string; says: string }[]> {
  const owed = []
  for (const [to, unitId] of units) {
    const { lotId } = await buildProject(office.database.client, { unitId, name })
    await business.tell(lotId, 'AWARD_NOTICE_SENT', '2026-08-03')
    owed.push({ to, says: name })
  }
  return owed
}

const tick = async (at: string) => {
  office.clock.set(at)
  const ran = await office.app().jobs()?.tick()
  await office.settled()
  return ran?.filter(({ outcome }) => outcome === 'done') ?? []
}

const morningsDone = () =>
  office.database.client.cronRun.count({ where: { job: 'morning', finishedAt: { not: null } } })

test('PostgreSQL is away over a slot and a minute of the clock', async () => {
  const owed = await somethingLate('食堂设备')
  await office.app().jobs()?.tick()
  await line.cut()
  // 9:07 comes and goes: the slot cannot even be claimed, and nothing is lost by trying.
  expect(await tick('2026-09-14T09:07:30+08:00')).toEqual([])
  expect(await tick('2026-09-14T09:08:30+08:00')).toEqual([])
  await line.mend()
  const back = office.clock.now()
  await tick('2026-09-14T09:09:20+08:00')
  await tick('2026-09-14T09:10:07+08:00')
  expectRecovered(office.fake, owed, back)
  expect(await morningsDone()).toBe(1)
})

test('two nodes come to one slot, and to its next minute', async () => {
  const owed = await somethingLate('课桌椅')
  const other = await office.another()
  office.clock.set('2026-09-15T09:07:07+08:00')
  const slot = office.clock.now()
  const both = [office.app(), other]
  for (let minute = 0; minute < 2; minute++) {
    await Promise.all([...both, ...both].map((node) => node.jobs()?.tick()))
    await Promise.all(both.map((node) => node.dispatcher.idle()))
    office.clock.advance(60_000)
  }
  await other.stop()
  expectRecovered(office.fake, owed, slot)
  expect(await morningsDone()).toBe(2)
})

test('the clock is set back an hour after a slot, and an hour forward over the next', async () => {
  const owed = await somethingLate('图书')
  office.clock.set('2026-09-16T09:07:07+08:00')
  const slot = office.clock.now()
  await tick('2026-09-16T09:07:07+08:00')
  await tick('2026-09-16T08:07:07+08:00')
  await tick('2026-09-16T09:07:07+08:00')
  expectRecovered(office.fake, owed, slot)
  const afternoon = await somethingLate('实验器材')
  await tick('2026-09-16T15:30:07+08:00')
  const set = await tick('2026-09-16T16:30:07+08:00')
  expect(set.map(({ job }) => job)).toContain('urgent')
  expect(await morningsDone()).toBe(3)
  // What is newly late is the next morning's, as everything that is no last call.
  const next = await tick('2026-09-17T09:07:07+08:00')
  expect(next.map(({ job }) => job)).toContain('morning')
  expectRecovered(office.fake, afternoon, office.clock.now())
})

test('three days of outage over the holiday', async () => {
  const owed = await somethingLate('校园网')
  await tick('2026-09-29T16:00:07+08:00')
  // Nothing runs from here on: the last working day before National Day is missed, and the first one after it has begun.
  office.clock.set('2026-10-08T08:45:00+08:00')
  await office.restart()
  const up = office.clock.now()
  await tick('2026-10-08T08:45:07+08:00')
  await tick('2026-10-08T08:46:07+08:00')
  await tick('2026-10-08T09:07:07+08:00')
  expectRecovered(office.fake, owed, up)
  // One message with one apology each, not one a missed slot.
  for (const { to } of owed) {
    const since = office.fake.phone(to).filter((item) => item.at >= up)
    expect(since.map((item) => JSON.stringify(item))).toEqual([
      expect.stringContaining('因系统停机没有发出'),
    ])
  }
})
