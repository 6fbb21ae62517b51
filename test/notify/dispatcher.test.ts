import { describe, expect, it } from 'vitest'
import { type Delivery, enqueuePushes, supersedePushes } from '../../src/notify/index.ts'
import { deferred, outbox, push, untilStill } from './rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('the dispatcher', () => {
  it('sends what was committed, once, and nothing that was rolled back', async () => {
    await using office = await outbox()
    await office.put(push('zhangmin', '一'), push('limei', '二'))
    await expect(
      office.database.transaction(async (tx) => {
        await enqueuePushes(tx, office.boss, [push('limei', '三')], office.clock.now())
        throw new Error('the turn failed')
      }),
    ).rejects.toThrow('the turn failed')
    await office.dispatcher.idle()
    await office.dispatcher.idle()
    expect(office.received.map((r) => `${r.to} ${r.text}`).sort()).toEqual([
      'limei 二',
      'zhangmin 一',
    ])
    expect(await office.rows()).toMatchObject([
      { status: 'SENT', attempts: 1, msgid: 'm' },
      { status: 'SENT', attempts: 1, msgid: 'm' },
    ])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 0 })
  })

  it('stores a push with a known key no second time', async () => {
    await using office = await outbox()
    const [first] = await office.put(push('zhangmin', '一'))
    expect(first?.kind).toBe('queued')
    expect(await office.put(push('zhangmin', '二', { dedupeKey: 'zhangmin 一' }))).toEqual([
      { kind: 'duplicate', dedupeKey: 'zhangmin 一' },
    ])
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一'])
  })

  it('numbers a text that the same person got before, so that WeCom does not swallow it', async () => {
    await using office = await outbox()
    const say = (text: string, key: string) => push('zhangmin', text, { dedupeKey: key })
    await office.put(say('好，已取消。', '1'), say('好，已取消。', '2'), say('好', '3'))
    office.clock.advance(3 * HOUR)
    await office.put(say('好，已取消。', '4'), push('limei', '好，已取消。', { dedupeKey: '5' }))
    office.clock.advance(23 * HOUR)
    await office.put(say('好，已取消。', '6'))
    await office.dispatcher.idle()
    const texts = office.received.filter((r) => r.to === 'zhangmin').map((r) => r.text)
    expect(texts).toEqual([
      '好，已取消。',
      '好，已取消。（2）',
      '好',
      '好，已取消。（3）',
      '好，已取消。（4）',
    ])
    expect(office.received.find((r) => r.to === 'limei')?.text).toBe('好，已取消。')
  })

  it('keeps the order of each person, over many jobs and failing tries', async () => {
    await using office = await outbox()
    let fails = 3
    office.answer((taken) =>
      taken.userid === 'zhangmin' && fails-- > 0
        ? { kind: 'retry', failure: 'busy' }
        : { kind: 'sent' },
    )
    for (let i = 1; i <= 9; i++) await office.put(push('zhangmin', `${i}`), push('limei', `${i}`))
    await untilStill(office)
    for (const person of ['zhangmin', 'limei']) {
      expect(office.received.filter((r) => r.to === person).map((r) => r.text)).toEqual(
        Array.from({ length: 9 }, (_, i) => `${i + 1}`),
      )
    }
    expect((await office.rows()).reduce((sum, row) => sum + row.attempts, 0)).toBe(18 + 3)
  })

  it('sends chat while digests wait', async () => {
    await using office = await outbox()
    const gate = deferred<Delivery>()
    office.answer((taken) => (taken.queue === 'digest' ? gate.promise : { kind: 'sent' }))
    for (let i = 0; i < 12; i++) await office.put(push(`p${i}`, '汇总', { queue: 'digest' }))
    office.dispatcher.wake()
    await office.put(push('zhangmin', '收到'))
    const chatSent = new Promise<void>((resolve) => {
      office.answer((taken) => {
        if (taken.queue === 'digest') return gate.promise
        resolve()
        return { kind: 'sent' }
      })
    })
    office.dispatcher.wake()
    await chatSent
    gate.resolve({ kind: 'sent' })
    await office.dispatcher.idle()
    expect(office.received).toHaveLength(13)
    expect(office.received[0]?.text).toBe('收到')
  })

  it('plans the budget of a member before sending, and loses nothing of what has to wait', async () => {
    await using office = await outbox()
    await office.put(...Array.from({ length: 60 }, (_, i) => push('zhangmin', `${i}`)))
    await office.dispatcher.idle()
    const first = office.received.length
    expect(first).toBeGreaterThan(10)
    expect(first).toBeLessThan(30)
    for (let minute = 0; minute < 5; minute++) {
      office.clock.advance(MINUTE)
      await office.dispatcher.idle()
    }
    expect(office.received.map((r) => r.text)).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`))
    for (const { at } of office.received) {
      const within = office.received.filter(
        (r) => r.at.getTime() > at.getTime() - MINUTE && r.at <= at,
      )
      expect(within.length).toBeLessThan(30)
    }
  })

  it('sends no digest in a minute that WeCom asks to keep free', async () => {
    await using office = await outbox('2026-09-08T09:30:10+08:00')
    await office.put(push('zhangmin', '汇总', { queue: 'digest' }), push('zhangmin', '收到'))
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['收到'])
    office.clock.advance(50_000)
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text)).toEqual(['收到', '汇总'])
  })

  it('stops for everybody when WeCom throttles, until it may go on', async () => {
    await using office = await outbox()
    let throttled = 0
    office.answer(() => {
      throttled++
      return { kind: 'throttled', failure: '45009', retryAfterMs: MINUTE }
    })
    await office.put(push('zhangmin', '一'))
    await office.dispatcher.idle()
    await office.put(push('limei', '二'))
    await office.dispatcher.idle()
    expect(throttled).toBe(1)
    office.answer(() => ({ kind: 'sent' }))
    office.clock.advance(MINUTE)
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text).sort()).toEqual(['一', '二'])
  })

  it('ends a push that can never arrive, lists it, and goes on with the next', async () => {
    await using office = await outbox()
    office.answer((taken) =>
      taken.attempts === 1 && taken.userid === 'gone'
        ? { kind: 'rejected', failure: 'recipient 81013' }
        : { kind: 'sent' },
    )
    await office.put(push('gone', '一'), push('gone', '二', { userid: 'limei' }))
    await office.dispatcher.idle()
    expect(await office.rows()).toMatchObject([
      { status: 'FAILED', failure: 'recipient 81013' },
      { status: 'SENT', failure: null },
    ])
    expect(await office.boss.count('push-chat')).toEqual({ waiting: 0, dead: 1 })
  })

  it('sends nothing that was taken back', async () => {
    await using office = await outbox()
    await office.put(
      push('zhangmin', '一', { template: 'old' }),
      push('zhangmin', '二'),
      push('limei', '三', { template: 'old' }),
    )
    const taken = await office.database.transaction((tx) =>
      supersedePushes(tx, { userids: ['zhangmin'], templates: ['old'] }, office.clock.now()),
    )
    expect(taken).toBe(1)
    await office.dispatcher.idle()
    expect(office.received.map((r) => r.text).sort()).toEqual(['三', '二'])
    expect(await office.statuses()).toEqual(['SUPERSEDED', 'SENT', 'SENT'])
  })

  it('sends within half a second of the commit, 95 times of 100', async () => {
    await using office = await outbox()
    const delays: number[] = []
    for (let i = 0; i < 60; i++) {
      const sent = deferred<void>()
      office.answer(() => {
        sent.resolve()
        return { kind: 'sent' }
      })
      await office.put(push(`p${i}`, `${i}`))
      const committed = performance.now()
      office.dispatcher.wake()
      await sent.promise
      delays.push(performance.now() - committed)
      await office.dispatcher.idle()
    }
    delays.sort((a, b) => a - b)
    expect(delays[Math.floor(delays.length * 0.95)]).toBeLessThan(500)
  })
})
