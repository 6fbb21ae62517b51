import { readFile, stat } from 'node:fs/promises'
import { isBlank, type Table } from './cell.ts'
import { MAX_ROWS, MAX_UNPACKED_BYTES, MAX_UNPACKED_MB } from './limits.ts'
import { readCsvFolder } from './read-csv-folder.ts'
import { type ReadRows, readRows } from './read-rows.ts'
import { readWorkbook } from './read-workbook.ts'
import type { Remarks } from './report.ts'

/** Reads a workbook or a folder of CSV files. Undefined when nothing of it can be used; `remarks` says why. */
export async function readOfficeFile(
  path: string,
  remarks: Remarks,
): Promise<ReadRows | undefined> {
  const tables = await tablesOf(path, remarks)
  if (!tables) return undefined
  const rows = tables.reduce((sum, table) => sum + dataRows(table), 0)
  if (rows > MAX_ROWS) {
    remarks.error({}, 'too-many-rows', { rows, limit: MAX_ROWS })
    return undefined
  }
  return readRows(tables, remarks)
}

async function tablesOf(path: string, remarks: Remarks): Promise<Table[] | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) {
    remarks.error({ value: path }, 'no-such-path')
    return undefined
  }
  if (found.isDirectory()) {
    const tables = await readCsvFolder(path, remarks)
    return remarks.errors.length > 0 && tables.length === 0 ? undefined : tables
  }
  if (!found.isFile() || !/\.(?:xlsx|xlsm|xls)$/i.test(path)) {
    remarks.error({ value: path }, 'not-a-workbook')
    return undefined
  }
  if (found.size > MAX_UNPACKED_BYTES) {
    remarks.error({}, 'too-large', { limit: MAX_UNPACKED_MB })
    return undefined
  }
  const tables = await readWorkbook(await readFile(path), remarks)
  return remarks.errors.length > 0 ? undefined : tables
}

const dataRows = (table: Table): number =>
  table.rows.filter((row, index) => index > 0 && !row.every(isBlank)).length
