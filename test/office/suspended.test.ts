import { expect, it } from 'vitest'
import { importOffice } from '../../src/office/index.ts'
import { openBusiness } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { importSheets } from './import-sheets.ts'
import { GOOD, type Sheets, scratch, withCell, writeWorkbook } from './workbooks.ts'

it('a new project of a suspended unit is refused by its cell; those on record are taken further', async () => {
  await using database = await officeDatabase()
  const business = await openBusiness(database)
  await using folder = await scratch()
  const at = new Date('2026-09-15T10:00:00+08:00')
  const run = (path: string) =>
    importOffice(database, business, path, { dryRun: false, correct: false, at })
  expect(await run(await writeWorkbook(folder.path, GOOD))).toMatchObject({ ok: true })
  await database.client.unit.updateMany({ data: { status: 'SUSPENDED' } })
  // The same file once more: nothing of it is new.
  expect(await run(await writeWorkbook(folder.path, GOOD))).toMatchObject({ ok: true })
  const renamed = withCell('项目', 1, '项目编号', '焦财采-2026-新')
  const refused = await run(await writeWorkbook(folder.path, renamed))
  expect(refused.errors).toEqual([
    expect.objectContaining({
      sheet: '项目',
      row: 2,
      column: '采购单位',
      reason: expect.stringContaining('采购业务已暂停，不能导入新项目'),
    }),
  ])
  expect(await database.client.project.count({ where: { code: '焦财采-2026-新' } })).toBe(0)
})

it('the sheet 单位 suspends a unit and lets it go on, says so, and keeps who it was before', async () => {
  await using database = await officeDatabase()
  const business = await openBusiness(database)
  const take = (status: string | null, more: Sheets = {}) => {
    const [head = [], first = [], ...others] = GOOD.单位 ?? []
    const units = [[...head, '状态'], [...first, status], ...others]
    return importSheets(database, business, { ...GOOD, 单位: units, ...more })
  }
  expect((await take('正常')).warnings).toEqual([])
  const suspended = await take('暂停')
  expect(suspended).toMatchObject({ ok: true, counts: { 单位: { new: 0, changed: 1, same: 1 } } })
  expect(suspended.warnings).toMatchObject([
    {
      ...{ sheet: '单位', row: 2, column: '状态' },
      reason: '焦作市第一中学的采购业务暂停：不再收新项目，已签的合同照常办理和计时',
    },
  ])
  expect(await database.client.audit.findMany({ where: { act: 'import-change' } })).toMatchObject([
    { detail: { status: 'ACTIVE → SUSPENDED' } },
  ])
  // Left empty nothing changes; a new project is refused, in the file that lets it go on it is not.
  const renamed = withCell('项目', 1, '项目编号', '焦财采-2026-新').项目 ?? []
  expect(await take(null, { 项目: renamed })).toMatchObject({ ok: false })
  const resumed = await take('恢复', { 项目: renamed })
  expect(resumed.warnings.map(({ reason }) => reason)).toContain('焦作市第一中学的采购业务恢复')
  expect(await take('停业')).toMatchObject({
    errors: [{ column: '状态', reason: expect.stringContaining('正常、暂停') }],
  })
})
