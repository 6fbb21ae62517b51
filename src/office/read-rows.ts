import { type Cell, isBlank, type Merge, nameKey, shown, type Table, tidy } from './cell.ts'
import type { Remarks } from './report.ts'
import { sheetName } from './sheet-words.ts'
import {
  columnsOf,
  type NamedColumn,
  type OfficeRows,
  type RowOf,
  SHEET_KEYS,
  type SheetKey,
} from './sheets.ts'

/** What could be read of the file: good rows, and what bad rows name, so that one slip is reported once. */
export interface ReadRows {
  readonly rows: OfficeRows
  /** Sheets that the file has. */
  readonly present: ReadonlySet<SheetKey>
  /** Key cells (name, userid or code) of rows that could not be read. */
  readonly broken: ReadonlyMap<SheetKey, ReadonlySet<string>>
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer R)[] ? R[] : T[K] }

/** Reads every known sheet, row by row. All that is wrong is added to `remarks`. */
export function readRows(tables: readonly Table[], remarks: Remarks): ReadRows {
  const names = new Map(SHEET_KEYS.map((key) => [nameKey(sheetName(key)), key]))
  const rows: Mutable<OfficeRows> = {
    sections: [],
    units: [],
    people: [],
    parties: [],
    projects: [],
    payments: [],
    terms: [],
    matters: [],
  }
  const present = new Set<SheetKey>()
  const broken = new Map<SheetKey, Set<string>>()
  for (const table of tables) {
    const key = names.get(nameKey(table.name))
    if (!key) {
      if (table.rows.some((row) => !row.every(isBlank))) {
        remarks.warn({ sheet: tidy(table.name) }, 'unknown-sheet')
      }
      continue
    }
    present.add(key)
    const sheet = readSheet(key, table, remarks)
    broken.set(key, sheet.broken)
    // Each row was read with this sheet's own columns; TypeScript cannot tie `key` to its row type across the map.
    ;(rows[key] as unknown[]).push(...sheet.rows)
  }
  if (present.size === 0) {
    remarks.error({}, 'no-sheets', { sheets: SHEET_KEYS.map(sheetName).join('、') })
  }
  return { rows, present, broken }
}

interface SheetRows {
  readonly rows: readonly RowOf<SheetKey>[]
  readonly broken: Set<string>
}

function readSheet(key: SheetKey, table: Table, remarks: Remarks): SheetRows {
  const broken = new Set<string>()
  const header = table.rows[0] ?? []
  if (header.every(isBlank)) {
    if (table.rows.length > 1) remarks.error({ key, row: 1 }, 'empty-sheet')
    else remarks.warn({ key }, 'empty-sheet')
    return { rows: [], broken }
  }
  const places = placesOf(key, header, remarks)
  if (!places) return { rows: [], broken }
  const grid = unmerge(key, table, places, remarks)
  const rows: RowOf<SheetKey>[] = []
  for (const [index, cells] of grid.entries()) {
    if (index === 0 || cells.every(isBlank)) continue
    const row = index + 1
    const values: Record<string, unknown> = { row }
    let good = true
    for (const [column, place] of places) {
      const cell = cells[place] ?? null
      if (isBlank(cell)) {
        if (!column.required) continue
        remarks.error({ key, row, column: column.key }, 'required')
        good = false
        continue
      }
      const read = column.read(cell)
      if ('value' in read) values[column.key] = read.value
      else {
        remarks.error({ key, row, column: column.key, value: shown(cell) }, ...read.complaint)
        good = false
      }
    }
    // Every required column holds what its own reader gave: that is what RowOf says.
    if (good) rows.push(values as unknown as RowOf<SheetKey>)
    else rememberKeys(values, broken)
  }
  if (rows.length === 0 && broken.size === 0) remarks.warn({ key }, 'no-rows')
  return { rows, broken }
}

function rememberKeys(values: Readonly<Record<string, unknown>>, broken: Set<string>): void {
  for (const name of ['name', 'code', 'userid']) {
    const text = values[name]
    if (typeof text === 'string') broken.add(nameKey(text))
  }
}

/** Where each known column stands; undefined when a required one is missing. */
function placesOf(
  key: SheetKey,
  header: readonly Cell[],
  remarks: Remarks,
): Map<NamedColumn, number> | undefined {
  const columns = columnsOf(key)
  const places = new Map<NamedColumn, number>()
  for (const [place, cell] of header.entries()) {
    if (isBlank(cell)) continue
    // People mark required headings with a star, as the documents do.
    const heading = nameKey(shown(cell).replace(/[*＊]/g, ''))
    const column = columns.find((known) => nameKey(known.heading) === heading)
    const at = { key, row: 1, value: shown(cell) }
    if (!column) remarks.warn(at, 'unknown-column')
    else if (places.has(column)) remarks.error({ ...at, column: column.key }, 'double-column')
    else places.set(column, place)
  }
  const missing = columns.filter((column) => column.required && !places.has(column))
  for (const column of missing) remarks.error({ key, row: 1, column: column.key }, 'missing-column')
  return missing.length > 0 ? undefined : places
}

/** The grid with merged cells filled the way a reader sees them; merges that cannot be shared out are errors. */
function unmerge(
  key: SheetKey,
  table: Table,
  places: ReadonlyMap<NamedColumn, number>,
  remarks: Remarks,
): readonly (readonly Cell[])[] {
  if (table.merges.length === 0) return table.rows
  const grid = table.rows.map((row) => [...row])
  const columns = new Map([...places].map(([column, place]) => [place, column]))
  for (const merge of table.merges) {
    const known = [...columns].filter(([place]) => place >= merge.startCol && place <= merge.endCol)
    const value = table.rows[merge.startRow]?.[merge.startCol] ?? null
    if (known.length === 0 || isBlank(value) || merge.startRow === 0) continue
    fillMerge(key, merge, value, known, grid, remarks)
  }
  return grid
}

function fillMerge(
  key: SheetKey,
  merge: Merge,
  value: Cell,
  known: readonly (readonly [number, NamedColumn])[],
  grid: Cell[][],
  remarks: Remarks,
): void {
  const [place, column] = known[0] ?? []
  if (place === undefined || !column) return
  const row = merge.startRow + 1
  const at = { key, row, column: column.key, value: shown(value) }
  const across = merge.startCol !== merge.endCol
  if (across || column.isAmount) {
    remarks.error(at, across ? 'merged-across' : 'merged-amount')
    return
  }
  for (let r = merge.startRow + 1; r <= merge.endRow; r++) {
    const cells = grid[r]
    if (cells) cells[place] = value
  }
  remarks.warn(at, 'merged-filled', { row, count: merge.endRow - merge.startRow })
}
