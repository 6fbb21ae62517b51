import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildBureau } from '../support/grievance-office.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { phoneWords } from '../support/phone-words.ts'
import { reporter } from '../support/reporter.ts'
import { everyRow } from '../support/rows.ts'

let office: TestOffice

beforeAll(async () => {
  office = await openOffice('2026-09-10T10:12:00+08:00')
  await buildBureau(office.database)
  // What the night of the start had to do is done: it must not meet the first complaints.
  await office.app().jobs()?.tick()
  await office.settled()
})
afterAll(() => office[Symbol.asyncDispose]())

interface Version {
  readonly id: string
  readonly xmin: string
  readonly place: string
}
const versions = (table: string): Promise<Version[]> =>
  office.database.client.$queryRawUnsafe(
    `SELECT "id"::text, xmin::text, ctid::text AS place FROM "${table}" ORDER BY ctid`,
  )
async function goOn(to: string): Promise<void> {
  office.clock.set(to)
  await office.app().jobs()?.tick()
  await office.settled()
}

describe('the database', () => {
  test('tells by morning neither by xmin nor by the order on disk who was first', async () => {
    const receipts: string[] = []
    for (let n = 0; n < 12; n++) {
      receipts.push((await reporter(office).file({ text: `第${n}件` })).receipt)
      await office.fake.say('ZhangMin', '你好')
    }
    await office.settled()
    const before = await versions('GrievanceNote')
    const cases = await versions('Grievance')
    expect(new Set(before.map(({ xmin }) => xmin)).size).toBe(12)
    await goOn('2026-09-11T03:45:00+08:00')
    for (const [table, old] of [
      ['GrievanceNote', before],
      ['Grievance', cases],
    ] as const) {
      const now = await versions(table)
      expect(new Set(now.map(({ xmin }) => xmin)).size).toBe(1)
      expect(now.map(({ id }) => id)).not.toEqual(old.map(({ id }) => id))
      expect(now.map(({ id }) => id).sort()).toEqual(old.map(({ id }) => id).sort())
    }
    const again = await versions('GrievanceNote')
    await goOn('2026-09-12T03:45:00+08:00')
    expect(await versions('GrievanceNote')).toEqual(again)
  })

  test('holds no instant of a complaint after its handlers were told either', async () => {
    await goOn('2026-09-14T08:55:00+08:00')
    const { client } = office.database
    const pushes = await client.push.findMany({ where: { template: 'grievance' } })
    expect(pushes.length).toBeGreaterThan(0)
    expect(new Set(pushes.map(({ createdAt }) => createdAt.toISOString()))).toEqual(
      new Set(['2026-09-14T00:55:00.000Z']),
    )
    const rows = (await everyRow(office.database)).filter((row) => row.startsWith('Grievance'))
    expect(rows.filter((row) => /\d\d:\d\d:\d\d/.test(row))).toEqual([])
  })
})

test('nothing of it stands in any list, answer, digest or score that people of the unit and its section get', async () => {
  const numbers = (await office.database.client.grievance.findMany()).map(({ no }) => no)
  const signs = [...numbers, '第3件', '吃拿卡要', '新的投诉举报', '20260910-']
  const outputs: string[] = []
  for (const userid of ['ZhangMin', 'XiaoZhang', 'SuXing', 'ShenJi', 'GuanLi']) {
    for (const words of ['待办', '查 焦作市第一中学', '满意度', '求助进展', '菜单', '看举报'])
      await office.fake.say(userid, words)
  }
  await office.settled()
  for (const day of ['15', '16', '21', '28']) {
    await goOn(`2026-09-${day}T09:10:00+08:00`)
    await goOn(`2026-09-${day}T15:40:00+08:00`)
  }
  for (const userid of ['ZhangMin', 'XiaoZhang', 'SuXing', 'ShenJi', 'GuanLi', 'LiangBian'])
    outputs.push(...office.fake.phone(userid).flatMap((item) => phoneWords(item) ?? []))
  const cli = operateHere(office.database, () => office.clock.now())
  for (const command of [
    ['satisfaction', '--json'],
    ['links', '--json'],
    ['visits', '--json'],
    ['misunderstood', '--json'],
    ['aliases', '--json'],
    ['doctor', '--json'],
  ])
    outputs.push((await cli(command)).out)
  expect(outputs.length).toBeGreaterThan(20)
  for (const sign of signs)
    expect(
      outputs.filter((text) => text.includes(sign)).filter((text) => !/看举报|10分钟/.test(text)),
      sign,
    ).toEqual([])
})

describe('doctor', () => {
  const finding = async (keys: readonly string[] | 'generated' | 'unset') => {
    const cli = operateHere(office.database, () => office.clock.now(), [], keys)
    const found: unknown = JSON.parse((await cli(['doctor', '--json'])).out)
    return (found as { check: string; ok: boolean; said: string }[]).find(
      ({ check }) => check === 'cases',
    )
  }

  test('says how to open the channel, and what a wrong key locks', async () => {
    expect(await finding('generated')).toMatchObject({ ok: true, said: '正常' })
    expect(await finding(['00000000'])).toMatchObject({ ok: false })
    expect((await finding(['00000000']))?.said).toContain('12件')
    expect((await finding('unset'))?.ok).toBe(false)
  })
})
