import { expect, it } from 'vitest'
import { silentLog } from '../../src/base/index.ts'
import { createBoss } from '../../src/db/index.ts'
import {
  createAppBudget,
  createDispatcher,
  enqueuePushes,
  pushQueues,
} from '../../src/notify/index.ts'
import { deliverThrough } from '../../src/reception/index.ts'
import { APP_BUDGET, createMemberBudget } from '../../src/wecom/index.ts'
import { officeDatabase } from '../support/database.ts'
import { wecomRig } from '../support/wecom.ts'
import { push } from './rig.ts'

async function outboxToWecom() {
  const { clock, fake, client } = wecomRig()
  const database = await officeDatabase()
  const boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })
  const dispatcher = createDispatcher(
    {
      database,
      boss,
      clock,
      log: silentLog,
      budget: createMemberBudget(clock),
      quietMinutes: [],
      appBudget: createAppBudget(database, clock, APP_BUDGET),
      deliver: deliverThrough(client),
    },
    () => () => undefined,
  )
  return {
    clock,
    fake,
    put: (...texts: string[]) =>
      database.transaction((tx) =>
        enqueuePushes(
          tx,
          boss,
          texts.map((text) => push('zhangmin', text)),
          clock.now(),
        ),
      ),
    /** Everything is tried again, also what is in back-off. */
    async again() {
      await database.client
        .$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`
      await dispatcher.idle()
    },
    statuses: async () =>
      (await database.client.push.findMany({ orderBy: { id: 'asc' } })).map((row) =>
        [row.status, row.failure].filter(Boolean).join(' '),
      ),
    phone: () => fake.phone('zhangmin').map((item) => JSON.stringify(item)),
    async [Symbol.asyncDispose]() {
      await boss.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}

it('a lost answer is tried again, and the phone shows the message once', async () => {
  await using office = await outboxToWecom()
  office.fake.failNext(1, { kind: 'lost-answer' }, 'message/send')
  await office.put('汇总')
  await office.again()
  await office.again()
  expect(await office.statuses()).toEqual(['SENT'])
  expect(office.phone()).toHaveLength(1)
})

it.each([
  ['busy', -1, 'SENT'],
  ['an old token', 42001, 'SENT'],
  ['a wrong token', 40014, 'SENT'],
  ['too many at once', 45033, 'SENT'],
  ['too often', 45009, 'SENT'],
  ['no licence', 701008, 'FAILED recipient 701008'],
  ['nobody to receive it', 81013, 'FAILED recipient 81013'],
  ['a bug of ours', 40058, 'FAILED payload 40058'],
] as const)('WeCom answers %s (%i)', async (_, errcode, status) => {
  await using office = await outboxToWecom()
  office.fake.failNext(1, { kind: 'errcode', errcode }, 'message/send')
  await office.put('汇总')
  await office.again()
  office.clock.pass(61_000)
  await office.again()
  expect(await office.statuses()).toEqual([status])
  expect(office.phone()).toHaveLength(status === 'SENT' ? 1 : 0)
})

it.each([
  ['hangs', { kind: 'hang' }],
  ['resets the connection', { kind: 'reset' }],
  ['answers 503', { kind: 'status', status: 503 }],
  ['answers 500', { kind: 'status', status: 500 }],
] as const)(
  'WeCom %s, three times over: the message arrives once, within a minute',
  async (_, fault) => {
    await using office = await outboxToWecom()
    office.fake.failNext(3, fault, 'message/send')
    await office.put('一', '二')
    for (let tries = 0; tries < 6; tries++) {
      await office.again()
      office.clock.pass(9_000)
    }
    expect(await office.statuses()).toEqual(['SENT', 'SENT'])
    expect(office.phone().map((text) => /[一二]/.exec(text)?.[0])).toEqual(['一', '二'])
  },
)

it('while WeCom is away pushes wait, in order, and go later, once', async () => {
  await using office = await outboxToWecom()
  office.fake.setDown(true)
  await office.put('一', '二', '三')
  for (let i = 0; i < 3; i++) await office.again()
  expect(office.phone()).toEqual([])
  office.fake.setDown(false)
  await office.again()
  await office.again()
  expect(await office.statuses()).toEqual(['SENT', 'SENT', 'SENT'])
  expect(office.phone().map((text) => /[一二三]/.exec(text)?.[0])).toEqual(['一', '二', '三'])
})

it('fifty messages to one member all arrive: WeCom never drops the excess', async () => {
  await using office = await outboxToWecom()
  await office.put(...Array.from({ length: 50 }, (_, i) => `第${i}条`))
  for (let minute = 0; minute < 4; minute++) {
    await office.again()
    office.clock.pass(60_000)
  }
  expect(office.phone()).toHaveLength(50)
})
