import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Clock, cleanPicture, MOST_PICTURE_BYTES } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import { enqueuePushes, type PushBoss, textBody } from '../notify/index.ts'
import type { WecomClient } from '../wecom/index.ts'

/** What fetching pictures stands on. */
export interface PhotoMeans {
  readonly database: Database
  readonly wecom: Pick<WecomClient, 'getMedia'>
  readonly boss: PushBoss
  readonly clock: Clock
  /** What the sender is told when a picture could not be kept. */
  readonly apology: string
  wake(): void
}

/** WeCom keeps a picture for 3 days (doc 90239). */
const KEPT_MS = 3 * 86_400_000
/** Pictures of one run. */
const BATCH = 20
/** Seconds until the next try, by the number of tries; the last one holds from then on. */
const BACK_OFF_S = [10, 60, 300, 1_800, 7_200]

const row = z.object({
  id: z.number(),
  mediaId: z.string(),
  attempts: z.number(),
  receivedAt: z.date(),
  userid: z.string(),
})
type Waiting = z.infer<typeof row>

/** Fetches the pictures whose time has come; the number looked at. Doing it twice stores each once. */
export async function fetchPhotos(means: PhotoMeans): Promise<number> {
  const now = means.clock.now()
  const rows = await means.database.client.$queryRaw<unknown[]>`
    SELECT a."id", a."mediaId", a."attempts", a."receivedAt", p."useridShown" AS "userid"
    FROM "Attachment" a JOIN "Person" p ON p."id" = a."personId"
    WHERE a."status" = 'WAITING' AND a."nextTryAt" <= ${now} ORDER BY a."nextTryAt" LIMIT ${BATCH}`
  const waiting = z.array(row).parse(rows)
  for (const photo of waiting) await fetchOne(means, photo, now)
  return waiting.length
}

async function fetchOne(means: PhotoMeans, photo: Waiting, now: Date): Promise<void> {
  const outcome = await means.wecom.getMedia(photo.mediaId, MOST_PICTURE_BYTES)
  if (outcome.kind === 'file') {
    const picture = await cleanPicture(outcome.bytes)
    if (!picture) return giveUp(means, photo, 'not a picture', now)
    const sha256 = createHash('sha256').update(picture).digest('hex')
    await means.database.client.$executeRaw`
      UPDATE "Attachment" SET "status" = 'STORED', "mime" = 'image/jpeg', "sha256" = ${sha256},
        "bytes" = ${picture}, "nextTryAt" = NULL
      WHERE "id" = ${photo.id} AND "status" = 'WAITING'`
    return
  }
  if (outcome.kind === 'too-large') return giveUp(means, photo, 'too large', now)
  const final =
    outcome.kind === 'failed' && outcome.retryAfterMs === undefined && outcome.class !== 'config'
  const seconds = BACK_OFF_S[Math.min(photo.attempts, BACK_OFF_S.length - 1)] ?? 0
  const next = new Date(now.getTime() + seconds * 1000)
  const failure =
    outcome.kind === 'failed' ? `${outcome.class} ${outcome.errcode ?? ''}` : outcome.reason
  if (final || next.getTime() - photo.receivedAt.getTime() > KEPT_MS) {
    return giveUp(means, photo, failure, now)
  }
  await means.database.client.$executeRaw`
    UPDATE "Attachment" SET "attempts" = "attempts" + 1, "failure" = ${failure}, "nextTryAt" = ${next}
    WHERE "id" = ${photo.id} AND "status" = 'WAITING'`
}

/** Ends a picture for good and tells its sender, in one transaction. */
async function giveUp(
  means: PhotoMeans,
  photo: Waiting,
  failure: string,
  now: Date,
): Promise<void> {
  await means.database.transaction(async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE "Attachment" SET "status" = 'FAILED', "failure" = ${failure}, "nextTryAt" = NULL
      WHERE "id" = ${photo.id} AND "status" = 'WAITING'`
    if (ended === 0) return
    const push = {
      kind: 'SEND' as const,
      queue: 'chat' as const,
      userid: photo.userid,
      template: 'photo-failed',
      version: 1,
      body: textBody(means.apology),
      reasons: [],
      dedupeKey: `photo-failed/${photo.id}`,
    }
    await enqueuePushes(tx, means.boss, [push], now)
  })
  means.wake()
}
