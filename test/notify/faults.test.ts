import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../src/simulator/fake-wecom/index.ts'
import { faultOffice, type Node } from './fault-rig.ts'
import { push } from './rig.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let office: Awaited<ReturnType<typeof faultOffice>>
let node: Node
beforeAll(async () => {
  office = await faultOffice('2026-09-08T09:07:00+08:00')
  node = await office.node()
  // A look into the queue does not fall on the second at which something of a fault runs out.
  await office.pass(5 * SECOND)
})
afterAll(() => office[Symbol.asyncDispose]())

/** Three messages to one person: digests by the queue, or the answers of a turn, which leave at its commit. */
const WAYS = ['digest', 'answer'] as const
const said = (to: string) => ['甲', '乙', '丙'].map((says) => ({ to, says: `第${says}条` }))

async function send(way: (typeof WAYS)[number], to: string, from = node): Promise<void> {
  const queue = way === 'digest' ? 'digest' : 'chat'
  const pushes = said(to).map(({ says }) => push(to, says, { queue }))
  if (way === 'digest') {
    await office.put(...pushes)
    from.dispatcher.wake()
  } else (await office.turn(from, ...pushes))()
}

let people = 0
/** Somebody whom no other fault touched. */
const somebody = (): string => `person${++people}`

const errcode = (code: number): Fault => ({ kind: 'errcode', errcode: code })

describe.each(WAYS)('a fault of WeCom on the way of an %s', (way) => {
  it.each([
    ['answers that it is busy', errcode(-1)],
    ['answers too many at once', errcode(45033)],
    ['takes the token for old', errcode(42001)],
    ['takes the token for wrong', errcode(40014)],
    ['hangs', { kind: 'hang' }],
    ['resets the connection', { kind: 'reset' }],
    ['takes the message and resets the connection', { kind: 'lost-answer' }],
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 503', { kind: 'status', status: 503 }],
  ] as const)('WeCom %s, three times over', async (_, fault) => {
    const to = somebody()
    office.fake.failNext(3, fault, 'message/send')
    await send(way, to)
    await office.settled()
    await office.pass(MINUTE)
    office.recovered(said(to), office.lastFailure())
    expect(await office.statuses(to)).toEqual(['SENT', 'SENT', 'SENT'])
  })

  it('WeCom answers too often, and takes nothing for a minute', async () => {
    const to = somebody()
    office.fake.failNext(1, errcode(45009), 'message/send')
    await send(way, to)
    await office.settled()
    const refused = office.lastFailure()
    await office.pass(2 * MINUTE)
    office.recovered(said(to), new Date(refused.getTime() + MINUTE))
    expect(office.lastFailure()).toEqual(refused)
  })

  it('WeCom is away for so long that nobody tries often any more', async () => {
    const to = somebody()
    office.fake.setDown(true)
    await send(way, to)
    await office.settled()
    await office.pass(4 * MINUTE)
    office.fake.setDown(false)
    const back = office.clock.now()
    await office.pass(MINUTE)
    office.recovered(said(to), back)
  })
})

describe.each(WAYS)('what can never arrive, an %s', (way) => {
  it.each([
    ['no licence', 701008, 'recipient'],
    ['nobody to receive it', 81013, 'recipient'],
    ['a bug of ours', 40058, 'payload'],
  ] as const)('is tried once, and does not keep up the next: %s', async (_, code, failure) => {
    const to = somebody()
    office.fake.failNext(1, errcode(code), 'message/send')
    await send(way, to)
    await office.settled()
    office.recovered(said(to).slice(1), office.lastFailure())
    expect(await office.statuses(to)).toEqual([`FAILED ${failure} ${code}`, 'SENT', 'SENT'])
  })
})

describe.each(WAYS)('a fault of PostgreSQL on the way of an %s', (way) => {
  it.each([
    ['after WeCom took a message and before that is written down', 'after'],
    ['between two messages', 'before'],
  ] as const)('every connection is ended %s', async (name, when) => {
    const to = somebody()
    let seen = 0
    office.around((body) =>
      body.includes(`"${to}"`) && ++seen === 2 ? { [when]: () => office.terminate() } : undefined,
    )
    const cut = office.clock.now()
    await send(way, to)
    await office.settled()
    office.around(undefined)
    await office.pass(MINUTE)
    office.recovered(said(to), cut)
    expect(await office.statuses(to), name).toEqual(['SENT', 'SENT', 'SENT'])
    expect(await office.unfinished()).toBe(0)
  })

  it.each([10, 60])('it is away for %i seconds from the second message on', async (seconds) => {
    const to = somebody()
    let seen = 0
    office.around((body) =>
      body.includes(`"${to}"`) && ++seen === 2 ? { after: () => office.line.cut() } : undefined,
    )
    await send(way, to)
    await office.settled()
    office.around(undefined)
    await office.pass(seconds * SECOND)
    await office.line.mend()
    const back = office.clock.now()
    await office.pass(MINUTE)
    office.recovered(said(to), back)
    expect(await office.statuses(to)).toEqual(['SENT', 'SENT', 'SENT'])
    expect(await office.unfinished()).toBe(0)
  })
})

describe.each(WAYS)('a node dies on the way of an %s, and another lives', (way) => {
  it.each([
    ['between commit and sending', 0],
    ['after WeCom took the second message and before that is written down', 2],
  ] as const)('%s', async (_, taken) => {
    const to = somebody()
    const other = await office.node()
    let seen = 0
    office.around((body) =>
      body.includes(`"${to}"`) && ++seen === taken
        ? { after: async () => other.kill() }
        : undefined,
    )
    const died = office.clock.now()
    if (taken === 0) other.kill()
    await send(way, to, other)
    await other.settled()
    office.around(undefined)
    expect(office.fake.phone(to)).toHaveLength(taken)
    await office.pass(MINUTE)
    office.recovered(said(to), died)
    expect(await office.statuses(to)).toEqual(['SENT', 'SENT', 'SENT'])
  })
})

describe('without a fault of anybody', () => {
  it.each(WAYS)('twenty of one person come by two nodes in turn, each an %s', async (way) => {
    const to = somebody()
    const other = await office.node()
    const texts = Array.from({ length: 20 }, (_, n) => `第${n}条`)
    const began = office.clock.now()
    for (const [n, says] of texts.entries()) {
      const from = n % 2 === 0 ? node : other
      const pushed = push(to, says, { queue: way === 'digest' ? 'digest' : 'chat' })
      if (way === 'answer') (await office.turn(from, pushed))()
      else await office.put(pushed)
      await from.dispatcher.idle()
      await office.pass(2 * SECOND)
    }
    await office.pass(MINUTE)
    other.kill()
    office.recovered(
      texts.map((says) => ({ to, says })),
      new Date(began.getTime() + 40 * SECOND),
    )
    const shown = office.fake.phone(to).map((item) => ('text' in item ? item.text : ''))
    expect(shown).toEqual(texts)
  })

  it('WeCom takes nothing for a minute, and meanwhile the clock is set back an hour', async () => {
    const [to, other] = [somebody(), somebody()]
    office.fake.failNext(1, errcode(45009), 'message/send')
    await send('answer', to)
    await office.settled()
    office.clock.advance(-HOUR)
    const set = office.clock.now()
    await send('digest', other)
    await office.pass(MINUTE)
    office.recovered([...said(to), ...said(other)], set)
  })

  it.each([
    ['back', -HOUR],
    ['forward', HOUR],
  ] as const)('the clock is set %s an hour', async (_, by) => {
    const before = { digest: somebody(), answer: somebody() }
    const after = { digest: somebody(), answer: somebody() }
    office.fake.failNext(2, { kind: 'reset' }, 'message/send')
    for (const way of WAYS) await send(way, before[way])
    await office.settled()
    office.clock.advance(by)
    const set = office.clock.now()
    for (const way of WAYS) await send(way, after[way])
    await office.settled()
    await office.pass(2 * MINUTE)
    office.recovered(
      [before, after].flatMap((who) => WAYS.flatMap((way) => said(who[way]))),
      set,
    )
  })

  it('fifty come to one person: WeCom drops none of them', async () => {
    const to = somebody()
    const fifty = Array.from({ length: 50 }, (_, n) => ({ to, says: `第${n}条` }))
    const began = office.clock.now()
    await office.put(...fifty.map(({ says }) => push(to, says)))
    // Two minutes of the 24 that we allow ourselves, and the rest of the third.
    await office.pass(2 * MINUTE + 10 * SECOND)
    office.recovered(fifty, new Date(began.getTime() + 2 * MINUTE))
  })

  it('a text that fills a message comes a second time with its number, and a longer one cut', async () => {
    const to = somebody()
    const full = `${'满'.repeat(676)}。`
    const longer = `第一行\n${'长'.repeat(900)}`
    const texts = [full, full, longer, longer]
    const sent = office.clock.now()
    await office.put(...texts.map((says, n) => push(to, says, { dedupeKey: `${to} ${n}` })))
    await node.dispatcher.idle()
    expect(await office.statuses(to)).toEqual(texts.map(() => 'SENT'))
    const shown = office.fake.phone(to).map((item) => ('text' in item ? item.text : ''))
    expect(shown.slice(0, 2)).toEqual([full, `${full}（2）`])
    expect(shown.slice(2)).toEqual(['第一行\n…', '第一行\n…（2）'])
    office.recovered([{ to, says: '。（2）' }], sent)
  })

  it('a thousand are due at once', async () => {
    const everybody = Array.from({ length: 1_000 }, (_, n) => ({ to: `due${n}`, says: '早上好' }))
    const began = performance.now()
    const due = office.clock.now()
    await office.put(...everybody.map(({ to, says }) => push(to, says, { queue: 'digest' })))
    await node.dispatcher.idle()
    office.recovered(everybody, due)
    expect(performance.now() - began).toBeLessThan(60_000)
  })
})
