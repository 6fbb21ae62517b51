import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImportReport, importOffice, reportText } from '../../src/office/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { GOOD, type Sheets, scratch, withCell, writeWorkbook } from './workbooks.ts'

const OPTIONS = { dryRun: false, correct: false, at: new Date('2026-09-15T10:00:00+08:00') }

// Nothing is ever written here, so one database serves all.
let database: OfficeDatabase
let business: Business
beforeAll(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const importPath = (path: string): Promise<ImportReport> =>
  importOffice(database, business, path, OPTIONS)

async function run(
  sheets: Sheets,
  shape?: (workbook: ExcelJS.Workbook) => void,
): Promise<ImportReport> {
  await using folder = await scratch()
  return await importPath(await writeWorkbook(folder.path, sheets, shape))
}

const reasons = (report: ImportReport): string[] => report.errors.map((error) => error.reason)

describe('a file with mistakes', () => {
  it.each([
    ['项目', 1, '验收日', '2026-02-30', '日历上没有这一天'],
    ['项目', 1, '验收日', '下周三', '不是能认的日期，请写成 2026-09-08'],
    ['项目', 1, '验收日', '2066-08-28', '比今天（2026-09-15）晚了一年以上，请核对年份'],
    ['项目', 1, '验收日', '2026-08-28 14:30', '日期里带了钟点，只填到日'],
    ['项目', 1, '预算金额', '三百万左右', '不是能认的金额，请写成 3180000 或 318万'],
    ['项目', 1, '预算金额', -5, '金额应大于 0'],
    ['项目', 1, '预算金额', 0.125, '金额最多到分'],
    ['项目', 1, '类别', '家具', '只能填：货物、工程、服务'],
    ['项目', 1, '采购单位', '焦作市第九中学', '没有这个单位，请先填入 单位 表'],
    ['项目', 1, '供应商', '河南中原招标有限公司', '登记的是 代理机构，不能填在这一列'],
    ['项目', 1, '供应商', '没有的公司', '没有这个往来单位，请先填入 往来单位 表'],
    ['项目', 1, '付款天数', '一个月', '应填大于 0 的整数'],
    ['项目', 1, '项目编号', null, '必填，不能为空'],
    ['项目', 1, '付款日', null, '填了付款金额，没有填付款日'],
    ['项目', 3, '包号', 1, '与第 3 行重复'],
    ['项目', 3, '采购单位', '焦作市第一中学', '同一项目在第 3 行的采购单位是 焦作市教育局'],
    ['项目', 1, '项目名称', '#REF!', '公式出错，请改成值'],
    ['单位', 2, '主管科室', '农业科', '没有这个科室，请先填入 科室 表'],
    ['单位', 2, '单位名称', '焦作市第一中学 ', '与第 2 行重复'],
    ['人员', 2, '企业微信账号', '张 三', '企业微信账号只能有字母、数字和 _ - @ .，最长 64 位'],
    ['人员', 2, '企业微信账号', 'ZHANGMIN', '同一账号在第 2 行写的是 张敏'],
    ['人员', 3, '所属', null, '这个角色要填所属单位或科室'],
    ['人员', 3, '角色', '门卫', /^只能填：专管员、/],
    ['往来单位', 1, '中小企业', '不详', '只能填 是 或 否'],
    ['往来单位', 1, '统一社会信用代码', '123', '统一社会信用代码应为 18 位数字和大写字母'],
    ['付款', 1, '项目编号', 'JZ-404', '没有这个项目编号和包号'],
  ])('names %s row index %i %s = %s', async (sheet, row, heading, value, reason) => {
    const report = await run(withCell(sheet, row, heading, value))
    expect(report.ok).toBe(false)
    const [first] = report.errors
    expect(first?.sheet).toBe(sheet)
    expect(first?.row).toBe(row + 1)
    if (reason instanceof RegExp) expect(first?.reason).toMatch(reason)
    else expect(first?.reason).toBe(reason)
    expect(await database.client.unit.count()).toBe(0)
  })
})

describe('several mistakes', () => {
  it('are all named at once, in the order of the sheets, and read well', async () => {
    const rows = (GOOD.项目 ?? []).map((row) => [...row])
    rows[1]?.splice(5, 1, '很多')
    rows[2]?.splice(4, 1, '第九中学')
    const report = await run({ ...withCell('人员', 1, '角色', '门卫'), 项目: rows })
    expect(report.errors.map((e) => [e.sheet, e.row, e.column, e.value])).toEqual([
      ['人员', 2, '角色', '门卫'],
      ['项目', 2, '预算金额', '很多'],
      ['项目', 3, '采购单位', '第九中学'],
    ])
    expect(reportText(report).split('\n')).toEqual([
      '有 3 处问题，没有写入任何内容',
      '人员 表第 2 行 角色「门卫」：只能填：专管员、财务负责人、分管领导、科室人员、采购科、局领导、管理员、审计员',
      '项目 表第 2 行 预算金额「很多」：不是能认的金额，请写成 3180000 或 318万',
      '项目 表第 3 行 采购单位「第九中学」：没有这个单位，请先填入 单位 表',
    ])
  })

  it('do not follow from one slip: what a bad row names is not unknown elsewhere', async () => {
    const report = await run(withCell('往来单位', 1, '类型', '卖家'))
    expect(report.errors.map((e) => [e.sheet, e.column])).toEqual([['往来单位', '类型']])
  })

  it('include a third liaison of a unit', async () => {
    const people = [
      ...(GOOD.人员 ?? []),
      ['周丽', 'zhouli', '专管员', '一中', null],
      ['吴磊', 'wulei', '专管员', '焦作市第一中学', null],
    ]
    const report = await run({ ...GOOD, 人员: people })
    expect(report.errors).toEqual([
      {
        sheet: '人员',
        row: 8,
        column: '所属',
        value: '焦作市第一中学',
        reason: '一个单位最多 2 名专管员，已有：张敏、周丽',
      },
    ])
  })
})

describe('headings', () => {
  it('that are missing, twice or unknown are named', async () => {
    const report = await run({
      单位: [
        ['名字', '简称', '简称'],
        ['焦作市第一中学', '一中', '市一中'],
      ],
    })
    expect(report.errors.map((e) => [e.column, e.row, e.reason])).toEqual([
      ['简称', 1, '这一列出现了两次'],
      ['单位名称', 1, '缺少这一列（必填），表头应在第 1 行'],
    ])
    expect(report.warnings.map((w) => [w.value, w.reason])).toEqual([
      ['名字', '不认识的列，已跳过'],
    ])
  })

  it('and sheets nobody knows are warned of, empty sheets too', async () => {
    const report = await run({ ...GOOD, 说明: [['填表说明']], 付款: [], 科室: [['名称']] })
    expect(report.warnings.map((w) => [w.sheet, w.reason])).toContainEqual([
      '说明',
      '不认识的工作表，已跳过',
    ])
    expect(report.warnings.map((w) => [w.sheet, w.reason])).toContainEqual([
      '付款',
      '工作表是空的，连表头也没有',
    ])
    expect(report.warnings.map((w) => [w.sheet, w.reason])).toContainEqual([
      '科室',
      '只有表头，没有数据',
    ])
  })
})

describe('merged cells', () => {
  const merge = (range: string) => (workbook: ExcelJS.Workbook) => {
    workbook.getWorksheet('项目')?.mergeCells(range)
  }
  it('are filled downwards where text or dates are shared, with a warning', async () => {
    const report = await run(GOOD, merge('E3:E4'))
    expect(report.errors).toEqual([])
    expect(report.warnings).toContainEqual({
      sheet: '项目',
      row: 3,
      column: '采购单位',
      value: '焦作市教育局',
      reason: '合并单元格，已按第 3 行的内容填入 1 行',
    })
  })
  it('are refused where a sum would be shared, or across columns', async () => {
    expect(reasons(await run(GOOD, merge('F3:F4')))[0]).toContain('几行合并了一个数')
    expect(reasons(await run(GOOD, merge('C3:D3')))[0]).toContain('左右几列合并了')
  })
})

describe('files that cannot be read', () => {
  it.each([
    [
      'gbk',
      Buffer.from('b5a5ceb3c3fbb3c60a', 'hex'),
      '文件编码是 GBK（GB18030），请另存为 UTF-8 后再导入',
    ],
    [
      'utf-16',
      Buffer.from('\ufeff单位名称', 'utf16le'),
      '文件编码是 UTF-16 LE，请另存为 UTF-8 后再导入',
    ],
    ['an unclosed quote', Buffer.from('单位名称\n"焦作市\n'), /引号或分隔符不配对/],
  ])('name what is wrong: %s', async (_, bytes, reason) => {
    await using folder = await scratch()
    await writeFile(join(folder.path, '单位.csv'), bytes)
    const report = await importPath(folder.path)
    expect(report.errors[0]).toMatchObject({ sheet: '单位' })
    expect(reasons(report)[0]).toMatch(reason)
  })

  it.each([
    ['office.xlsx', Buffer.from('not a zip'), '工作簿打不开，文件可能已损坏'],
    ['office.xlsx', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), /^这是旧格式/],
    ['office.txt', Buffer.from('单位'), '不是 xlsx 工作簿，也不是放 CSV 文件的文件夹'],
  ])('name what is wrong: %s', async (name, bytes, reason) => {
    await using folder = await scratch()
    await writeFile(join(folder.path, name), bytes)
    expect(reasons(await importPath(join(folder.path, name)))[0]).toMatch(reason)
  })

  it('include a path that does not exist and a folder without sheets', async () => {
    await using folder = await scratch()
    expect(reasons(await importPath(join(folder.path, 'nowhere.xlsx')))).toEqual([
      '找不到这个文件或文件夹',
    ])
    await mkdir(join(folder.path, 'empty'))
    expect(reasons(await importPath(join(folder.path, 'empty')))[0]).toContain(
      '没有找到可导入的工作表',
    )
  })

  it('include a zip that unpacks to more than it says', async () => {
    await using folder = await scratch()
    const path = join(folder.path, 'bomb.xlsx')
    await writeFile(path, bomb())
    const before = process.memoryUsage().rss
    expect(reasons(await importPath(path))).toEqual(['解压后超过 50 MB，请拆分后分次导入'])
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  })

  it('include one row too many', async () => {
    await using folder = await scratch()
    const rows = Array.from({ length: 100_001 }, (_, i) => `单位${i}`)
    await writeFile(join(folder.path, '单位.csv'), ['单位名称', ...rows].join('\n'))
    expect(reasons(await importPath(folder.path))).toEqual([
      '共 100001 行，超过一次最多 100000 行，请拆分后分次导入',
    ])
  })
})

/** A zip of one entry of 200 MB of zeros whose directory claims that it is one byte long. */
function bomb(): Buffer {
  const body = deflateRawSync(Buffer.alloc(200 * 1024 * 1024))
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(body.length, 18)
  local.writeUInt32LE(1, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(body.length, 20)
  entry.writeUInt32LE(1, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + body.length, 16)
  return Buffer.concat([local, name, body, entry, name, end])
}
