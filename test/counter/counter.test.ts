import { expect, test } from 'vitest'
import { openOffice } from '../support/office.ts'
import { buildContract, pushesTo, secondCounter } from './rig.ts'

const START = '2026-09-10T09:30:00+08:00'
const textsOn = (items: readonly { kind: string }[]) =>
  items.flatMap((item) => ('from' in item && item.from === 'app' ? [item] : []))

test('two processes at one account act on each message once and answer it once', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const other = secondCounter(office)
  const { fake } = office
  await fake.kf.enter('wmA', { sceneParam: token })
  await office.settled()
  // The callbacks are lost: both processes come by themselves, at the same time.
  fake.kf.loseCallbacks(20)
  const words = ['菜单', '我的合同到哪一步了', '求助进展', '填问卷', '谢谢']
  for (const word of words) await fake.kf.say('wmA', word)
  office.clock.advance(6 * 60_000)
  await Promise.all([other.look(), office.app().counter?.look(), other.look()])
  await Promise.all([other.idle(), office.settled()])
  const { client } = office.database
  expect(await client.kfMessage.count({ where: { status: 'NEW' } })).toBe(0)
  const done = await client.kfPush.findMany({ orderBy: { id: 'asc' } })
  expect(done.filter(({ status }) => status !== 'SENT' && status !== 'WAITING')).toEqual([])
  const shown = textsOn(fake.phone('wmA'))
  expect(shown).toHaveLength(done.filter(({ status }) => status === 'SENT').length)
  expect(new Set(done.map(({ dedupeKey }) => dedupeKey)).size).toBe(done.length)
})

test('pages out of order, a fetch that breaks off, a lost cursor, callbacks lost and repeated: two processes act on each message once, in the order in which it was said', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const other = secondCounter(office)
  const { fake, clock } = office
  const { client } = office.database
  const people = ['wmA', 'wmB']
  const says = async (...words: readonly string[]): Promise<void> => {
    for (const word of words) {
      for (const who of people) await fake.kf.say(who, word)
      clock.advance(2_000)
    }
  }
  const looked = async (): Promise<void> => {
    await Promise.all([other.look(), office.app().counter?.look(), fake.kf.notifyAgain()])
    await Promise.all([other.idle(), office.settled()])
  }
  for (const who of people) await fake.kf.enter(who, { sceneParam: token })
  await office.settled()
  const questions = await client.kfPush.count()
  fake.kf.shuffle(true)
  fake.kf.pageSize(3)
  // The end of the conversation is on the first page; the second one does not come.
  fake.failNext(1, -1, 'kf/sync_msg', 1)
  fake.kf.loseCallbacks(7)
  await says('求助', '没有付款', '发票开了两个月')
  await says('提交')
  await office.settled()
  expect(await client.kfMessage.count({ where: { status: 'NEW' } })).toBe(3)
  expect(await client.kfPush.count()).toBe(questions)
  // Now everything that was said comes again from the start, and both processes are woken at once.
  fake.kf.forgetCursors()
  clock.advance(6 * 60_000)
  await looked()
  await looked()
  expect(await client.kfMessage.groupBy({ by: ['status'], _count: true })).toEqual([
    { status: 'DONE', _count: 10 },
  ])
  const issues = await client.issue.findMany({ include: { notes: true } })
  expect(issues.map(({ kind, notes }) => [kind, notes.map(({ text }) => text)])).toEqual(
    people.map(() => ['NOT_PAID', ['发票开了两个月']]),
  )
  for (const who of people)
    expect(
      textsOn(fake.phone(who)).map((item) => 'text' in item && String(item.text).slice(0, 4)),
    ).toEqual(['认出来了', '是哪方面', '请用一两', '请核对：', '收到了，'])
})

test('the budget is kept before WeCom has to refuse: the sixth message waits and is never sent', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const { fake } = office
  await fake.kf.enter('wmA', { sceneParam: token })
  await fake.kf.say('wmA', '菜单')
  await office.settled()
  const { client } = office.database
  const customer = await client.kfCustomer.findFirstOrThrow()
  await client.kfPush.createMany({
    data: Array.from({ length: 6 }, (_, n) => ({
      customerId: customer.id,
      body: { msgtype: 'text', text: { content: `第${n}条` } },
      dedupeKey: `k${n}`,
      msgid: `k${n}`,
      status: 'QUEUED',
      createdAt: office.clock.now(),
    })),
  })
  await office.app().counter?.look()
  const after = await pushesTo(office, 'wmA')
  expect(after).toEqual([
    ...Array.from({ length: 6 }, () => 'SENT'),
    'WAITING window closed',
    'WAITING window closed',
  ])
  const refused = fake.calls.filter(({ path, errcode }) => path === 'kf/send_msg' && errcode !== 0)
  expect(refused).toEqual([])
})

test.each([
  [95001, 'WAITING window 95001'],
  [95018, 'WAITING window 95018'],
])(
  '%i ends the message, and nothing more is tried until the customer writes',
  async (code, ending) => {
    await using office = await openOffice(START)
    const { token } = await buildContract(office)
    const { fake } = office
    await fake.kf.enter('wmA', { sceneParam: token })
    await office.settled()
    fake.failNext(1, code, 'kf/send_msg')
    await fake.kf.say('wmA', '菜单')
    await office.settled()
    expect((await pushesTo(office, 'wmA')).at(-1)).toBe(ending)
    const calls = fake.calls.length
    await office.app().counter?.look()
    expect(fake.calls.slice(calls).filter(({ path }) => path === 'kf/send_msg')).toEqual([])
    await fake.kf.say('wmA', '菜单')
    await office.settled()
    expect((await pushesTo(office, 'wmA')).at(-1)).toBe('SENT')
  },
)

test('a message reported as not delivered ends, whatever is said of it afterwards', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const { fake } = office
  await fake.kf.enter('wmA', { sceneParam: token })
  await office.settled()
  fake.kf.failNextDelivery(10)
  await fake.kf.say('wmA', '菜单')
  await office.settled()
  await fake.kf.notifyAgain()
  await office.settled()
  expect((await pushesTo(office, 'wmA')).at(-1)).toBe('FAILED not delivered 10')
  expect((await office.database.client.kfPush.findMany()).every(({ body }) => body === null)).toBe(
    true,
  )
})

test('a greeting that comes too late is not sent; what it would have said comes with the first message', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const { fake } = office
  fake.kf.loseCallbacks(1)
  await fake.kf.enter('wmA', { sceneParam: token })
  office.clock.advance(6 * 60_000)
  await office.app().counter?.look()
  await office.settled()
  expect(await pushesTo(office, 'wmA')).toEqual([])
  await fake.kf.say('wmA', '谢谢')
  await office.settled()
  expect(fake.phone('wmA').at(-1)).toMatchObject({ kind: 'menu' })
})

test('a greeting that WeCom is too slow for ends, and is not tried again', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const { fake } = office
  fake.failNext(1, 95007, 'kf/send_msg_on_event')
  await fake.kf.enter('wmA', { sceneParam: token })
  await office.settled()
  await office.app().counter?.look()
  expect(await pushesTo(office, 'wmA')).toEqual(['FAILED payload 95007'])
  expect(fake.calls.filter(({ path }) => path === 'kf/send_msg_on_event')).toHaveLength(1)
})

test('a broken connection sends later, an answer that got lost is not sent twice', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  const { fake } = office
  await fake.kf.enter('wmA', { sceneParam: token })
  await office.settled()
  fake.failNext(1, { kind: 'lost-answer' }, 'kf/send_msg')
  await fake.kf.say('wmA', '菜单')
  await office.settled()
  expect((await pushesTo(office, 'wmA')).at(-1)).toBe('UNSURE network')
  fake.failNext(1, 45009, 'kf/send_msg')
  await fake.kf.say('wmA', '谢谢')
  await office.settled()
  expect((await pushesTo(office, 'wmA')).at(-1)).toBe('QUEUED')
  await office.app().counter?.look()
  await office.settled()
  expect((await pushesTo(office, 'wmA')).at(-1)).toBe('SENT')
  const own = fake.phone('wmA').filter((item) => item.kind === 'menu')
  expect(own).toHaveLength(2)
})

test('a withdrawn link ends what the customer sees, and a code is guessed five times an hour at most', async () => {
  await using office = await openOffice(START)
  const { token, page } = await buildContract(office)
  const { fake, database } = office
  const said = async (text: string): Promise<string> => {
    await fake.kf.say('wmA', text)
    await office.settled()
    const item = fake.phone('wmA').at(-1)
    return item && 'text' in item ? item.text : ''
  }
  expect(await said(`https://office.test/p/${token}`)).toContain('认出来了')
  expect(await said('我的合同')).toContain('合同金额318万元')
  await database.client.standingLink.updateMany({
    where: page,
    data: { revokedAt: office.clock.now() },
  })
  expect(await said('我的合同')).toContain('还不知道您是哪家单位')
  expect(await said(`https://office.test/p/${token}`)).toContain('打不开了')
  for (let n = 0; n < 5; n++) expect(await said('ABCD EFGH JKLM')).toContain('没有这个客服码')
  expect(await said('ABCD EFGH JKLM')).toContain('错得太多')
  office.clock.advance(61 * 60_000)
  expect(await said('ABCD EFGH JKLM')).toContain('没有这个客服码')
})

test('what a customer said is forgotten once it is acted on, and a link is never stored', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  await office.fake.kf.enter('wmA', { sceneParam: token })
  await office.fake.kf.say('wmA', `https://office.test/p/${token}`)
  await office.settled()
  const { client } = office.database
  const messages = await client.kfMessage.findMany()
  expect(messages).toHaveLength(2)
  expect(messages.every(({ body }) => body === null)).toBe(true)
  const bindings = JSON.stringify(await client.kfBinding.findMany())
  expect(bindings).not.toContain(token)
})

test('without an account nothing is on: the callback is answered and forgotten', async () => {
  await using office = await openOffice(START, { kf: false })
  expect(await office.fake.kf.say('wmA', '在吗')).toEqual({ kind: 'answered' })
  expect(await office.database.client.kfAccount.count()).toBe(0)
  expect(await office.app().jobs()?.tick()).toEqual(expect.any(Array))
})
