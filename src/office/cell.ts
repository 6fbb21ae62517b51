/** What a file holds in one cell: a workbook knows kinds, a CSV file only text. */
export type Cell = string | number | boolean | Date | null

/** A sheet as it stands in the file, nothing interpreted. Row 0 is the header. */
export interface Table {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  /** Ranges that were merged in a workbook; 0-based, inclusive. */
  readonly merges: readonly Merge[]
}

/** See Table. */
export interface Merge {
  readonly startRow: number
  readonly startCol: number
  readonly endRow: number
  readonly endCol: number
}

/** Invisible characters that spreadsheets and chat programs leave behind. */
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g

/** Text of a cell without what nobody sees: outer blanks, zero-width characters, line breaks, doubled spaces. */
export function tidy(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[\r\n]+/g, '')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
}

/** How a name is compared: width, case and blanks make no difference. */
export function nameKey(text: string): string {
  return tidy(text).normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

/** Whether nothing can be seen in the cell. */
export function isBlank(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && tidy(cell) === '')
}

/** The cell as a person would read it out, for reports. */
export function shown(cell: Cell): string {
  if (cell === null) return ''
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return ''
    const iso = cell.toISOString()
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
  }
  return tidy(String(cell))
}
