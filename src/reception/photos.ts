import { z } from 'zod'
import type { Tx } from '../db/index.ts'

/** Notes a picture that a person sent; a job fetches it from WeCom. Gives the id the draft will hold. */
export async function keepPhoto(
  tx: Tx,
  photo: { readonly personId: number; readonly mediaId: string },
  at: Date,
): Promise<string> {
  const rows = await tx.$queryRaw<unknown[]>`
    INSERT INTO "Attachment" ("personId", "mediaId", "status", "receivedAt", "nextTryAt")
    VALUES (${photo.personId}, ${photo.mediaId}, 'WAITING', ${at}, ${at}) RETURNING "id"`
  const [row] = z.array(z.object({ id: z.number() })).parse(rows)
  return String(row?.id)
}
