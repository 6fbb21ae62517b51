import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'

/** What a test puts into a cell. */
export type Written = string | number | boolean | Date | null | object

/** Sheets by name: header row first. */
export type Sheets = Readonly<Record<string, readonly (readonly Written[])[]>>

/** A folder that is removed when the scope ends. */
export async function scratch(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'caixiaozhu-office-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Writes a workbook with exceljs, a stranger to the library that reads it; `shape` may merge cells. */
export async function writeWorkbook(
  folder: string,
  sheets: Sheets,
  shape: (workbook: ExcelJS.Workbook) => void = () => {},
): Promise<string> {
  const workbook = new ExcelJS.Workbook()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name)
    rows.forEach((row, r) => {
      row.forEach((value, c) => {
        if (value !== null) sheet.getCell(r + 1, c + 1).value = value as ExcelJS.CellValue
      })
    })
  }
  shape(workbook)
  const path = join(folder, 'office.xlsx')
  await workbook.xlsx.writeFile(path)
  return path
}

/** Writes one CSV file a sheet. */
export async function writeCsv(folder: string, sheets: Sheets, bom = false): Promise<string> {
  for (const [name, rows] of Object.entries(sheets)) {
    const text = rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n')
    await writeFile(join(folder, `${name}.csv`), `${bom ? '\ufeff' : ''}${text}\r\n`)
  }
  return folder
}

/** A small office that is right in every cell. */
export const GOOD: Sheets = {
  科室: [
    ['名称', '区划', '采购管理'],
    ['教科文科', '市本级', '否'],
    ['采购管理科', null, '是'],
  ],
  单位: [
    ['单位名称', '简称', '区划', '主管科室'],
    ['焦作市第一中学', '一中、市一中', '市本级', '教科文科'],
    ['焦作市教育局', null, null, '教科文科'],
  ],
  人员: [
    ['姓名', '企业微信账号', '角色', '所属', '手机'],
    ['张敏', 'ZhangMin', '专管员', '焦作市第一中学', 13800000001],
    ['李强', 'liqiang', '分管领导', '焦作市第一中学', null],
    ['王芳', 'wangfang', '科室人员', '教科文科', null],
    ['赵刚', 'zhaogang', '采购科', '采购管理科', null],
    ['孙伟', 'sunwei', '局领导', null, null],
  ],
  往来单位: [
    ['名称', '类型', '简称', '统一社会信用代码', '中小企业', '联系人', '手机'],
    ['河南宏业建设有限公司', '供应商', '宏业', '91410800MA40000001', '是', '陈涛', '13900000001'],
    ['河南中原招标有限公司', '代理机构', null, null, null, null, null],
  ],
  项目: [
    [
      '项目编号',
      '包号',
      '项目名称',
      '简称',
      '采购单位',
      '预算金额',
      '类别',
      '代理机构',
      '供应商',
      '合同金额',
      '付款天数',
      '计划备案日',
      '通知书发出日',
      '合同签订日',
      '验收日',
      '付款日',
      '付款金额',
    ],
    [
      'JZ-001',
      null,
      '焦作市第一中学教学楼改造工程',
      '一中教学楼',
      '焦作市第一中学',
      '320万',
      '工程',
      '河南中原招标有限公司',
      '河南宏业建设有限公司',
      '318万',
      30,
      new Date(Date.UTC(2026, 2, 2)),
      '2026-05-06',
      '2026/5/20',
      '2026年8月28日',
      '２０２６－０９－０１',
      1000000,
    ],
    [
      'JZ-002',
      1,
      '焦作市教育局信息系统采购',
      null,
      '焦作市教育局',
      1280000.5,
      '货物',
      null,
      null,
      null,
      null,
      '2026-06-01',
      null,
      null,
      null,
      null,
      null,
    ],
    [
      'JZ-002',
      2,
      '焦作市教育局信息系统监理',
      null,
      '焦作市教育局',
      50000,
      '服务',
      null,
      null,
      null,
      null,
      '2026-06-01',
      null,
      null,
      null,
      null,
      null,
    ],
  ],
  付款: [
    ['项目编号', '包号', '付款日', '付款金额'],
    ['JZ-001', null, '2026-09-10', '500000'],
  ],
}

/** The good office with one cell of a sheet replaced (row and column from 0, header included). */
export function withCell(
  sheet: string,
  row: number,
  heading: string,
  value: string | number | Date | null,
): Sheets {
  const rows = (GOOD[sheet] ?? []).map((cells) => [...cells])
  const column = rows[0]?.indexOf(heading) ?? -1
  const cells = rows[row]
  if (column < 0 || !cells) throw new Error(`no such cell: ${sheet} ${row} ${heading}`)
  cells[column] = value
  return { ...GOOD, [sheet]: rows }
}
