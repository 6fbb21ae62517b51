import type { Database } from '../db/index.ts'
import { wipeOffice } from './wipe.ts'

/** A reset waits for nobody's turn longer than this, in milliseconds. */
const TIMEOUT = 60_000

/** Empties the office and its marks (see wipeOffice); the fact itself is the first row of the new audit. */
export async function resetOffice(database: Database, at: Date): Promise<void> {
  await database.transaction(
    async (tx) => {
      await wipeOffice(tx)
      await tx.audit.create({
        data: { at, actor: 'cli', act: 'office-reset', thing: 'office', detail: {} },
      })
    },
    { timeout: TIMEOUT, maxWait: TIMEOUT, attempts: 1 },
  )
}
