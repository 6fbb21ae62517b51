import { type Complaint, say } from './complaint.ts'
import { headingOf, SHEET_KEYS, type SheetKey, sheetName } from './sheet-words.ts'

/** Something wrong, or worth a look, at a place of the file. Null where there is no such thing to name. */
export interface Remark {
  readonly sheet: string | null
  /** As the spreadsheet counts: the header is row 1. */
  readonly row: number | null
  readonly column: string | null
  readonly value: string | null
  readonly reason: string
}

/** How many rows of a sheet were new, changed or as they are. */
export interface Count {
  readonly new: number
  readonly changed: number
  readonly same: number
}

/** What an import did or would do: the `--json` of `cli import`. Sheets that are not in the file have no count. */
export interface ImportReport {
  readonly ok: boolean
  readonly dryRun: boolean
  readonly counts: Readonly<Record<string, Count>>
  readonly errors: readonly Remark[]
  readonly warnings: readonly Remark[]
}

/** Collects what is wrong with a file. */
export class Remarks {
  readonly errors: Remark[] = []
  readonly warnings: Remark[] = []

  /** Something that forbids the import. */
  error(at: Place, ...complaint: Complaint): void {
    this.errors.push(remark(at, complaint))
  }

  /** Something to look at; the import goes on. */
  warn(at: Place, ...complaint: Complaint): void {
    this.warnings.push(remark(at, complaint))
  }
}

/** A place of the file. `column` is a column's key where `key` is given, else the heading itself. */
export interface Place {
  readonly key?: SheetKey
  /** For what belongs to no known sheet: a file or an unknown sheet. */
  readonly sheet?: string
  readonly row?: number
  readonly column?: string
  readonly value?: string
}

function remark(at: Place, complaint: Complaint): Remark {
  return {
    sheet: at.key ? sheetName(at.key) : (at.sheet ?? null),
    row: at.row ?? null,
    column: at.column === undefined ? null : at.key ? headingOf(at.key, at.column) : at.column,
    value: at.value === undefined || at.value === '' ? null : at.value,
    reason: say(...complaint),
  }
}

/** Remarks in the order of the template's sheets, then of the rows. */
export function inOrder(remarks: readonly Remark[]): Remark[] {
  const order = SHEET_KEYS.map(sheetName)
  const rank = (remark: Remark): number =>
    remark.sheet === null
      ? -1
      : (order.indexOf(remark.sheet) + order.length + 1) % (order.length + 1)
  return [...remarks].sort((a, b) => rank(a) - rank(b) || (a.row ?? 0) - (b.row ?? 0))
}

/** The report as people read it, one remark a line. */
export function reportText(report: ImportReport): string {
  const counts = Object.entries(report.counts).map(([sheet, count]) =>
    say('counts', { sheet, ...count }),
  )
  const outcome = !report.ok
    ? say('nothing-written', { count: report.errors.length })
    : say(report.dryRun ? 'dry-run' : 'done')
  const warnings = report.warnings.length > 0 ? ['', say('warnings')] : []
  return [
    outcome,
    ...(report.ok ? counts : []),
    ...report.errors.map(line),
    ...warnings,
    ...report.warnings.map(line),
  ].join('\n')
}

function line(remark: Remark): string {
  const { sheet, row, column, value, reason } = remark
  if (sheet === null) return reason
  const place =
    column === null
      ? say('place', { sheet })
      : row === null
        ? say('place-column', { sheet, column })
        : say('place-row', { sheet, row, column })
  return value === null
    ? say('mistake', { place, reason })
    : say('mistake-value', { place, value, reason })
}
