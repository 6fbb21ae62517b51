import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, day } from '../../src/base/index.ts'
import {
  keepRemarks,
  loadIssuePolicy,
  type NewRemark,
  openUnitIssue,
} from '../../src/cases/index.ts'
import { buildPerson, buildSection } from '../support/factories.ts'
import { moment, type Office, office } from './rig.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
  const { client } = rig.database
  await buildPerson(client, 'FINANCE_HEAD', { unitId: rig.unitId }, { userid: 'lihui' })
  await buildPerson(client, 'UNIT_LEADER', { unitId: rig.unitId }, { userid: 'zhou', name: '周玲' })
  const { regionId } = await client.section.findUniqueOrThrow({ where: { id: rig.sectionId } })
  const { id: sectionId } = await buildSection(client, { isProcurement: true, regionId })
  await buildPerson(client, 'PROCUREMENT_OFFICE', { sectionId }, { userid: 'chen' })
})
afterEach(() => rig[Symbol.asyncDispose]())

/** Every working day's two slots from one day to another, each queued as it is planned: who was told, by day. */
async function days(from: string, to: string, about = ''): Promise<string[]> {
  const told: string[] = []
  for (let on = day(from); on <= day(to); on = addDays(on, 1)) {
    if (!rig.business.calendar.isWorkday(on)) continue
    for (const slot of ['morning', 'urgent'] as const) {
      const planned = (await rig.plan(slot, on)).filter(
        ({ template }) => template !== 'leader-brief',
      )
      await rig.queued(slot, on, planned)
      await rig.database.client.push.updateMany({
        where: { status: 'QUEUED' },
        data: { status: 'SENT' },
      })
      const who = planned
        .filter(({ text }) => text.includes(about))
        .map((push) => push.to)
        .join(' ')
      if (who) told.push(`${on.slice(5)} ${slot === 'urgent' ? 'pm ' : ''}${who}`)
    }
  }
  return told
}

const say = (lotId: number, kind: NewRemark['kind'], on: string, promised?: string) =>
  rig.database.transaction(async (tx) => {
    const person = await tx.person.findFirstOrThrow({ where: { userid: 'zhangmin' } })
    const matter = { lotId, rule: 'CONTRACT_SIGN', due: day('2026-09-09') }
    const remark = { ...matter, kind, personId: person.id, onceKey: `${kind} ${on}` }
    await keepRemarks(
      tx,
      [{ ...remark, ...(promised && { day: day(promised) }) }],
      moment(on, '12:00').at,
    )
  })

describe('the chain', () => {
  it('climbs from the liaison to 采购科, says nothing twice without a change, and repeats itself in time', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    // Signing is due on Wednesday, 9 September.
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    expect(await days('2026-08-31', '2026-09-25')).toEqual([
      '09-02 ZhangMin',
      '09-07 ZhangMin',
      '09-09 ZhangMin',
      '09-09 pm ZhangMin',
      '09-10 ZhangMin lihui',
      '09-14 ZhangMin lihui zhou wanghai',
      '09-16 ZhangMin lihui zhou wanghai chen',
      '09-22 ZhangMin lihui zhou wanghai chen',
    ])
    const later = await rig.plan('morning', '2026-09-30')
    expect(later.find((push) => push.to === 'zhou')?.text).toMatchInlineSnapshot(`
      "周玲，早上好。本单位有1件事过了期限还没有办完，请您过问：
      1. 迟21天：图书采购，合同签订，最迟应在9月9日（周三）办完。依据：政府采购法第46条等＊
      ＊施行日待核。
      可以回序号，如“1知晓”“1说明情况”“1求助”；发“待办”看全部事项。办完了由专管员上报。"
    `)
  })

  it('climbs for a credit evaluation too, though the days are the bureau’s own', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    // Five working days: due on Tuesday, 8 December.
    await rig.business.tell(lot, 'EVALUATION_END', '2026-12-01')
    expect(await days('2026-12-02', '2026-12-16', '评审后信用评价')).toEqual([
      '12-02 ZhangMin',
      '12-04 ZhangMin',
      '12-08 ZhangMin',
      '12-08 pm ZhangMin',
      '12-09 ZhangMin lihui',
      '12-11 ZhangMin lihui zhou wanghai',
      '12-15 ZhangMin lihui zhou wanghai chen',
    ])
  })

  it('says on two working days running only what has come to its day or is late', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    // First seen three working days before its day: that holds for the step of the next morning.
    expect(await days('2026-09-04', '2026-09-11')).toEqual([
      '09-04 ZhangMin',
      '09-08 pm ZhangMin',
      '09-09 ZhangMin',
      '09-09 pm ZhangMin',
      '09-10 ZhangMin lihui',
    ])
  })

  it('stops in the second in which the deadline is met, and takes back what has not left', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    await rig.queued('morning', '2026-09-14', await rig.plan('morning', '2026-09-14'))
    const states = async () =>
      (await rig.database.client.push.findMany({ orderBy: { id: 'asc' } })).map(
        ({ userid, status }) => `${userid} ${status}`,
      )
    await rig.database.client.push.update({
      where: { dedupeKey: 'morning 2026-09-14 liaison-digest zhangmin' },
      data: { status: 'SENT' },
    })
    await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-09-14', { yuan: '1000' })
    expect((await states()).filter((state) => !state.startsWith('jz'))).toEqual([
      'ZhangMin SENT',
      'lihui WITHDRAWN',
      'zhou WITHDRAWN',
      'wanghai WITHDRAWN',
    ])
    expect(await days('2026-09-15', '2026-09-16')).toEqual([
      '09-15 ZhangMin',
      '09-15 pm ZhangMin',
      '09-16 ZhangMin',
      '09-16 pm ZhangMin',
    ])
    const { reasons } = await rig.database.client.push.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(JSON.stringify(reasons)).not.toContain('CONTRACT_SIGN')
  })
})

describe('what people say of a matter', () => {
  it('acknowledged, it is not repeated before its next step', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    await days('2026-09-02', '2026-09-08')
    await say(lot, 'KNOWN', '2026-09-09')
    expect(await days('2026-09-09', '2026-09-10')).toEqual([
      '09-09 ZhangMin',
      '09-10 ZhangMin lihui',
    ])
  })

  it('explained with a day, it is silent for the unit until then, once; the section still hears', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    await days('2026-09-02', '2026-09-09')
    await say(lot, 'EXPLAINED', '2026-09-09', '2026-09-17')
    expect(await days('2026-09-10', '2026-09-18')).toEqual([
      '09-14 wanghai',
      '09-16 wanghai chen',
      '09-18 ZhangMin lihui zhou',
    ])
    await say(lot, 'EXPLAINED', '2026-09-18', '2026-10-30')
    expect(await days('2026-09-21', '2026-09-25')).toEqual([
      '09-22 wanghai chen',
      '09-24 ZhangMin lihui zhou',
    ])
  })
})

describe('on the last working day of a month', () => {
  it('the liaison reads what became of its reminders', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    await days('2026-09-02', '2026-09-09')
    await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-09-10', { yuan: '1000' })
    await days('2026-09-11', '2026-09-21')
    await rig.business.tell(lot, 'CONTRACT_PUBLISHED', '2026-09-22')
    await rig.business.tell(lot, 'CONTRACT_FILED', '2026-09-22')
    expect(await days('2026-09-22', '2026-09-29')).toEqual([])
    const [push] = await rig.plan('morning', '2026-09-30')
    expect(push?.text).toMatchInlineSnapshot(`"张敏，早上好。本月提醒3件，已办3件。"`)
  })
})

describe('a call for help', () => {
  it('reaches the section the next morning and 采购科 in the end, never the unit, whose own chain goes on and says so', async () => {
    const lot = await rig.project('焦财采-1', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
    const asker = await rig.database.client.person.findFirstOrThrow({
      where: { userid: 'zhangmin' },
    })
    const wanted = {
      ...{ unitId: rig.unitId, lotId: lot, askerId: asker.id },
      ...{ rule: 'CONTRACT_SIGN', about: '合同签订', text: '供应商不来' },
    }
    const { at } = moment('2026-09-07', '12:00')
    const means = { calendar: rig.business.calendar, issues: loadIssuePolicy(), at }
    await rig.database.transaction((tx) => openUnitIssue(tx, wanted, means))
    expect(await days('2026-09-08', '2026-09-15')).toEqual([
      '09-08 ZhangMin wanghai',
      '09-08 pm ZhangMin',
      '09-09 ZhangMin wanghai',
      '09-09 pm ZhangMin',
      '09-10 ZhangMin lihui',
      '09-11 wanghai',
      '09-14 ZhangMin lihui zhou wanghai',
      '09-15 wanghai chen',
    ])
    const texts = async (on: string, to: string) =>
      (await rig.plan('morning', on)).find((push) => push.to === to)?.text
    expect(await texts('2026-09-21', 'wanghai')).toContain('答复求助1：')
    expect(await texts('2026-09-21', 'ZhangMin')).toContain('9月7日（周一）已求助（求助1）')
    expect(await texts('2026-09-21', 'jz')).toContain(
      '教科文科：逾期1件（最长12天），待付款0件，单位求助1件',
    )
    expect(await texts('2026-09-21', 'jz')).toContain(
      '教科文科：逾期1件（最长12天），待付款0件，单位求助1件',
    )
  })
})

it("the bureau's own steps of a 投诉 are told to its section and 采购科, not to the unit", async () => {
  const lot = await rig.project('焦财采-1', '图书采购')
  await rig.business.tell(lot, 'COMPLAINT_RECEIVED', '2026-09-01')
  // Reviewed by the 8th, served by the 11th, decided by 20 October.
  expect(await days('2026-09-01', '2026-09-09')).toEqual([
    '09-02 wanghai',
    '09-04 wanghai',
    '09-08 wanghai',
    '09-09 wanghai',
  ])
})

it('how long a supplier may challenge is nobody’s duty here', async () => {
  const lot = await rig.project('焦财采-1', '图书采购')
  await rig.business.tell(lot, 'SHOULD_KNOW_DATE', '2026-09-01')
  expect(await days('2026-09-01', '2026-09-15')).toEqual([])
})
