import { afterEach, beforeEach, expect, it } from 'vitest'
import { clocksAt } from '../../src/deadlines/index.ts'
import { liveEvents, readLots } from '../../src/ledger/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { importSheets, OPTIONS } from './import-sheets.ts'
import { GOOD, type Written } from './workbooks.ts'

const HEAD = ['项目编号', '包号', '事项', '日期', '金额', '凭据']
const ROWS: Written[][] = [
  ['JZ-001', null, '收到质疑', '2026-05-11', null, '质疑函1号'],
  ['JZ-001', null, '答复质疑', '2026-05-18', null, null],
  ['JZ-001', null, '质保期满', '2028-08-28', null, null],
  ['JZ-002', 2, '收取投标保证金', '2026-06-10', 1000, null],
]

let database: OfficeDatabase
let business: Business
beforeEach(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
})
afterEach(() => database[Symbol.asyncDispose]())

const run = (rows: readonly (readonly Written[])[], options: Partial<typeof OPTIONS> = {}) =>
  importSheets(database, business, { ...GOOD, 事项: [HEAD, ...rows] }, options)

const first = async () => {
  const [found] = await database.transaction((tx) => readLots(tx, { codes: ['JZ-001'] }))
  if (!found) throw new Error('JZ-001 is not there')
  return found
}

it('events beside the normal course come by a sheet, with what they pause, and once', async () => {
  const report = await run(ROWS)
  expect(report).toMatchObject({ ok: true, errors: [], counts: { 事项: { new: 4, same: 0 } } })
  const history = await first()
  const told = liveEvents(history).find(({ kind }) => kind === 'CHALLENGE_RECEIVED')
  expect(told).toMatchObject({ day: '2026-05-11', reason: '质疑函1号' })
  const clocks = await database.transaction((tx) => clocksAt(tx, [history.lotId], OPTIONS.at))
  expect(clocks.find(({ rule }) => rule.key === 'CONTRACT_SIGN')?.pauses).toMatchObject([
    { key: 'PAUSE_CHALLENGE', from: '2026-05-11', to: '2026-05-18' },
  ])
  expect(clocks.find(({ rule }) => rule.key === 'CHALLENGE_REPLY')?.state).toBe('MET')
  expect((await run(ROWS)).counts.事项).toEqual({ new: 0, changed: 0, same: 4 })
})

it('what happens once is refused with another day, or corrected; what repeats is another one', async () => {
  await run(ROWS)
  const moved = ROWS.map((row) => (row[2] === '质保期满' ? row.with(3, '2028-09-01') : row))
  expect((await run(moved)).errors).toMatchObject([
    {
      ...{ sheet: '事项', row: 4, column: '日期', value: '2028-09-01' },
      reason: '已记入的是 2028-08-28，文件里是 2028-09-01；确要更正请加 --correct',
    },
  ])
  expect((await run(moved, { correct: true })).counts.事项).toMatchObject({ changed: 1, same: 3 })
  const second = ['JZ-001', null, '收到质疑', '2026-05-20', null, '质疑函2号']
  expect((await run([...moved, second])).counts.事项).toMatchObject({ new: 1, same: 4 })
})

it.each([
  [2, '催了一次', '不是能认的事项，请填事项的名称，如 收到质疑、答复质疑、合同变更'],
  [2, '合同签订', /^不是能认的事项/],
  [3, '那天', /^不是能认的日期/],
  [5, null, '这类事项要写凭据，如文号、收件单'],
  [0, 'JZ-404', '没有这个项目编号和包号'],
] as const)('a bad cell (column %i = %s) is named', async (column, value, reason) => {
  const rows = ROWS.map((row, i) => (i === 0 ? row.with(column, value) : row))
  const { errors } = await run(rows)
  expect(errors).toMatchObject([{ sheet: '事项', row: 2, column: HEAD[column] }])
  expect(errors[0]?.reason).toMatch(reason)
})

it('a bond of a bid above 2 % of the budget is told, and any at all since Henan takes none; not of works tendered under 招标投标法', async () => {
  const told = async (more: Record<string, Written> = {}) => {
    const [head = [], first = [], ...others] = GOOD.项目 ?? []
    const row = [...first, ...Object.values(more)]
    const projects = [[...head, ...Object.keys(more)], row, ...others]
    const rows = [['JZ-001', null, '收取投标保证金', '2026-05-06', 64_001, null]]
    const { warnings } = await importSheets(
      ...([database, business] as const),
      { ...GOOD, 项目: projects, 事项: [HEAD, ...rows] },
      { dryRun: true },
    )
    return warnings.filter(({ sheet }) => sheet === '事项').map(({ reason }) => reason)
  }
  expect(await told()).toEqual([
    '投标保证金超过预算金额的 2%，请核对（实施条例第33条）',
    '投标保证金已不再收取，请核对（河南省财政厅2019年优化营商环境通知，文号待核）',
  ])
  expect(await told({ 适用法律: '招标投标法' })).toEqual([])
})

it('a credit evaluation that was made comes by the same sheet and ends its clock', async () => {
  const at = new Date('2026-12-08T12:00:00+08:00')
  await run([], { at })
  const { lotId } = await first()
  await business.tell(lotId, 'EVALUATION_END', '2026-12-01')
  const state = async () => {
    const clocks = await database.transaction((tx) => clocksAt(tx, [lotId], at))
    return clocks.find(({ rule }) => rule.key === 'CREDIT_EVAL_TENDER')
  }
  expect(await state()).toMatchObject({ state: 'OPEN', due: '2026-12-08' })
  const row = ['JZ-001', null, '评审后信用评价', '2026-12-03', null, '系统截图']
  expect(await run([row], { at })).toMatchObject({ ok: true, errors: [] })
  expect(await state()).toMatchObject({ state: 'MET' })
})

it('a day that is too early by a shortest period is told with its article', async () => {
  // Goods by open tender, the notice of 9 April.
  const [head = [], , ...others] = GOOD.项目 ?? []
  const goods: Written[] = ['JZ-009', null, '课桌椅采购', null, '焦作市第一中学', '320万', '货物']
  const blank = Array.from({ length: head.length - goods.length }, () => null)
  const row = [...goods, ...blank, '公开招标', '2026-04-09']
  const projects = [[...head, '采购方式', '采购公告日'], row, ...others]
  const told = async (deadline: string) => {
    const rows = [['JZ-009', null, '投标截止', deadline, null, null]]
    const { warnings } = await importSheets(
      ...([database, business] as const),
      { ...GOOD, 项目: projects, 事项: [HEAD, ...rows] },
      { dryRun: true },
    )
    return warnings
      .filter(({ column }) => column === '日期')
      .map(({ row, reason }) => `${row} ${reason}`)
  }
  expect(await told('2026-04-25')).toEqual([
    '2 投标准备时间，按规定应为 2026-04-29，请核对（政府采购法第35条）',
  ])
  expect(await told('2026-04-29')).toEqual([])
})
