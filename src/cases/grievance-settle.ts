import type { Tx } from '../db/index.ts'

/**
 * Writes every row that came since the last time anew, in a random order: from then on neither xmin nor the order on
 * disk tells at which hour of its day something came. Call it at night. How many notes.
 */
export async function settleGrievances(tx: Tx): Promise<number> {
  const cases = await tx.$queryRaw<{ id: string }[]>`
    SELECT g."id" FROM "Grievance" g WHERE EXISTS (
      SELECT 1 FROM "GrievanceNote" n WHERE n."grievanceId" = g."id" AND NOT n."settled") ORDER BY random()`
  const notes = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "GrievanceNote" WHERE NOT "settled" ORDER BY random()`
  // Each to the value it has: what counts is the new version of the row.
  for (const { id } of cases)
    await tx.$executeRaw`UPDATE "Grievance" SET "announced" = "announced" WHERE "id" = ${id}::uuid`
  for (const { id } of notes)
    await tx.$executeRaw`UPDATE "GrievanceNote" SET "settled" = true WHERE "id" = ${id}::uuid`
  return notes.length
}

/** Ids of the open ones of earlier days whose handlers have not been told. */
export async function unannounced(tx: Tx, today: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Grievance" WHERE "state" = 'OPEN' AND NOT "announced" AND "openedOn" < ${today}`
  return rows.map(({ id }) => id)
}

/** Remembers that they were: in the transaction that queues the pushes. */
export async function markAnnounced(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Grievance" SET "announced" = true WHERE "id" = ANY(${[...ids]}::uuid[])`
}
