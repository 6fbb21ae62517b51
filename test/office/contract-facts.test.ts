import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clocksAt } from '../../src/deadlines/index.ts'
import { readLots } from '../../src/ledger/index.ts'
import type { ImportReport } from '../../src/office/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { importSheets, OPTIONS } from './import-sheets.ts'
import { GOOD, type Sheets, type Written } from './workbooks.ts'

let database: OfficeDatabase
let business: Business
beforeEach(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
})
afterEach(() => database[Symbol.asyncDispose]())

/** The good office with further cells in the row of JZ-001 (a new heading is a new column), and further sheets. */
async function run(
  cells: Record<string, Written>,
  more: Sheets = {},
  at = OPTIONS.at,
): Promise<ImportReport> {
  const rows = (GOOD.项目 ?? []).map((row) => [...row])
  for (const [heading, value] of Object.entries(cells)) {
    const found = rows[0]?.indexOf(heading) ?? -1
    const column = found < 0 ? (rows[0]?.push(heading) ?? 0) - 1 : found
    const row = rows[1]
    if (row) row[column] = value
  }
  return await importSheets(database, business, { ...GOOD, 项目: rows, ...more }, { at })
}

const history = async () => {
  const [found] = await database.transaction((tx) => readLots(tx, { codes: ['JZ-001'] }))
  if (!found) throw new Error('JZ-001 is not there')
  return found
}
const flags = (report: ImportReport) =>
  report.warnings.flatMap((w) =>
    /条/.test(w.reason) ? [[w.sheet, w.row, w.column, w.value, w.reason]] : [],
  )

describe('what a contract agrees', () => {
  it('is taken over from the columns, again without a change, and changed with an audit row', async () => {
    const cells = {
      约定验收截止日: '2026-08-20',
      逾期利率: '年3.65%',
      履约保证金: '31.8万',
      适用法律: '招标投标法',
      紧急采购: '否',
    }
    expect(await run(cells)).toMatchObject({ ok: true, errors: [] })
    expect(await history()).toMatchObject({
      acceptBy: '2026-08-20',
      lateRate: { millionths: 36_500, per: 'YEAR' },
      performanceBond: 31_800_000n,
      lawDomain: 'TENDERING',
      urgent: false,
    })
    expect((await run(cells)).counts.项目).toEqual({ new: 0, changed: 0, same: 3 })
    const changed = await run({ ...cells, 逾期利率: '日万分之五', 紧急采购: '是' })
    expect(changed.counts.项目).toEqual({ new: 0, changed: 1, same: 2 })
    expect((await history()).lateRate).toEqual({ millionths: 500, per: 'DAY' })
    expect(await database.client.audit.findMany({ where: { act: 'import-change' } })).toMatchObject(
      [{ detail: { urgent: 'false → true' } }],
    )
  })

  it('moves clocks: works under 招标投标法 have no limits of the tender', async () => {
    const keys = async () => {
      const { lotId } = await history()
      return (await database.transaction((tx) => clocksAt(tx, [lotId], OPTIONS.at))).map(
        ({ rule }) => rule.key,
      )
    }
    await run({ 定标日: '2026-05-04' })
    expect(await keys()).toContain('AWARD_NOTICE_SEND')
    await run({ 定标日: '2026-05-04', 适用法律: '招标投标法' })
    expect(await keys()).not.toContain('AWARD_NOTICE_SEND')
    expect(await keys()).toContain('CONTRACT_SIGN')
  })

  it.each([
    ['约定验收截止日', '年底', /^不是能认的日期/],
    ['逾期利率', '按规定', '不是能认的利率，请写成 日0.05%、日万分之五 或 年3.45%'],
    ['逾期利率', '3.45%', '请写明按日还是按年，如 日0.05% 或 年3.45%'],
    ['履约保证金', '一成', /^不是能认的金额/],
    ['适用法律', '民法典', '只能填：政府采购法、招标投标法'],
    ['紧急采购', '很急', '只能填 是 或 否'],
  ])('is refused where %s is %s', async (column, value, reason) => {
    const { errors } = await run({ [column]: value })
    expect(errors).toMatchObject([{ sheet: '项目', row: 2, column, value }])
    expect(errors[0]?.reason).toMatch(reason)
  })

  it.each([
    ['0.05%', 500, 'DAY'],
    ['每日0.05%', 500, 'DAY'],
    ['万分之三', 300, 'DAY'],
    ['0.05%/日', 500, 'DAY'],
    ['年利率3.45%', 34_500, 'YEAR'],
    ['3.45%/年', 34_500, 'YEAR'],
  ])('reads the rate %s', async (text, millionths, per) => {
    expect(await run({ 逾期利率: text })).toMatchObject({ ok: true })
    expect((await history()).lateRate).toEqual({ millionths, per })
  })
})

describe('what the law does not allow is flagged with its article, and recorded all the same', () => {
  it('a term of payment beyond 60 days for an SME', async () => {
    expect(flags(await run({ 付款天数: 60 }))).toEqual([])
    const report = await run({ 付款天数: 90 })
    expect(report.ok).toBe(true)
    expect(flags(report)).toEqual([
      [
        ...['项目', 2, '付款天数', '90'],
        '供应商是中小企业，付款期限最长 60 日，多出的天数不算（保障中小企业款项支付条例第9条）',
      ],
    ])
    const large = (GOOD.往来单位 ?? []).map((row) =>
      row.map((cell) => (cell === '是' ? '否' : cell)),
    )
    expect(flags(await run({ 付款天数: 90 }, { 往来单位: large }))).toEqual([])
  })

  it('a performance bond above a tenth of the contract', async () => {
    expect(flags(await run({ 履约保证金: 318_000 }))).toEqual([])
    expect(flags(await run({ 履约保证金: 318_000.01 }))).toEqual([
      ['项目', 2, '履约保证金', null, '履约保证金超过合同金额的 10%，请核对（实施条例第48条）'],
    ])
  })

  it('a payment term beyond 60 days, and retention above a tenth', async () => {
    const terms: Written[][] = [
      ['项目编号', '条款', '比例', '起算', '天数'],
      ['JZ-001', '预付款', '20%', '合同签订', 90],
      ['JZ-001', '验收款', '68%', '验收', 61],
      ['JZ-001', '质保金', '12%', '质保期满', 365],
    ]
    expect(flags(await run({}, { 付款条款: terms }))).toEqual([
      [
        ...['付款条款', 3, '天数', '61'],
        '供应商是中小企业，付款期限最长 60 日，多出的天数不算（保障中小企业款项支付条例第9条）',
      ],
      ['付款条款', 4, '比例', null, '质保金超过合同金额的 10%，请核对（参照实施条例第48条）'],
    ])
  })
})
