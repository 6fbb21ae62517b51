import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Table } from './cell.ts'
import { MAX_UNPACKED_BYTES, MAX_UNPACKED_MB } from './limits.ts'
import type { Remarks } from './report.ts'

const RECORDS = z.array(z.array(z.string()))

/** Reads the CSV files of a folder, one a sheet, named as the sheet. What is wrong is added to `remarks`. */
export async function readCsvFolder(folder: string, remarks: Remarks): Promise<Table[]> {
  const files = (await readdir(folder))
    .filter((file) => file.toLowerCase().endsWith('.csv') && !file.startsWith('.'))
    .sort()
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file))))
  if (sizes.reduce((sum, file) => sum + file.size, 0) > MAX_UNPACKED_BYTES) {
    remarks.error({}, 'too-large', { limit: MAX_UNPACKED_MB })
    return []
  }
  const tables: Table[] = []
  for (const file of files) {
    // macOS stores names decomposed.
    const name = basename(file).slice(0, -'.csv'.length).normalize('NFC')
    const text = decode(await readFile(join(folder, file)), name, remarks)
    if (text === undefined) continue
    const rows = parseCsv(text, name, remarks)
    if (rows) tables.push({ name, rows, merges: [] })
  }
  return tables
}

function parseCsv(text: string, sheet: string, remarks: Remarks): string[][] | undefined {
  try {
    // Empty lines are kept, so that rows are counted as a spreadsheet would.
    return RECORDS.parse(parse(text, { relax_column_count: true, skip_empty_lines: false }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { lines } = error
    remarks.error({ sheet }, 'broken-csv', { line: typeof lines === 'number' ? lines : 1 })
    return undefined
  }
}

/** The text of a UTF-8 file, with or without BOM; another encoding is refused by name. */
function decode(bytes: Buffer, sheet: string, remarks: Remarks): string | undefined {
  const other = encodingByMark(bytes)
  if (other !== undefined) {
    remarks.error({ sheet }, 'other-encoding', { encoding: other })
    return undefined
  }
  const text = decodes(bytes, 'utf-8')
  if (text !== undefined) return text
  if (decodes(bytes, 'gb18030') !== undefined) {
    remarks.error({ sheet }, 'other-encoding', { encoding: 'GBK（GB18030）' })
  } else if (decodes(bytes, 'big5') !== undefined) {
    remarks.error({ sheet }, 'other-encoding', { encoding: 'Big5' })
  } else remarks.error({ sheet }, 'unknown-encoding')
  return undefined
}

/** UTF-16 and UTF-32 by byte-order mark, or by the zero bytes that no text in UTF-8 has. */
function encodingByMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16 LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16 BE'
  const zero = bytes.indexOf(0)
  if (zero < 0) return undefined
  return zero % 2 === 1 ? 'UTF-16 LE' : 'UTF-16 BE'
}

function decodes(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
