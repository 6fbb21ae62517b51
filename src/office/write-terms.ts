import type { ModelTx } from '../db/index.ts'
import type { Changes } from './changes.ts'
import { say } from './complaint.ts'
import type { Run } from './import-run.ts'

/** Writes payment terms and takes back those that were corrected; the lots whose clocks may read otherwise now. */
export async function writeTerms(
  tx: ModelTx,
  changes: Changes,
  lots: ReadonlyMap<string, number>,
  run: Run,
): Promise<number[]> {
  if (changes.termVoids.length > 0) {
    await tx.paymentTermVoid.createMany({
      data: changes.termVoids.map((termId) => ({
        ...{ termId, at: run.at },
        reason: say('corrected-reason'),
      })),
    })
  }
  const terms = changes.terms.flatMap(({ code, no, ...term }) => {
    const lotId = lots.get(`${code}|${no}`)
    return lotId === undefined ? [] : [{ ...term, lotId, saidIn: run.id, recordedAt: run.at }]
  })
  if (terms.length > 0) await tx.paymentTerm.createMany({ data: terms })
  return [...new Set(terms.map(({ lotId }) => lotId))]
}
