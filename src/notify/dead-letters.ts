import { z } from 'zod'
import type { Db } from '../db/index.ts'

/** What became of a push that did not arrive, or may not have. */
export interface DeadLetter {
  readonly id: bigint
  readonly userid: string
  readonly template: string
  readonly status: 'FAILED' | 'UNCERTAIN' | 'QUEUED'
  /** A class and a code, `recipient 81013`. */
  readonly failure: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly settledAt: Date | null
  /** The push that was made of it by hand. */
  readonly redriven: boolean
}

const Row = z.object({
  id: z.bigint(),
  userid: z.string(),
  template: z.string(),
  status: z.enum(['FAILED', 'UNCERTAIN', 'QUEUED']),
  failure: z.string().nullable(),
  attempts: z.number(),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
  redriven: z.boolean(),
})

/** Pushes that failed, whose outcome is unknown, or that have waited since before `waitingSince`; newest first, 500 at most. */
export async function deadLetters(db: Db, waitingSince: Date): Promise<DeadLetter[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT p.id, p.userid, p.template, p.status::text AS status, p.failure, p.attempts, p."createdAt", p."settledAt",
      EXISTS (SELECT 1 FROM "Push" r WHERE r."dedupeKey" = 'redriven ' || p.id) AS redriven
    FROM "Push" p
    WHERE p.status IN ('FAILED', 'UNCERTAIN') OR (p.status = 'QUEUED' AND p."createdAt" < ${waitingSince})
    ORDER BY p.id DESC LIMIT 500`
  return z.array(Row).parse(rows)
}

/**
 * Makes new pushes of dead ones, the same byte for byte, each once however often it is asked for; their ids. The
 * running service finds them within minutes. Nothing happens to ids that are no dead letters. The dead ones stay as
 * they are: a status never goes back.
 */
export async function redrive(
  db: Db,
  which: { readonly ids: readonly bigint[] } | { readonly all: 'FAILED' },
  at: Date,
): Promise<bigint[]> {
  const ids = 'ids' in which ? [...which.ids] : []
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO "Push" (kind, queue, userid, template, version, body, reasons, "dedupeKey", slot, "createdAt")
    SELECT kind, queue, userid, template, version, body, reasons, 'redriven ' || id, slot, ${at}
    FROM "Push" WHERE status IN ('FAILED', 'UNCERTAIN') AND kind = 'SEND'
      AND (id = ANY(${ids}::bigint[]) OR (${'all' in which} AND status = 'FAILED' AND "dedupeKey" NOT LIKE 'redriven %'))
    ORDER BY id
    ON CONFLICT ("dedupeKey") DO NOTHING RETURNING id`
  return rows.map(({ id }) => id)
}
