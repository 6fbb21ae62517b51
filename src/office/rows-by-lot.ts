import type { ReadRows } from './read-rows.ts'
import type { Remarks } from './report.ts'
import type { SheetKey } from './sheets.ts'

/** A row of a sheet that says something of a lot. */
interface LotRow {
  readonly row: number
  readonly code: string
  readonly lot?: number | undefined
}

/** A lot's name between the sheets: `code|no`. */
export const lotKey = (row: Pick<LotRow, 'code' | 'lot'>): string => `${row.code}|${row.lot ?? 1}`

/** The rows of a further sheet by lot; one that names a lot neither in the file nor on record is reported. */
export function rowsByLot<R extends LotRow>(
  key: SheetKey,
  rows: readonly R[],
  read: ReadRows,
  recorded: ReadonlyMap<string, unknown>,
  remarks: Remarks,
): Map<string, R[]> {
  const inFile = new Set(read.rows.projects.map(lotKey))
  const broken = read.broken.get('projects') ?? new Set<string>()
  const byLot = new Map<string, R[]>()
  for (const row of rows) {
    const of = lotKey(row)
    if (inFile.has(of) || recorded.has(of)) byLot.set(of, [...(byLot.get(of) ?? []), row])
    else if (!broken.has(row.code.toLowerCase())) {
      const at = { key, row: row.row, column: 'code', value: of.replace('|', ' ') }
      remarks.error(at, 'unknown-project')
    }
  }
  return byLot
}
