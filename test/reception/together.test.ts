import pg from 'pg'
import { beforeEach, expect, test, vi } from 'vitest'
import { buildLiaison } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'
import { lastCard, textsTo } from '../support/tapped.ts'

/** More than WeCom delivers to one member in a minute. */
const ASKED = 40

let office: TestOffice
let school: Awaited<ReturnType<typeof buildSchool>>
/** Another connection, which holds what turns need until all of them wait for it. */
let other: pg.Client
let requests = 0

beforeEach(async () => {
  office = await openOffice('2026-09-10T09:30:00+08:00')
  school = await buildSchool(office.database)
  other = new pg.Client({ connectionString: office.database.url })
  await other.connect()
  requests = 0
  office.app().server.on('request', () => {
    requests += 1
  })
  return async () => {
    await other.end()
    await office[Symbol.asyncDispose]()
  }
})

const locked = (count: number) =>
  vi.waitFor(
    async () => {
      // A transaction sees one and the same picture of the backends until it lets go of it.
      await other.query('SELECT pg_stat_clear_snapshot()')
      const { rows } = await other.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      )
      expect(rows).toHaveLength(count)
    },
    { timeout: 2_500, interval: 10 },
  )
const signed = () =>
  office.database.client.ledgerEvent.findMany({ where: { kind: 'CONTRACT_SIGNED' } })

test('two people who confirm the same stage at the same moment make one event, and both hear how it stands', async () => {
  await buildLiaison(office.database.client, school.unit.id, { userid: 'LiMei', name: '李梅' })
  for (const who of ['ZhangMin', 'LiMei']) await office.fake.say(who, REPORT)
  await office.settled()
  await other.query('BEGIN')
  await other.query('SELECT 1 FROM "Lot" WHERE id = $1 FOR UPDATE', [school.project.lotId])
  const taps = ['ZhangMin', 'LiMei'].map((who) =>
    office.fake.tap(who, lastCard(office, who).taskId, 'confirm'),
  )
  await locked(2)
  await other.query('ROLLBACK')
  expect(await Promise.all(taps)).toEqual([{ kind: 'answered' }, { kind: 'answered' }])
  await office.settled()

  expect(await signed()).toHaveLength(1)
  const last = ['ZhangMin', 'LiMei'].map((who) => {
    const item = office.fake.phone(who).findLast(({ kind }) => kind === 'text')
    return item?.kind === 'text' ? item.text : JSON.stringify(item)
  })
  expect(last.filter((text) => text.includes('已记入台账'))).toHaveLength(1)
  expect(last.filter((text) => /已.*报过|已经记过|没有重复记/.test(text))).toHaveLength(1)
  expect(last.join()).not.toContain('没有记下')
})

test('what one person says in a breath is understood in that order', async () => {
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(5241, hashtext('zhangmin'))")
  const said: Promise<unknown>[] = []
  for (const text of [REPORT, '不对，是319万', '提交']) {
    const before = requests
    said.push(office.fake.say('ZhangMin', text))
    await vi.waitFor(() => expect(requests).toBe(before + 1))
  }
  await locked(1)
  await other.query('ROLLBACK')
  await Promise.all(said)
  await office.settled()
  expect(await signed()).toMatchObject([{ amount: 319_000_000n }])
})

test('others do not wait for one whose message is held up', async () => {
  await buildLiaison(office.database.client, school.unit.id, { userid: 'LiMei', name: '李梅' })
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(5241, hashtext('zhangmin'))")
  const held = office.fake.say('ZhangMin', '待办')
  await locked(1)
  expect(await office.fake.say('LiMei', '待办')).toMatchObject({ reply: expect.any(String) })
  await other.query('ROLLBACK')
  expect(await held).toMatchObject({ reply: expect.any(String) })
})

test('somebody who asks without end gets every answer, in order, and WeCom drops none', async () => {
  const fromApp = () => office.fake.phone('ZhangMin').filter((item) => item.from === 'app')
  for (let n = 0; n < ASKED; n++) await office.fake.say('ZhangMin', '菜单')
  await office.settled()
  const inTheFirstMinute = fromApp().length
  expect(inTheFirstMinute).toBeLessThanOrEqual(30)
  const waiting = () => office.database.client.push.count({ where: { status: 'QUEUED' } })
  expect(await waiting()).toBeGreaterThan(0)
  for (let minutes = 0; minutes < 5 && (await waiting()) > 0; minutes++) {
    office.clock.advance(61_000)
    await office.settled()
  }
  expect(await waiting()).toBe(0)
  expect(office.fake.dropped('ZhangMin')).toBe(0)
  const kinds = fromApp().map((item) => item.kind)
  const perAnswer = kinds.length / ASKED
  expect(perAnswer % 1).toBe(0)
  expect(kinds).toEqual(Array(ASKED).fill(kinds.slice(0, perAnswer)).flat())
})

test('somebody unknown is told so politely, whatever comes, and leaves nothing behind', async () => {
  for (const text of ['您好', REPORT, '提交', '查 一中教学楼', '\'; DROP TABLE "Person"; --'])
    await office.fake.say('stranger', text)
  await office.fake.sendOther('stranger', 'voice')
  await office.fake.sendImage('stranger', Buffer.from('ffd8ffe0', 'hex'))
  await office.settled()
  const answers = textsTo(office, 'stranger')
  expect(answers).toHaveLength(7)
  for (const text of answers) {
    expect(text).toContain('还不认识您')
    expect(text).not.toContain('教学楼')
  }
  const { client } = office.database
  expect([
    await client.draft.count(),
    await client.attachment.count(),
    await client.referral.count(),
  ]).toEqual([0, 0, 0])
})
