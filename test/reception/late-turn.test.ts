import pg from 'pg'
import { beforeEach, expect, test, vi } from 'vitest'
import { chatXml } from '../support/envelope.ts'
import { type HandWait, handWait } from '../support/hand-wait.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'
import { lastCard, textsTo } from '../support/tapped.ts'

const START = '2026-09-10T09:30:00+08:00'
const NOW = Date.parse(START) / 1000
const HOLD = 4_000

let office: TestOffice
let hand: HandWait
let school: Awaited<ReturnType<typeof buildSchool>>
/** Another connection, which holds what the turn needs. */
let other: pg.Client

beforeEach(async () => {
  hand = handWait()
  office = await openOffice(START, { wait: hand.wait })
  school = await buildSchool(office.database)
  other = new pg.Client({ connectionString: office.database.url })
  await other.connect()
  return async () => {
    await other.end()
    await office[Symbol.asyncDispose]()
  }
})

const stored = () =>
  office.database.client.inbound.findMany({ select: { status: true, body: true } })
/** A turn waits: it is the one that has, or wants, its person's lock. The jobs of the start may wait beside it. */
const somebodyWaitsForALock = () =>
  vi.waitFor(
    async () => {
      const { rows } = await other.query(
        `SELECT DISTINCT w.pid FROM pg_locks w JOIN pg_locks own ON own.pid = w.pid
          WHERE NOT w.granted AND own.locktype = 'advisory' AND own.classid = 5241
            AND own.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      expect(rows).toHaveLength(1)
    },
    { timeout: 10_000, interval: 20 },
  )
const nextMinute = async () => {
  office.clock.advance(60_000)
  await office.app().jobs()?.tick()
  await office.settled()
}

test('a turn that cannot get its person in time is stored, answered 200, and finished by the job', async () => {
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(5241, hashtext('zhangmin'))")
  const answer = office.fake.say('ZhangMin', '待办')
  await somebodyWaitsForALock()
  hand.pass(HOLD)
  expect(await answer).toEqual({ kind: 'answered' })
  expect(await stored()).toMatchObject([
    { status: 'PENDING', body: expect.stringContaining('待办') },
  ])

  await other.query('ROLLBACK')
  await office.app().reception.idle()
  await nextMinute()
  expect(await stored()).toEqual([{ status: 'DONE', body: null }])
  expect(textsTo(office, 'ZhangMin')).toEqual([expect.stringContaining('教学楼')])
  await nextMinute()
  expect(textsTo(office, 'ZhangMin')).toHaveLength(1)
})

test('a confirmation that waits for the lot is stored, and recorded once when the lot is free', async () => {
  await office.fake.say('ZhangMin', REPORT)
  await office.settled()
  await other.query('BEGIN')
  await other.query('SELECT 1 FROM "Lot" WHERE id = $1 FOR UPDATE', [school.project.lotId])
  const answer = office.fake.tap('ZhangMin', lastCard(office, 'ZhangMin').taskId, 'confirm')
  await somebodyWaitsForALock()
  hand.pass(HOLD)
  expect(await answer).toEqual({ kind: 'answered' })
  await other.query('ROLLBACK')
  await office.app().reception.idle()
  await nextMinute()
  expect(textsTo(office, 'ZhangMin')).toEqual([expect.stringContaining('已记入台账')])
  expect(
    await office.database.client.ledgerEvent.count({ where: { kind: 'CONTRACT_SIGNED' } }),
  ).toBe(1)
})

test('a stored message that WeCom sends again is answered 200 and acted on once', async () => {
  await other.query('BEGIN')
  await other.query("SELECT pg_advisory_xact_lock(5241, hashtext('zhangmin'))")
  const xml = chatXml('ZhangMin', '待办', NOW, '7')
  const first = office.fake.raw('ZhangMin', xml)
  await somebodyWaitsForALock()
  hand.pass(HOLD)
  await first
  await other.query('ROLLBACK')
  await office.app().reception.idle()
  // Its callback could carry an answer, but the first one was told that the answer follows.
  expect(await office.fake.raw('ZhangMin', xml)).toEqual({ kind: 'answered' })
  await nextMinute()
  expect(textsTo(office, 'ZhangMin')).toHaveLength(1)
})

test('a turn that commits after its callback was answered still says what it has to say', async () => {
  // The turn reads the person after it has seen that the message is new: hold it exactly there.
  await other.query('BEGIN')
  await other.query('LOCK TABLE "Person" IN ACCESS EXCLUSIVE MODE')
  const answer = office.fake.say('ZhangMin', '待办')
  await somebodyWaitsForALock()
  hand.pass(HOLD)
  expect(await answer).toEqual({ kind: 'answered' })
  await other.query('ROLLBACK')
  await office.app().reception.idle()
  await nextMinute()
  expect(textsTo(office, 'ZhangMin')).toEqual([expect.stringContaining('教学楼')])
})

test('a turn that commits while its message is being stored is answered in the callback', async () => {
  await other.query('BEGIN')
  await other.query(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.status = 'DONE' THEN PERFORM pg_advisory_xact_lock(77); END IF; RETURN NEW; END $$`)
  await other.query(
    'CREATE TRIGGER hold AFTER INSERT ON "Inbound" FOR EACH ROW EXECUTE FUNCTION hold()',
  )
  await other.query('COMMIT')
  await other.query('SELECT pg_advisory_lock(77)')
  const answer = office.fake.say('ZhangMin', '待办')
  await somebodyWaitsForALock()
  hand.pass(HOLD)
  await vi.waitFor(
    async () => {
      // A transaction sees one and the same picture of the backends until it lets go of it.
      await other.query('SELECT pg_stat_clear_snapshot()')
      const { rows } = await other.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      )
      expect(rows).toHaveLength(2)
    },
    { timeout: 5_000, interval: 10 },
  )
  await other.query('SELECT pg_advisory_unlock(77)')
  expect(await answer).toMatchObject({ kind: 'answered', reply: expect.stringContaining('教学楼') })
  expect(textsTo(office, 'ZhangMin')).toHaveLength(1)
})
