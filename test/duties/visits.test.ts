import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, day } from '../../src/base/index.ts'
import {
  allDuties,
  followDuties,
  isOpenDuty,
  loadDuties,
  runningParties,
} from '../../src/duties/index.ts'
import { contractOf, readLots, stageOf } from '../../src/ledger/index.ts'
import { recordVisit, voidVisit } from '../../src/visits/index.ts'
import { moment, type Office, office } from '../supervision/rig.ts'
import { buildParty, buildUnit } from '../support/factories.ts'

let rig: Office
let agencyId: number
beforeEach(async () => {
  rig = await office()
  agencyId = (await buildParty(rig.database.client, { name: '豫诚招标', kind: 'AGENCY' })).id
})
afterEach(() => rig[Symbol.asyncDispose]())

const book = loadDuties()
const follow = (on: string) =>
  followDuties(rig.database, {
    book,
    calendar: rig.business.calendar,
    at: moment(on, '06:00').at,
  })

async function signed(code: string, on: string): Promise<number> {
  const lotId = await rig.project(code, `项目${code}`, { supplierId: rig.smeId, agencyId })
  await rig.business.tell(lotId, 'CONTRACT_SIGNED', on, { yuan: '1000' })
  return lotId
}

const state = async (on: string) =>
  (
    await rig.database.transaction((tx) =>
      allDuties(tx, { ...moment(on, '12:00'), since: day('2020-01-01') }),
    )
  )
    .filter(({ party }) => party !== null)
    .map((duty) =>
      [
        duty.period,
        duty.party,
        isOpenDuty(duty) ? 'open' : duty.lapsed ? 'lapsed' : `done ${duty.doneOn}`,
      ].join(' '),
    )
    .sort()

const visit = (
  userid: string,
  on: string,
  { unitId, partyId = rig.smeId }: { unitId?: number; partyId?: number },
) =>
  rig.database.transaction(async (tx) => {
    const person = await tx.person.findFirstOrThrow({ where: { userid } })
    return recordVisit(
      tx,
      {
        personId: person.id,
        actor: userid,
        partyId,
        day: day(on),
        way: '上门',
        satisfaction: 5,
        ...(unitId !== undefined && { unitId }),
      },
      moment(on, '11:00').at,
    )
  })

describe('visits to the parties of running contracts', () => {
  it('are owed once a quarter, by a visit of the unit or of its section, and once a visit is taken back again', async () => {
    await signed('A', '2026-07-01')
    await signed('B', '2026-07-02') // the same parties: one visit each will do
    await signed('C', '2026-09-10') // signed after the day of listing: next quarter
    await follow('2026-08-30')
    expect(await state('2026-08-30')).toEqual([])
    await follow('2026-08-31')
    await follow('2026-09-01')
    expect(await state('2026-09-01')).toEqual([
      '2026Q3 焦作市宏远建筑有限公司 open',
      '2026Q3 豫诚招标 open',
    ])
    await visit('zhangmin', '2026-09-02', { unitId: rig.unitId })
    const bySection = await visit('wanghai', '2026-09-03', { partyId: agencyId })
    expect(await state('2026-09-03')).toEqual([
      '2026Q3 焦作市宏远建筑有限公司 done 2026-09-02',
      '2026Q3 豫诚招标 done 2026-09-03',
    ])
    const order = { visitId: bySection.visitId, actor: 'wanghai', reason: '' }
    await rig.database.transaction((tx) => voidVisit(tx, order, moment('2026-09-04', '09:00').at))
    expect(await state('2026-09-04')).toContain('2026Q3 豫诚招标 open')
    const [push] = (await rig.plan('morning', '2026-09-21')).filter(({ to }) => to === 'ZhangMin')
    expect(push?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有7件事请您看一看：
      1. 迟80天：项目A，合同公告，最迟应在7月3日（周五）办完。依据：实施条例第50条＊
      2. 迟77天：项目B，合同公告，最迟应在7月6日（周一）办完。依据：实施条例第50条＊
      3. 迟73天：项目A，合同备案，最迟应在7月10日（周五）办完。依据：政府采购法第47条＊
      4. 迟70天：项目B，合同备案，最迟应在7月13日（周一）办完。依据：政府采购法第47条＊
      5. 迟7天：项目C，合同公告，最迟应在9月14日（周一）办完。依据：实施条例第50条＊
      6. 迟1天：项目C，合同备案，最迟应在9月20日（周日）办完。依据：政府采购法第47条＊
      7. 目标，还有9天：焦作市第一中学，走访豫诚招标，最迟9月30日（周三）办完。依据：焦财采购〔2022〕10号第二部分（多久一次由本局定）
      ＊施行日待核。
      以上项目的签约、验收、付款共3项，双方已确认0项。
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
    // The next quarter anew; what is still owed stays.
    await follow('2026-12-01')
    expect(await state('2026-12-01')).toEqual([
      '2026Q3 焦作市宏远建筑有限公司 done 2026-09-02',
      '2026Q3 豫诚招标 open',
      '2026Q4 焦作市宏远建筑有限公司 open',
      '2026Q4 豫诚招标 open',
    ])
  })

  it('do not count of another unit or another section', async () => {
    await signed('A', '2026-07-01')
    const { client } = rig.database
    const other = await buildUnit(client, { name: '焦作市第二中学' })
    await follow('2026-09-01')
    await visit('zhangmin', '2026-09-02', { unitId: other.id })
    const stranger = await client.person.create({
      data: { userid: 'sun', useridShown: 'sun', name: '孙' },
    })
    await client.appointment.create({
      data: {
        personId: stranger.id,
        role: 'SECTION_STAFF',
        sectionId: other.sectionId,
        fromDay: '2020-01-01',
      },
    })
    await visit('sun', '2026-09-03', {})
    expect((await state('2026-09-03')).filter((line) => line.includes('open'))).toHaveLength(2)
  })

  it('lapse when the contract is closed, and are owed again when the closing is taken back', async () => {
    const lot = await signed('A', '2026-07-01')
    await follow('2026-09-01')
    await rig.business.tell(lot, 'ACCEPTED', '2026-09-05')
    const paid = await rig.business.tell(lot, 'PAID', '2026-09-06', { yuan: '1000' })
    await follow('2026-09-07')
    expect(await state('2026-09-07')).toEqual([
      '2026Q3 焦作市宏远建筑有限公司 lapsed',
      '2026Q3 豫诚招标 lapsed',
    ])
    expect(await state('2026-09-01')).toContain('2026Q3 豫诚招标 open')
    if (paid.kind !== 'recorded') throw new Error(paid.kind)
    await rig.business.takeBack(paid.event.id, moment('2026-09-08', '10:00').at)
    await follow('2026-09-09')
    expect((await state('2026-09-09')).every((line) => line.endsWith('open'))).toBe(true)
  })

  it('are owed of exactly the contracts that the ledger calls running', async () => {
    const { database, business } = rig
    const lots: number[] = []
    const kinds = [
      [],
      ['ACCEPTED'],
      ['PAID'],
      ['ACCEPTED', 'PAID'],
      ['FAILED'],
      ['CONTRACT_TERMINATED'],
      ['ACCEPTED', 'HALF'],
    ]
    for (const [n, events] of kinds.entries()) {
      const supplier = await buildParty(database.client, { name: `公司${n}` })
      const lotId = await rig.project(`R${n}`, `项目R${n}`, { supplierId: supplier.id })
      await business.tell(lotId, 'CONTRACT_SIGNED', '2026-07-01', { yuan: '1000' })
      for (const kind of events)
        if (kind === 'HALF') await business.tell(lotId, 'PAID', '2026-07-05', { yuan: '500' })
        else if (kind === 'PAID') await business.tell(lotId, 'PAID', '2026-07-05', { yuan: '1000' })
        else if (kind === 'ACCEPTED' || kind === 'FAILED' || kind === 'CONTRACT_TERMINATED')
          await business.tell(lotId, kind, '2026-07-04')
      lots.push(lotId)
    }
    const histories = await readLots(database.client, { lotIds: lots })
    const expected = histories
      .filter((history) => !['CLOSED', 'FAILED'].includes(stageOf(history)))
      .filter(({ events }) => events.every(({ kind }) => kind !== 'CONTRACT_TERMINATED'))
      .map((history) => contractOf(history).supplier?.id)
      .sort()
    const running = await runningParties(
      database.client,
      ['supplier', 'agency'],
      addDays(day('2026-07-01'), 30),
    )
    expect(running.map(({ partyId }) => partyId).sort()).toEqual(expected)
    expect(expected).toHaveLength(4)
  })
})

it("a visit counts in the month's note from the moment it is on record", async () => {
  await rig.project('V', '项目V', { supplierId: rig.smeId })
  const lot = await rig.project('W', '项目W', { supplierId: rig.smeId })
  await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-07-01', { yuan: '1000' })
  await rig.business.tell(lot, 'CONTRACT_PUBLISHED', '2026-07-01')
  await rig.business.tell(lot, 'CONTRACT_FILED', '2026-07-01')
  await follow('2026-08-31')
  await rig.queued('morning', '2026-09-21', await rig.plan('morning', '2026-09-21'))
  await rig.database.client.push.updateMany({ data: { status: 'SENT' } })
  const note = async () =>
    (await rig.plan('morning', '2026-09-30'))
      .find(({ to }) => to === 'ZhangMin')
      ?.text.match(/本月提醒.*/)?.[0]
  expect(await note()).toBe('本月提醒1件，已办0件。')
  const made = await visit('zhangmin', '2026-09-28', { unitId: rig.unitId })
  expect(await note()).toBe('本月提醒1件，已办1件。')
  const order = { visitId: made.visitId, actor: 'zhangmin', reason: '' }
  await rig.database.transaction((tx) => voidVisit(tx, order, moment('2026-09-29', '09:00').at))
  expect(await note()).toBe('本月提醒1件，已办0件。')
})
