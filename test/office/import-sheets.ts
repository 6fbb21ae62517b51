import { type ImportReport, importOffice } from '../../src/office/index.ts'
import type { Business } from '../support/business.ts'
import type { OfficeDatabase } from '../support/database.ts'
import { type Sheets, scratch, writeWorkbook } from './workbooks.ts'

/** How these tests import, unless they say otherwise. */
export const OPTIONS = {
  dryRun: false,
  correct: false,
  at: new Date('2026-09-15T10:00:00+08:00'),
}

/** Imports the sheets as a workbook. */
export async function importSheets(
  database: OfficeDatabase,
  business: Business,
  sheets: Sheets,
  options: Partial<typeof OPTIONS> = {},
): Promise<ImportReport> {
  await using folder = await scratch()
  const path = await writeWorkbook(folder.path, sheets)
  return await importOffice(database, business, path, { ...OPTIONS, ...options })
}
