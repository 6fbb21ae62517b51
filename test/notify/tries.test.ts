import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/notify/index.ts'
import { deferred, outbox, push, untilStill } from './rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a try that does not end well', () => {
  it('after a crash in the middle of it, the next process sends the same bytes, once the hold is over', async () => {
    await using office = await outbox()
    const never = deferred<Delivery>()
    const began = deferred<void>()
    office.answer(() => {
      began.resolve()
      return never.promise
    })
    await office.put(push('zhangmin', '一'), push('zhangmin', '二'))
    office.dispatcher.wake()
    await began.promise
    // The first process is gone from here on: its try never ends.
    office.answer(() => ({ kind: 'sent' }))
    const next = office.sender()
    next.start()
    await next.idle()
    expect(office.received).toEqual([])
    office.clock.advance(30_000)
    await next.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
    expect(await office.statuses()).toEqual(['SENT', 'SENT'])
    await next.drain()
  })

  it('two processes send each push once', async () => {
    await using office = await outbox()
    const other = office.sender()
    for (let i = 0; i < 20; i++) await office.put(push(`p${i % 5}`, `${i}`))
    office.dispatcher.start()
    other.start()
    for (let round = 0; round < 4; round++) {
      await Promise.all([office.dispatcher.idle(), other.idle()])
      office.clock.advance(30_000)
    }
    expect(office.received.map((r) => r.text).sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}`).sort(),
    )
    await Promise.all([office.dispatcher.drain(), other.drain()])
  })

  it('drains: the running try ends, nothing new begins, and the next start goes on', async () => {
    await using office = await outbox()
    const gate = deferred<Delivery>()
    const began = deferred<void>()
    office.answer(() => {
      began.resolve()
      return gate.promise
    })
    await office.put(push('zhangmin', '一'), push('zhangmin', '二'))
    office.dispatcher.wake()
    await began.promise
    const drained = office.dispatcher.drain()
    gate.resolve({ kind: 'sent' })
    await drained
    expect(office.received.map((r) => r.text)).toEqual(['一'])
    const next = office.sender()
    next.start()
    await next.idle()
    expect(office.received.map((r) => r.text)).toEqual(['一', '二'])
    await next.drain()
  })

  it('tries the same bytes again after an unknown outcome, and leaves it open after 4 hours', async () => {
    await using office = await outbox()
    office.answer(() => ({ kind: 'unknown', failure: 'timeout' }))
    await office.put(push('zhangmin', '一'))
    await office.dispatcher.idle()
    office.clock.advance(HOUR)
    await office.dispatcher.sweep()
    await office.dispatcher.idle()
    expect(office.received.length).toBeGreaterThan(1)
    expect(new Set(office.received.map((r) => r.body)).size).toBe(1)
    const tries = office.received.length
    office.clock.advance(3 * HOUR)
    office.answer(() => ({ kind: 'sent' }))
    await office.dispatcher.sweep()
    await office.dispatcher.idle()
    expect(office.received).toHaveLength(tries)
    expect(await office.rows()).toMatchObject([{ status: 'UNCERTAIN', failure: 'outcome-unknown' }])
  })

  it('takes a refused update of a card, after a try of unknown outcome, for done', async () => {
    await using office = await outbox()
    let tries = 0
    office.answer(() =>
      ++tries === 1
        ? { kind: 'unknown', failure: 'timeout' }
        : { kind: 'rejected', failure: 'payload 42014' },
    )
    await office.put(push('zhangmin', '卡', { kind: 'UPDATE_CARD' }))
    await untilStill(office)
    expect(await office.statuses()).toEqual(['SENT'])
  })

  it('one person whose messages alternate between two nodes gets no more than her minute takes, in order', async () => {
    await using office = await outbox()
    const other = office.sender()
    const texts = Array.from({ length: 60 }, (_, n) => `${n}`)
    for (const [n, text] of texts.entries()) {
      await office.put(push('zhangmin', text))
      await (n % 2 === 0 ? office.dispatcher : other).idle()
    }
    for (let round = 0; round < 30; round++) {
      office.clock.advance(10_000)
      await other.idle()
      await office.dispatcher.idle()
    }
    expect(office.received.map((r) => r.text)).toEqual(texts)
    const times = office.received.map((r) => r.at.getTime())
    const inMinute = times.map((t) => times.filter((u) => u > t - 60_000 && u <= t).length)
    expect(Math.max(...inMinute)).toBeLessThanOrEqual(24)
    await other.drain()
  })

  it('two nodes together stay within the minute of the app, and the rest follows in the next minutes', async () => {
    const limits = { perMinute: 40, perHour: 1_000 }
    await using office = await outbox('2026-09-08T09:07:00+08:00', { chat: limits, bulk: limits })
    const other = office.sender()
    const many = Array.from({ length: 100 }, (_, n) => push(`p${n}`, `${n}`, { queue: 'digest' }))
    await office.put(...many)
    for (let round = 0; round < 8; round++) {
      await Promise.all([office.dispatcher.idle(), other.idle()])
      office.clock.advance(30_000)
    }
    expect(office.received.map((r) => r.to).sort()).toEqual(many.map((p) => p.userid).sort())
    const minutes = office.received.map((r) => r.at.toISOString().slice(11, 16))
    const counts = [...new Set(minutes)].map((m) => minutes.filter((other) => other === m).length)
    expect(counts.length).toBeGreaterThanOrEqual(3)
    expect(Math.max(...counts)).toBeLessThanOrEqual(40)
    await other.drain()
  })
})
