import type { Tx } from '../db/index.ts'

/** What a submission's id says: what was recorded, and its number. */
export function referenceOf(
  what: 'event' | 'visit' | 'remark' | 'issue' | 'duty' | 'page',
  id: bigint | number,
): string {
  return `${what}:${id}`
}

/** The number behind a reference. Throws for a text that is none: only referenceOf writes them. */
export function idIn(reference: string): bigint {
  return BigInt(reference.slice(reference.indexOf(':') + 1))
}

/** Remembers that a submission was taken back: it is no longer the last one. */
export async function markUndone(tx: Tx, draftId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Submission" SET "undoneAt" = ${at} WHERE "draftId" = ${draftId} AND "undoneAt" IS NULL`
}
