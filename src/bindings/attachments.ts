import type { Tx } from '../db/index.ts'

/** Ties the pictures of a submitted draft to the event they prove. */
export async function attachToEvent(
  tx: Tx,
  photos: readonly string[],
  eventId: bigint,
): Promise<void> {
  if (photos.length === 0) return
  await tx.$executeRaw`
    UPDATE "Attachment" SET "eventId" = ${eventId} WHERE "id" = ANY(${photos.map(Number)}::int[])`
}

/** Ties the pictures of a submitted draft to the visit they show. */
export async function attachToVisit(
  tx: Tx,
  photos: readonly string[],
  visitId: number,
): Promise<void> {
  if (photos.length === 0) return
  await tx.$executeRaw`
    UPDATE "Attachment" SET "visitId" = ${visitId} WHERE "id" = ANY(${photos.map(Number)}::int[])`
}
