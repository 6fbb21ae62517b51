import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { Draft } from '../dialogue/index.ts'

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

/** Ties the pictures of the drafts to them, so that a picture nobody claimed can be told apart. */
export async function linkPhotos(tx: Tx, drafts: readonly Draft[]): Promise<void> {
  const links = drafts.flatMap((draft) =>
    draft.photos.map((photo) => ({ id: Number(photo), draftId: draft.id })),
  )
  if (links.length === 0) return
  await tx.$executeRaw`
    UPDATE "Attachment" a SET "draftId" = n."draftId"
    FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS n("id" int, "draftId" text)
    WHERE a."id" = n."id"`
}
