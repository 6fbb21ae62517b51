import { describe, expect, it, vi } from 'vitest'
import type { Delivery } from '../../src/notify/index.ts'
import { deferred, outbox, push } from './rig.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** A sender's hold, after which anybody may take a push. */
const HOLD = 31 * SECOND

describe('what a turn stored is sent by the same process as soon as it is committed', () => {
  it('in order and without a job', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    const stored = await office.putFor(
      dispatcher,
      push('zhangmin', '一'),
      push('zhangmin', '二'),
      push('limei', '三'),
    )
    expect(stored.map(({ userid, taken }) => `${userid} ${taken.length}`).sort()).toEqual([
      'limei 1',
      'zhangmin 2',
    ])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 0 })
    dispatcher.send(stored)
    await dispatcher.idle()
    expect(office.received.filter((r) => r.to === 'zhangmin').map((r) => r.text)).toEqual([
      '一',
      '二',
    ])
    expect(office.received).toHaveLength(3)
    expect((await office.rows()).map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'SENT 1',
      'SENT 1',
      'SENT 1',
    ])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 0 })
  })

  it('behind what waits already', async () => {
    await using office = await outbox()
    await office.put(push('zhangmin', '一'))
    const stored = await office.putFor(office.dispatcher, push('zhangmin', '二'))
    expect(stored.map(({ taken }) => taken.length)).toEqual([0])
    office.dispatcher.send(stored)
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 0 })
  })

  it('the next answer follows while the one before is on its way', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    const gate = deferred<Delivery>()
    office.answer(() => gate.promise)
    dispatcher.send(await office.putFor(dispatcher, push('zhangmin', '一')))
    dispatcher.send(await office.putFor(dispatcher, push('zhangmin', '二')))
    gate.resolve({ kind: 'sent' })
    await dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
    expect(await office.statuses()).toEqual(['SENT', 'SENT'])
  })

  it('and the next one waits for none that has arrived, though nobody has written that down yet', async () => {
    await using office = await outbox()
    const { dispatcher, database } = office
    const told = deferred<void>()
    office.answer(() => {
      told.resolve()
      return { kind: 'sent' }
    })
    const first = await office.putFor(dispatcher, push('zhangmin', '一'))
    const next = await database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "Push" FOR UPDATE`
      dispatcher.send(first)
      await told.promise
      // Once the delivery's own answer has been heard.
      await vi.waitFor(() => expect(dispatcher.atOnce('zhangmin')?.arrived).toHaveLength(1))
      return office.putFor(dispatcher, push('zhangmin', '二'))
    })
    expect(next.map(({ taken }) => taken.length)).toEqual([1])
    dispatcher.send(next)
    await dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
    expect((await office.rows()).map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'SENT 1',
      'SENT 1',
    ])
  })

  it('and by another one, once, where the process dies between commit and sending', async () => {
    await using office = await outbox()
    await office.putFor(office.dispatcher, push('zhangmin', '一'))
    const other = office.sender()
    other.start()
    await other.idle()
    expect(office.received).toEqual([])
    office.clock.advance(HOLD)
    await other.idle()
    await other.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一'])
    expect(await office.statuses()).toEqual(['SENT'])
  })

  it('and by one that runs already: it looks for what a dead process has left', async () => {
    await using office = await outbox()
    await office.put(push('limei', '二'))
    await office.dispatcher.idle()
    await office.putFor(office.dispatcher, push('zhangmin', '一'))
    let seconds = (): void => undefined
    const other = office.sender(office.clock, (_, work) => {
      seconds = () => {
        for (let i = 0; i < 10; i++) work()
      }
      return () => undefined
    })
    other.start()
    await other.settled()
    office.clock.advance(HOLD)
    seconds()
    await other.settled()
    await other.settled()
    expect(office.received.map((r) => r.text)).toEqual(['二', '一'])
    await office.putFor(office.dispatcher, push('wangfang', '三'))
    seconds()
    await other.settled()
    expect(office.received.map((r) => r.text)).toEqual(['二', '一'])
    office.clock.advance(HOLD + 10 * SECOND)
    seconds()
    await other.settled()
    expect(office.received.map((r) => r.text)).toEqual(['二', '一', '三'])
    expect(await office.statuses()).toEqual(['SENT', 'SENT', 'SENT'])
  })

  it('a failed first try is followed by a second a moment later, then the queue says when', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    office.answer(() => ({ kind: 'retry', failure: 'busy' }))
    dispatcher.send(await office.putFor(dispatcher, push('zhangmin', '一')))
    await dispatcher.idle()
    await dispatcher.idle()
    expect((await office.rows())[0]?.attempts).toBe(1)
    office.clock.advance(SECOND)
    await dispatcher.idle()
    await dispatcher.idle()
    expect((await office.rows())[0]?.attempts).toBe(2)
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 1, dead: 0 })
    office.clock.advance(MINUTE)
    office.answer(() => ({ kind: 'sent' }))
    await dispatcher.idle()
    expect((await office.rows())[0]?.attempts).toBe(2)
    await office.jobsDue()
    await dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一'])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 0 })
  })

  it('but not before WeCom lets us go on', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    office.answer(() => ({ kind: 'throttled', failure: '45009', retryAfterMs: MINUTE }))
    const [limei] = [await office.putFor(dispatcher, push('limei', '一'), push('limei', '二'))]
    dispatcher.send(await office.putFor(dispatcher, push('zhangmin', '一')))
    await dispatcher.idle()
    office.answer(() => ({ kind: 'sent' }))
    dispatcher.send(limei)
    await dispatcher.idle()
    expect(dispatcher.atOnce('wangfang')).toBeUndefined()
    expect(office.received).toEqual([])
    office.clock.advance(MINUTE)
    await dispatcher.idle()
    expect(office.received.map((r) => `${r.to} ${r.text}`).sort()).toEqual([
      'limei 一',
      'limei 二',
      'zhangmin 一',
    ])
  })

  it('no more of it than a member may get', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    for (let i = 0; i < 40; i++) {
      dispatcher.send(await office.putFor(dispatcher, push('zhangmin', `${i}`)))
      await dispatcher.idle()
    }
    expect(office.received.length).toBeGreaterThan(10)
    expect(office.received.length).toBeLessThan(30)
    for (let minute = 0; minute < 3; minute++) {
      office.clock.advance(MINUTE)
      await dispatcher.idle()
    }
    expect(office.received.map((r) => r.text)).toEqual(Array.from({ length: 40 }, (_, i) => `${i}`))
  })

  it('what a stopping process did not get to is free for the next at once', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    const gate = deferred<Delivery>()
    office.answer(() => gate.promise)
    dispatcher.send(await office.putFor(dispatcher, push('zhangmin', '一'), push('zhangmin', '二')))
    const drained = dispatcher.drain()
    gate.resolve({ kind: 'sent' })
    await drained
    expect((await office.rows()).map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'SENT 1',
      'QUEUED 0',
    ])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 1, dead: 0 })
    const next = office.sender()
    next.start()
    await next.idle()
    await next.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
  })

  it('and what it had not even begun with has a job that brings it back', async () => {
    await using office = await outbox()
    const { dispatcher } = office
    const gate = deferred<Delivery>()
    office.answer(() => gate.promise)
    const busy = Array.from({ length: 8 }, (_, i) => push(`busy${i}`, '一'))
    dispatcher.send(await office.putFor(dispatcher, ...busy))
    dispatcher.send(await office.putFor(dispatcher, push('limei', '二')))
    const drained = dispatcher.drain()
    gate.resolve({ kind: 'sent' })
    await drained
    expect(office.received.map(({ to }) => to)).not.toContain('limei')
    await office.jobsDue()
    // Not started: nothing but the job leads it to the message.
    const next = office.sender()
    await next.idle()
    expect(office.received.filter(({ to }) => to === 'limei')).toHaveLength(1)
  })
})
