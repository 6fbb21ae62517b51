import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, officeInstant } from '../../src/base/index.ts'
import { keepRemarks } from '../../src/cases/index.ts'
import { type Jobs, loadPolicy, simulate } from '../../src/jobs/index.ts'
import { deadLetters, redrive } from '../../src/notify/index.ts'
import { buildPerson } from '../support/factories.ts'
import { officeWithJobs } from './rig.ts'

let office: Awaited<ReturnType<typeof officeWithJobs>>
let jobs: Jobs
beforeEach(async () => {
  office = await officeWithJobs('2026-09-08T09:00:00+08:00')
  const { client } = office.database
  await buildPerson(client, 'ADMIN', {}, { userid: 'admin', name: '孙工' })
  const unit = { unitId: office.unitId }
  await buildPerson(client, 'FINANCE_HEAD', unit, { userid: 'lihui', name: '李会计' })
  jobs = await office.start()
})
afterEach(() => office[Symbol.asyncDispose]())

async function at(on: string, time: string): Promise<void> {
  office.clock.setDay(day(on), time)
  await jobs.tick()
  await office.dispatcher.idle()
}

const textsTo = async (userid: string, template: string): Promise<string[]> => {
  const rows = await office.database.client.push.findMany({
    where: { userid, template },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ body }) => {
    const { text, template_card: card } = body as Record<string, Record<string, never>>
    return String(text?.content ?? Object.values(card?.main_title ?? {}).join())
  })
}

const urge = (on: string, time: string) =>
  office.database.transaction(async (tx) => {
    const person = await tx.person.findFirstOrThrow({ where: { userid: 'wanghai' } })
    const lot = await tx.lot.findFirstOrThrow()
    await keepRemarks(
      tx,
      [
        {
          kind: 'URGED',
          lotId: lot.id,
          rule: 'CONTRACT_SIGN',
          due: day('2026-07-01'),
          personId: person.id,
          text: '请本周签订',
          day: day('2026-09-11'),
          onceKey: 'urge',
        },
      ],
      officeInstant(day(on), time),
    )
  })

describe('an order of a section', () => {
  it('reaches the unit once, in working hours, and unanswered comes back to whoever gave it', async () => {
    await urge('2026-09-08', '18:00')
    await at('2026-09-08', '18:01')
    expect(await textsTo('ZhangMin', 'order-urged')).toEqual([])
    await at('2026-09-09', '08:31')
    await at('2026-09-09', '08:32')
    expect(await textsTo('lihui', 'order-urged')).toHaveLength(1)
    const [text, ...more] = await textsTo('ZhangMin', 'order-urged')
    expect(more).toEqual([])
    expect(text).toMatchInlineSnapshot(`
      "张敏，您好。王海督办：
      1. 迟70天：焦作市第一中学图书采购，合同签订，最迟应在7月1日（周三）办完。依据：政府采购法第46条等＊
      ＊施行日待核。
      请本周签订
      请在9月11日（周五）前办完，或者回“1说明情况”。"
    `)
    await at('2026-09-11', '17:00')
    expect(await textsTo('wanghai', 'order-unanswered')).toEqual([])
    await at('2026-09-14', '08:31')
    await at('2026-09-14', '08:35')
    expect(await textsTo('wanghai', 'order-unanswered')).toMatchInlineSnapshot(`
      [
        "王海，您好。您督办的事，焦作市第一中学到9月11日（周五）还没有答复：
      1. 迟75天：焦作市第一中学图书采购，合同签订，最迟应在7月1日（周三）办完。依据：政府采购法第46条等＊
      ＊施行日待核。
      可以回“1督办”“1协调”。",
      ]
    `)
  })
})

describe('a receiver who cannot be reached', () => {
  it('becomes a task for the administrator, and the reminder goes on to the next person', async () => {
    office.refuse('ZhangMin')
    await at('2026-09-08', '09:07')
    await at('2026-09-08', '09:08')
    await at('2026-09-08', '09:09')
    expect(await textsTo('admin', 'alarm')).toMatchInlineSnapshot(`
      [
        "孙工，您好。以下人员收不到企业微信消息，请核对账号、应用可见范围和许可：
      张敏（ZhangMin）
      收不到的提醒已转给本单位或科室的其他人。",
      ]
    `)
    const passed = (await textsTo('lihui', 'liaison-digest')).concat(
      await textsTo('lihui', 'liaison-urgent'),
    )
    expect(passed).toMatchInlineSnapshot(`
      [
        "张敏收不到企业微信消息，这一条转给您：
      张敏，早上好。有1件事请您看一看：
      迟69天：图书采购，合同签订，最迟应在7月1日（周三）办完。依据：政府采购法第46条等＊
      ＊施行日待核。",
      ]
    `)
    const states = await office.database.client.push.findMany({ where: { userid: 'ZhangMin' } })
    expect(states.map(({ status, failure }) => `${status} ${failure}`)).toEqual([
      'FAILED recipient unreachable',
    ])
  })
})

describe('a slot that does not run', () => {
  it('is told to the administrators, once', async () => {
    await jobs.stop()
    jobs = await office.start({
      boss: {
        ...office.boss,
        enqueue: (tx, queue, list) =>
          list.length > 1
            ? Promise.reject(new RangeError('no'))
            : office.boss.enqueue(tx, queue, list),
      },
    })
    await at('2026-09-08', '09:07')
    await at('2026-09-08', '09:10')
    expect(await textsTo('admin', 'alarm')).toEqual([])
    await at('2026-09-08', '09:23')
    await at('2026-09-08', '09:24')
    expect(await textsTo('admin', 'alarm')).toMatchInlineSnapshot(`
      [
        "孙工，您好。今天09:07的提醒没有发出（RangeError），系统每分钟重试。请查看服务日志，或运行 npm run cli -- doctor。",
      ]
    `)
  })
})

describe('a reminder that was taken back', () => {
  it('is told anew without the deadline that is met, within a minute', async () => {
    const { database, business } = office
    const hall = await office.project('焦财采-2', '教学楼改造工程')
    await business.tell(hall, 'AWARD_NOTICE_SENT', '2026-08-03')
    office.hold()
    await at('2026-09-08', '09:07')
    await business.tell(hall, 'CONTRACT_SIGNED', '2026-09-08', {
      yuan: '1000',
      at: officeInstant(day('2026-09-08'), '09:07'),
    })
    office.letGo()
    await at('2026-09-08', '09:08')
    const rows = await database.client.push.findMany({
      where: { userid: 'ZhangMin' },
      orderBy: { id: 'asc' },
    })
    expect(rows.map(({ status, failure }) => [status, failure])).toEqual([
      ['WITHDRAWN', 'deadline-changed, told anew'],
      ['SENT', null],
    ])
    expect(JSON.stringify(rows[1]?.reasons)).toContain('CONTRACT_PUBLISH')
    expect(JSON.stringify(rows[1]?.reasons)).not.toContain(
      '"project": "焦财采-2", "rule": "CONTRACT_SIGN"',
    )
    await at('2026-09-08', '09:09')
    expect(await database.client.push.count({ where: { userid: 'ZhangMin' } })).toBe(2)
  })
})

describe('dead letters', () => {
  it('are listed, and driven again once, the same bytes', async () => {
    const { database } = office
    office.refuse('ZhangMin')
    await at('2026-09-08', '09:07')
    const [letter, ...more] = await deadLetters(database.client, office.clock.now())
    expect(more).toEqual([])
    expect(letter).toMatchObject({
      userid: 'ZhangMin',
      status: 'FAILED',
      failure: 'recipient unreachable',
      redriven: false,
    })
    office.refuse()
    const ids = [letter?.id ?? 0n]
    expect(await redrive(database.client, { ids }, office.clock.now())).toHaveLength(1)
    expect(await redrive(database.client, { ids }, office.clock.now())).toEqual([])
    expect(await redrive(database.client, { all: 'FAILED' }, office.clock.now())).toEqual([])
    await at('2026-09-08', '09:10')
    await at('2026-09-08', '09:12')
    const rows = await database.client.push.findMany({
      where: { userid: 'ZhangMin' },
      orderBy: { id: 'asc' },
    })
    expect(rows.map((row) => row.status)).toEqual(['FAILED', 'SENT'])
    expect(rows[1]?.body).toEqual(rows[0]?.body)
  })
})

describe('a simulation', () => {
  it('says how many messages whom the policy would send, and writes nothing', async () => {
    const { database, means } = office
    const days = { from: day('2026-09-08'), to: day('2026-09-30') }
    const policy = loadPolicy()
    const counts = await simulate(database, days, { ...means, policy })
    const one = (to: string) =>
      counts.filter((c) => c.to === to).map((c) => [c.template, c.messages])
    // Late since July: on the first day, and then every fifth working day.
    expect(one('ZhangMin')).toEqual([['liaison-digest', 4]])
    expect(one('lihui')).toEqual([['unit-digest', 4]])
    const rare = { ...policy, escalation: { ...policy.escalation, repeatAfter: 15 } }
    const fewer = await simulate(database, days, { ...means, policy: rare })
    expect(fewer.find((c) => c.to === 'ZhangMin')).toMatchObject({ messages: 2, mostADay: 1 })
    expect(await database.client.push.count()).toBe(0)
  })
})
