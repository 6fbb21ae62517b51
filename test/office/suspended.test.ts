import { expect, it } from 'vitest'
import { importOffice } from '../../src/office/index.ts'
import { openBusiness } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { GOOD, scratch, withCell, writeWorkbook } from './workbooks.ts'

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
