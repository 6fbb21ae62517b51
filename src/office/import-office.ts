import { officeDay } from '../base/index.ts'
import type { Database, ModelTx } from '../db/index.ts'
import { applyChanges } from './apply.ts'
import { loadKnown } from './known.ts'
import { advanceClock, officeMarks } from './marks.ts'
import { type Plan, planImport } from './plan.ts'
import { readOfficeFile } from './read-file.ts'
import type { ReadRows } from './read-rows.ts'
import { type Count, type ImportReport, inOrder, Remarks } from './report.ts'
import { sheetName } from './sheet-words.ts'
import { isUntouched } from './touched.ts'
import { wipeOffice } from './wipe.ts'
import type { OfficeWriters } from './writers.ts'

/** How a file is imported. */
export interface ImportOptions {
  /** Say what would happen and write nothing. */
  readonly dryRun: boolean
  /** Void and record anew what the file contradicts. */
  readonly correct: boolean
  /** When the import runs: what it records counts as recorded then. */
  readonly at: Date
}

/** For 100,000 rows on a slow disk, in milliseconds. */
const TIMEOUT = 15 * 60_000

/** Ends a transaction whose work turned out not to be wanted. */
class RollBack extends Error {}

/**
 * Imports a workbook or a folder of CSV files (INTERFACE.md “Import”), all or nothing, in one transaction.
 * A demo office that nobody has used yet is replaced. What is wrong with the file is in the report, never thrown.
 */
export async function importOffice(
  database: Database,
  writers: OfficeWriters,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const remarks = new Remarks()
  const read = await readOfficeFile(path, remarks)
  if (!read) return reportOf(undefined, remarks, options.dryRun)
  return importRows(database, writers, read, options, remarks)
}

async function importRows(
  database: Database,
  writers: OfficeWriters,
  read: ReadRows,
  options: ImportOptions,
  remarks: Remarks,
): Promise<ImportReport> {
  let plan: Plan | undefined
  try {
    await database.transaction(
      async (tx) => {
        await replaceDemo(tx, remarks)
        plan = await planAndApply(tx, writers, read, options, remarks)
        if (options.dryRun || remarks.errors.length > 0) throw new RollBack()
      },
      { timeout: TIMEOUT, maxWait: 30_000, attempts: 1 },
    )
  } catch (error) {
    if (!(error instanceof RollBack)) throw error
  }
  return reportOf(plan, remarks, options.dryRun)
}

async function replaceDemo(tx: ModelTx, remarks: Remarks): Promise<void> {
  // One import at a time: two would plan against the same past.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('office.import'))`
  const { demo, clockOffsetMs } = await officeMarks(tx)
  if (!demo) return
  if (await isUntouched(tx)) await replace(tx, clockOffsetMs)
  else remarks.warn({}, 'demo-kept', { command: 'npm run cli -- office reset --yes' })
}

async function replace(tx: ModelTx, clockOffsetMs: number): Promise<void> {
  await wipeOffice(tx)
  // The clock that people see in the simulator goes on.
  if (clockOffsetMs > 0) await advanceClock(tx, clockOffsetMs)
}

async function planAndApply(
  tx: ModelTx,
  writers: OfficeWriters,
  read: ReadRows,
  { dryRun, correct, at }: ImportOptions,
  remarks: Remarks,
): Promise<Plan> {
  const today = officeDay(at)
  const { projects, payments, terms, matters } = read.rows
  const named = [...projects, ...payments, ...terms, ...matters]
  const codes = [...new Set(named.map((row) => row.code))]
  const known = await loadKnown(tx, codes, today)
  const plan = planImport(
    read,
    known,
    { today, correct, book: writers.book, calendar: writers.calendar },
    remarks,
  )
  if (remarks.errors.length === 0 && !dryRun) {
    const run = { at, today, id: `import:${at.toISOString()}`, source: 'IMPORT' } as const
    await applyChanges(tx, plan.changes, run, writers)
  }
  return plan
}

function reportOf(plan: Plan | undefined, remarks: Remarks, dryRun: boolean): ImportReport {
  const counts: [string, Count][] = [...(plan?.counts ?? [])].map(([key, count]) => [
    sheetName(key),
    count,
  ])
  return {
    ok: remarks.errors.length === 0,
    dryRun,
    counts: Object.fromEntries(counts),
    errors: inOrder(remarks.errors),
    warnings: inOrder(remarks.warnings),
  }
}
