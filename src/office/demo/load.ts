import { officeDay } from '../../base/index.ts'
import type { Database } from '../../db/index.ts'
import { applyChanges } from '../apply.ts'
import { loadKnown } from '../known.ts'
import { markDemo } from '../marks.ts'
import { planImport } from '../plan.ts'
import { readRows } from '../read-rows.ts'
import { Remarks } from '../report.ts'
import type { OfficeWriters } from '../writers.ts'
import { demoOffice } from './tables.ts'

/**
 * Loads the demo office into an empty database, through the importer's own checks and writers, and marks the
 * database. False when it is not empty; then nothing is written. Two processes at once load one office.
 */
export async function loadDemoOffice(
  database: Database,
  writers: OfficeWriters,
  at: Date,
): Promise<boolean> {
  const today = officeDay(at)
  const office = demoOffice(today)
  return database.transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('office.import'))`
      const [found] = await tx.$queryRaw<{ inUse: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM "Region") OR EXISTS (SELECT 1 FROM "Person") AS "inUse"`
      if (found?.inUse) return false
      const remarks = new Remarks()
      const read = readRows(office.tables, remarks)
      const known = await loadKnown(tx, [], today)
      const { changes } = planImport(
        read,
        known,
        { today, correct: false, book: writers.book, calendar: writers.calendar },
        remarks,
      )
      const [mistake] = remarks.errors
      if (mistake) throw new Error(`demo-office.yaml: ${JSON.stringify(mistake)}`)
      const run = { at, today, id: 'demo', source: 'DEMO' } as const
      const lots = await applyChanges(tx, changes, run, writers)
      const failures = office.failed.flatMap(({ code, day }) => {
        const lotId = lots.get(`${code}|1`)
        const who = { actor: 'system', source: 'DEMO', saidIn: 'demo' } as const
        return lotId === undefined ? [] : [{ lotId, kind: 'FAILED' as const, day, ...who }]
      })
      await writers.ledger.recordMany(tx, failures, at)
      await markDemo(tx, at)
      return true
    },
    { timeout: 60_000, maxWait: 10_000, attempts: 1 },
  )
}
