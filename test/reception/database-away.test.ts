import { expect, test, vi } from 'vitest'
import { type BreakableLine, breakableLine } from '../support/breakable-line.ts'
import { chatXml } from '../support/envelope.ts'
import { type HandWait, handWait } from '../support/hand-wait.ts'
import { openOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'
import { lastCard, textsTo } from '../support/tapped.ts'

const START = '2026-09-10T09:30:00+08:00'
const NOW = Date.parse(START) / 1000
/** What the callback holds a message for, and how often it tries meanwhile. */
const HOLD = 4_000
const RETRY = 250

async function schoolBehind(line: BreakableLine, hand: HandWait) {
  const office = await openOffice(START, { reach: line.to, wait: hand.wait })
  return { office, ...(await buildSchool(office.database)) }
}

test('a message held while the database is away goes through when it comes back in time', async () => {
  await using line = breakableLine()
  const hand = handWait()
  const { office } = await schoolBehind(line, hand)
  await using _ = office
  await line.cut()
  const answer = office.fake.say('ZhangMin', '待办')
  for (let tries = 0; tries < 3; tries++) {
    await hand.somebodyWaits(RETRY)
    hand.pass(RETRY)
  }
  await hand.somebodyWaits(RETRY)
  await line.mend()
  hand.pass(RETRY)
  expect(await answer).toMatchObject({ kind: 'answered', reply: expect.stringContaining('教学楼') })
})

test('without a database a message is refused with 503 after four seconds, and told at the third arrival; later all is well again', async () => {
  await using line = breakableLine()
  const hand = handWait()
  const { office, project } = await schoolBehind(line, hand)
  await using _ = office
  await line.cut()
  const xml = chatXml('ZhangMin', REPORT, NOW, '1')
  const arrive = async () => {
    const answer = office.fake.raw('ZhangMin', xml)
    await hand.somebodyWaits(HOLD)
    await hand.somebodyWaits(RETRY)
    hand.pass(HOLD)
    return answer
  }
  expect(await arrive()).toMatchObject({ kind: 'failed', status: 503 })
  expect(await arrive()).toMatchObject({ kind: 'failed', status: 503 })
  expect(await arrive()).toEqual({
    kind: 'answered',
    reply: '系统暂时不可用，刚才的话没有记下。请过几分钟再发一次。',
  })
  expect(await office.database.client.inbound.count()).toBe(0)

  await line.mend()
  // Nobody restarts anything: the same connections' pool, queue and sender find their way back.
  await office.fake.say('ZhangMin', REPORT)
  await office.settled()
  const sent = () => lastCard(office, 'ZhangMin')
  await vi.waitFor(
    async () => {
      office.clock.advance(1_000)
      await office.settled()
      expect(sent()).toMatchObject({ card: { main_title: { title: '请核对：' } } })
    },
    { timeout: 10_000, interval: 50 },
  )
  await office.fake.tap('ZhangMin', sent().taskId, 'confirm')
  await vi.waitFor(
    async () => {
      office.clock.advance(1_000)
      await office.settled()
      expect(textsTo(office, 'ZhangMin').at(-1)).toContain('已记入台账')
    },
    { timeout: 10_000, interval: 50 },
  )
  expect(await office.database.client.ledgerEvent.count({ where: { lotId: project.lotId } })).toBe(
    2,
  )
})

test('a database that froze is answered 503 in time, and its return is noticed', async () => {
  await using line = breakableLine()
  const hand = handWait()
  const { office } = await schoolBehind(line, hand)
  await using _ = office
  expect(await office.fake.say('ZhangMin', '待办')).toMatchObject({ kind: 'answered' })
  hand.pass(HOLD) // nobody waits from that message any more
  line.freeze()
  const answer = office.fake.say('ZhangMin', '待办')
  await hand.somebodyWaits(HOLD)
  hand.pass(HOLD)
  await hand.somebodyWaits(800)
  hand.pass(800)
  expect(await answer).toMatchObject({ kind: 'failed', status: 503 })
  // The host is restarted: old connections break, new ones open.
  await line.cut()
  await line.mend()
  hand.letGo()
  expect(await office.fake.say('ZhangMin', '待办')).toMatchObject({
    kind: 'answered',
    reply: expect.stringContaining('教学楼'),
  })
})

test('the service stops cleanly though its database is gone', async () => {
  await using line = breakableLine()
  const office = await openOffice(START, { reach: line.to })
  await line.cut()
  await expect(office[Symbol.asyncDispose]()).resolves.toBeUndefined()
})
