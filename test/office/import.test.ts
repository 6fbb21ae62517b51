import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clocksAt } from '../../src/deadlines/index.ts'
import { type LotHistory, liveEvents, readLots } from '../../src/ledger/index.ts'
import { importOffice } from '../../src/office/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { importSheets, OPTIONS } from './import-sheets.ts'
import { GOOD, type Sheets, scratch, withCell, writeCsv } from './workbooks.ts'

let database: OfficeDatabase
let business: Business
beforeEach(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
})
afterEach(() => database[Symbol.asyncDispose]())

const run = (sheets: Sheets, options: Partial<typeof OPTIONS> = {}) =>
  importSheets(database, business, sheets, options)

async function lot(code: string, no = 1): Promise<LotHistory> {
  const lots = await database.transaction((tx) => readLots(tx, { codes: [code] }))
  const found = lots.find((history) => history.lotNo === no)
  if (!found) throw new Error(`no lot ${code} ${no}`)
  return found
}

const told = (history: LotHistory): string[] =>
  liveEvents(history).map(
    (e) => `${e.kind} ${e.day}${e.amount === undefined ? '' : ` ${e.amount}`}`,
  )

const NOTHING = { new: 0, changed: 0, same: 0 }

describe('an office file that is right', () => {
  it('is written with people, parties, lots, events and the clocks these open', async () => {
    const report = await run(GOOD)
    expect(report.errors).toEqual([])
    expect(report.counts).toEqual({
      科室: { ...NOTHING, new: 2 },
      单位: { ...NOTHING, new: 2 },
      人员: { ...NOTHING, new: 5 },
      往来单位: { ...NOTHING, new: 2 },
      项目: { ...NOTHING, new: 3 },
      付款: { ...NOTHING, new: 1 },
    })
    const history = await lot('JZ-001')
    expect(history).toMatchObject({
      name: '焦作市第一中学教学楼改造工程',
      aliases: ['一中教学楼'],
      budget: 320_000_000n,
      category: 'WORKS',
      unit: { name: '焦作市第一中学', sectionName: '教科文科' },
      agency: { name: '河南中原招标有限公司' },
      importedSupplier: { name: '河南宏业建设有限公司', isSme: true },
    })
    expect(told(history)).toEqual([
      'PLAN_FILED 2026-03-02',
      'AWARD_NOTICE_SENT 2026-05-06',
      'CONTRACT_SIGNED 2026-05-20 318000000',
      'ACCEPTED 2026-08-28',
      'PAID 2026-09-01 100000000',
      'PAID 2026-09-10 50000000',
    ])
    const clocks = await database.transaction((tx) => clocksAt(tx, [history.lotId], OPTIONS.at))
    expect(clocks.find((clock) => clock.rule.key === 'PAY_SME')).toMatchObject({
      start: '2026-08-28',
      state: 'OPEN',
      outstanding: 168_000_000n,
    })
    const zhang = await database.client.person.findUnique({
      where: { userid: 'zhangmin' },
      include: { contact: true, appointments: { include: { unit: true } } },
    })
    expect(zhang).toMatchObject({
      useridShown: 'ZhangMin',
      contact: { mobile: '13800000001' },
      appointments: [{ role: 'LIAISON', unit: { name: '焦作市第一中学' }, fromDay: '2026-09-15' }],
    })
    expect((await lot('JZ-002')).budget).toBe(128_000_050n)
    expect((await lot('JZ-002', 2)).name).toBe('焦作市教育局信息系统监理')
  })

  it('changes nothing the second time, from CSV with or without a mark too', async () => {
    await run(GOOD)
    const before = await database.client.audit.count()
    for (const bom of [false, true]) {
      await using folder = await scratch()
      const plain = Object.fromEntries(
        Object.entries(GOOD).map(([name, rows]) => [
          name,
          rows.map((row) => row.map((c) => (c instanceof Date ? c.toISOString().slice(0, 10) : c))),
        ]),
      )
      const path = await writeCsv(folder.path, plain, bom)
      const report = await importOffice(database, business, path, OPTIONS)
      expect(report.errors).toEqual([])
      const counts = Object.values(report.counts)
      expect(counts.every((count) => count.new === 0 && count.changed === 0)).toBe(true)
      expect(counts.reduce((sum, count) => sum + count.same, 0)).toBe(15)
    }
    const audits = await database.client.audit.findMany({ skip: before, orderBy: { id: 'asc' } })
    expect(audits.map((row) => row.act)).toEqual(['import', 'import'])
  })

  it('is only counted by a dry run', async () => {
    const report = await run(GOOD, { dryRun: true })
    expect(report).toMatchObject({ ok: true, dryRun: true, counts: { 项目: { new: 3 } } })
    expect(await database.client.unit.count()).toBe(0)
    expect(await database.client.audit.count()).toBe(0)
  })

  it('is read the same when its columns stand in another order and starred', async () => {
    const rows = (GOOD.单位 ?? []).map((row) => [...row].reverse())
    rows[0] = rows[0]?.map((heading) => `${heading}＊ `) ?? []
    const report = await run({ ...GOOD, 单位: rows })
    expect(report.ok).toBe(true)
  })
})

describe('a changed office file', () => {
  it('updates attributes with their history and leaves what is empty or absent alone', async () => {
    await run(GOOD)
    const report = await run({
      单位: [
        ['单位名称', '简称'],
        ['焦作市第一中学', '一中、焦作一中'],
      ],
      往来单位: [
        ['名称', '类型', '中小企业', '手机'],
        ['河南宏业建设有限公司', '供应商', '否', '13911111111'],
      ],
    })
    expect(report).toMatchObject({
      ok: true,
      counts: { 单位: { changed: 1 }, 往来单位: { changed: 1 } },
    })
    const unit = await database.client.unit.findUniqueOrThrow({
      where: { name: '焦作市第一中学' },
      include: { section: true },
    })
    expect(unit).toMatchObject({ aliases: ['一中', '焦作一中'], section: { name: '教科文科' } })
    expect(await database.client.unit.count()).toBe(2)
    const audits = await database.client.audit.findMany({ where: { act: 'import-change' } })
    expect(audits.map((row) => row.detail)).toEqual([
      { aliases: '["一中","市一中"] → ["一中","焦作一中"]' },
      { isSme: 'true → false', contactMobile: 'changed' },
    ])
    // The supplier is no SME any more: its contract's own term of 30 days counts.
    const { lotId } = await lot('JZ-001')
    const clocks = await database.transaction((tx) => clocksAt(tx, [lotId], OPTIONS.at))
    expect(clocks.map((clock) => clock.rule.key)).not.toContain('PAY_SME')
  })

  it('moves a liaison to another unit, keeping where she was', async () => {
    await run(GOOD)
    const report = await run(
      {
        人员: [
          ['姓名', '企业微信账号', '角色', '所属'],
          ['张敏', 'zhangmin', '专管员', '焦作市教育局'],
        ],
      },
      { at: new Date('2026-10-09T10:00:00+08:00') },
    )
    expect(report).toMatchObject({ ok: true, counts: { 人员: { new: 0, changed: 1, same: 0 } } })
    const held = await database.client.appointment.findMany({
      where: { person: { userid: 'zhangmin' } },
      include: { unit: true },
      orderBy: { id: 'asc' },
    })
    expect(held.map((a) => [a.unit?.name, a.fromDay, a.toDay])).toEqual([
      ['焦作市第一中学', '2026-09-15', '2026-10-09'],
      ['焦作市教育局', '2026-10-09', null],
    ])
  })

  it('is refused where it contradicts the ledger, naming both values', async () => {
    await run(GOOD)
    const signed = await run(withCell('项目', 1, '合同签订日', '2026-05-21'))
    expect(signed.errors).toEqual([
      {
        sheet: '项目',
        row: 2,
        column: '合同签订日',
        value: '2026-05-21',
        reason: '已记入的是 2026-05-20，文件里是 2026-05-21；确要更正请加 --correct',
      },
    ])
    const amount = await run(withCell('项目', 1, '合同金额', '319万'))
    expect(amount.errors.map((e) => [e.column, e.reason])).toEqual([
      ['合同金额', '已记入的是 3180000 元，文件里是 3190000 元；确要更正请加 --correct'],
    ])
    const paid = await run(withCell('付款', 1, '付款金额', 600_000))
    expect(paid.errors.map((e) => [e.sheet, e.column, e.value])).toEqual([
      ['付款', '付款金额', '600000'],
    ])
    expect(told(await lot('JZ-001'))).toContain('CONTRACT_SIGNED 2026-05-20 318000000')
  })

  it('voids and records anew with --correct', async () => {
    await run(GOOD)
    const report = await run(withCell('项目', 1, '合同签订日', '2026-05-21'), { correct: true })
    expect(report).toMatchObject({ ok: true, counts: { 项目: { changed: 1, same: 2 } } })
    const history = await lot('JZ-001')
    expect(told(history)).toContain('CONTRACT_SIGNED 2026-05-21 318000000')
    expect(
      history.events.filter((event) => event.voided).map((e) => [e.day, e.voided?.reason]),
    ).toEqual([['2026-05-20', '导入更正']])
    expect(await run(withCell('项目', 1, '合同签订日', '2026-05-21'))).toMatchObject({
      ok: true,
      counts: { 项目: { new: 0, changed: 0, same: 3 } },
    })
  })

  it('adds the next instalment and knows one that was reported by chat', async () => {
    await run(GOOD)
    const { lotId } = await lot('JZ-001')
    await business.tell(lotId, 'PAID', '2026-09-12', { yuan: '300000' })
    const report = await run({
      付款: [
        ['项目编号', '付款日', '付款金额'],
        ['JZ-001', '2026-09-12', 300_000],
        ['JZ-001', '2026-09-14', 200_000],
      ],
    })
    expect(report).toMatchObject({ ok: true, counts: { 付款: { new: 1, changed: 0, same: 1 } } })
    expect(told(await lot('JZ-001')).filter((line) => line.startsWith('PAID'))).toEqual([
      'PAID 2026-09-01 100000000',
      'PAID 2026-09-10 50000000',
      'PAID 2026-09-12 30000000',
      'PAID 2026-09-14 20000000',
    ])
  })
})
