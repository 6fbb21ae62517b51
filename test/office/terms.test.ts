import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clocksAt } from '../../src/deadlines/index.ts'
import { contractOf, readLots } from '../../src/ledger/index.ts'
import { importOffice } from '../../src/office/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { importSheets, OPTIONS } from './import-sheets.ts'
import { GOOD, scratch, type Written, writeCsv } from './workbooks.ts'

const HEAD = ['项目编号', '包号', '条款', '比例', '金额', '起算', '天数']
const THREE: Written[][] = [
  ['JZ-001', null, '预付款', '30%', null, '合同签订', 10],
  ['JZ-001', null, '验收款', 0.65, null, '验收', '３０'],
  ['JZ-001', 1, '质保金', null, '15.9万', '质保期满', 20],
]

let database: OfficeDatabase
let business: Business
beforeEach(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
})
afterEach(() => database[Symbol.asyncDispose]())

const run = (rows: readonly (readonly Written[])[], options: Partial<typeof OPTIONS> = {}) =>
  importSheets(database, business, { ...GOOD, 付款条款: [HEAD, ...rows] }, options)

const history = async () => {
  const [found] = await database.transaction((tx) => readLots(tx, { codes: ['JZ-001'] }))
  if (!found) throw new Error('JZ-001 is not there')
  return found
}
const agreed = async () =>
  contractOf(await history()).terms.map(({ kind, share, amount, trigger, days }) =>
    [kind, share ?? amount, trigger, days].join(' '),
  )
const clocks = async () => {
  const { lotId } = await history()
  const all = await database.transaction((tx) => clocksAt(tx, [lotId], OPTIONS.at))
  return all
    .filter(({ rule }) => rule.endEvent === 'PAID')
    .map((c) => [c.rule.key, c.start, c.due, c.state, c.outstanding])
}
const withRow = (index: number, change: Record<string, Written>): Written[][] =>
  THREE.map((row, i) => (i === index ? row.map((cell, c) => change[HEAD[c] ?? ''] ?? cell) : row))

describe('payment terms of a file', () => {
  it('are recorded with their clocks, and the same file again changes nothing', async () => {
    const report = await run(THREE)
    expect(report).toMatchObject({ ok: true, errors: [] })
    expect(report.counts).toMatchObject({ 付款条款: { new: 3, changed: 0, same: 0 } })
    expect(await agreed()).toEqual([
      'ADVANCE 3000 CONTRACT_SIGNED 10',
      'ACCEPTANCE 6500 ACCEPTED 30',
      'RETENTION 15900000 WARRANTY_ENDED 20',
    ])
    // 318 万: 95.4 万 in advance, 206.7 万 after acceptance; 150 万 are paid.
    expect(await clocks()).toEqual([
      ['PAY_ADVANCE', '2026-05-20', '2026-06-01', 'MET', 0n],
      ['PAY_ACCEPTANCE', '2026-08-28', '2026-09-28', 'OPEN', 152_100_000n],
    ])
    const again = await run(THREE, { at: new Date('2026-09-15T11:00:00+08:00') })
    expect(again.counts).toMatchObject({ 付款条款: { new: 0, changed: 0, same: 3 } })
    expect(await database.client.paymentTerm.count()).toBe(3)
  })

  it('of a lot on record may come alone, as CSV, whatever is not named stands', async () => {
    await run(THREE.slice(0, 1))
    await using folder = await scratch()
    const path = await writeCsv(folder.path, { 付款条款: [HEAD, ...THREE.slice(1)] })
    const report = await importOffice(database, business, path, OPTIONS)
    expect(report).toMatchObject({
      ok: true,
      counts: { 付款条款: { new: 2, changed: 0, same: 0 } },
    })
    expect(await agreed()).toHaveLength(3)
    expect((await clocks()).map(([key]) => key)).toEqual(['PAY_ADVANCE', 'PAY_ACCEPTANCE'])
  })

  it('that differ from the record are refused naming both, or with --correct kept beside the old', async () => {
    await run(THREE)
    const changed = withRow(1, { 天数: 20 })
    expect((await run(changed)).errors).toEqual([
      {
        sheet: '付款条款',
        row: 3,
        column: '条款',
        value: '65%，验收后 20 日',
        reason: '已记入的是 65%，验收后 30 日，文件里是 65%，验收后 20 日；确要更正请加 --correct',
      },
    ])
    const at = new Date('2026-09-16T10:00:00+08:00')
    const report = await run(changed, { correct: true, at })
    expect(report.counts).toMatchObject({ 付款条款: { new: 0, changed: 1, same: 2 } })
    expect(await agreed()).toContain('ACCEPTANCE 6500 ACCEPTED 20')
    expect(await database.client.paymentTerm.count()).toBe(4)
    expect(await database.client.paymentTermVoid.findMany()).toMatchObject([{ at }])
    const { lotId } = await history()
    const due = async (when: Date) =>
      (await database.transaction((tx) => clocksAt(tx, [lotId], when))).find(
        ({ rule }) => rule.key === 'PAY_ACCEPTANCE',
      )?.due
    expect(await due(at)).toBe('2026-09-17')
    expect(await due(OPTIONS.at)).toBe('2026-09-28')
  })

  it.each([
    [{ 条款: '定金' }, '条款', '只能填：预付款、进度款、验收款、质保金'],
    [{ 起算: '过年' }, '起算', /^只能填：合同签订、供货、/],
    [{ 比例: '130%' }, '比例', /^不是能认的比例/],
    [{ 比例: 30 }, '比例', /^不是能认的比例/],
    [{ 比例: '三成左右吧' }, '比例', /^不是能认的比例/],
    [{ 天数: '十来天' }, '天数', '应填大于 0 的整数'],
    [{ 项目编号: 'JZ-404' }, '项目编号', '没有这个项目编号和包号'],
    [{ 金额: '10万' }, '比例', '比例和金额要填一样，也只填一样'],
  ] as const)('with %o name the cell', async (change, column, reason) => {
    const report = await run(withRow(0, change))
    expect(report.errors).toMatchObject([
      {
        sheet: '付款条款',
        row: 2,
        column,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      },
    ])
    expect(await database.client.paymentTerm.count()).toBe(0)
  })

  it('that come to more than the contract are refused, to less are worth a look', async () => {
    const more = await run(withRow(2, { 金额: '16万' }))
    expect(more.errors.map((e) => e.reason)).toEqual([
      '各条款合计 3181000 元，超过合同金额 3180000 元',
    ])
    const less = await run(THREE.slice(0, 2))
    expect(less.warnings.map((w) => w.reason)).toContain('各条款的比例合计 95%，不到 100%，请核对')
    expect(less.ok).toBe(true)
  })
})
