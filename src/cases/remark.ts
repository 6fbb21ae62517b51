import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** What may be said of a matter, or ordered about it. */
export const REMARKS = ['KNOWN', 'EXPLAINED', 'HELP', 'URGED', 'COORDINATED', 'NOTED'] as const
export type RemarkKind = (typeof REMARKS)[number]

/** A matter: a step of a lot, or what is to be paid for it, with the day it had when it was spoken of. */
export interface Matter {
  /** 0 where the matter is no lot's: a standing duty. */
  readonly lotId: number
  /** A rule's key, UNPAID, or DUTY-<n>. */
  readonly rule: string
  readonly due: Day | null
}

/** What somebody said of a matter. */
export interface Remark extends Matter {
  readonly id: number
  readonly kind: RemarkKind
  readonly userid: string
  readonly name: string
  readonly text: string | null
  /** Promised, or by which an answer is wanted. */
  readonly day: Day | null
  readonly at: Date
}

/** A remark to be kept. */
export interface NewRemark extends Matter {
  readonly kind: RemarkKind
  readonly personId: number
  readonly text?: string
  readonly day?: Day
  /** A second remark with this key is never kept. */
  readonly onceKey: string
}

/** Keeps remarks; the ids of the new ones, in no order. One statement. */
export async function keepRemarks(
  tx: Tx,
  remarks: readonly NewRemark[],
  at: Date,
): Promise<number[]> {
  if (remarks.length === 0) return []
  const rows = JSON.stringify(remarks)
  const kept = await tx.$queryRaw<unknown[]>`
    INSERT INTO "Remark" ("kind", "lotId", "rule", "due", "personId", "text", "day", "onceKey", "at")
    SELECT n."kind", NULLIF(n."lotId", 0), n."rule", n."due", n."personId", n."text", n."day", n."onceKey", ${at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS n("kind" text, "lotId" int, "rule" text, "due" text, "personId" int, "text" text, "day" text, "onceKey" text)
    ON CONFLICT ("onceKey") DO NOTHING RETURNING "id"`
  return z
    .array(z.object({ id: z.number() }))
    .parse(kept)
    .map(({ id }) => id)
}

const DayText = z.string().refine(isDay).nullable()
const Row = z.object({
  id: z.number(),
  kind: z.enum(REMARKS),
  lotId: z.number(),
  rule: z.string(),
  due: DayText,
  userid: z.string(),
  name: z.string(),
  text: z.string().nullable(),
  day: DayText,
  at: z.date(),
})

/** Everything said of these lots, and of these matters that are no lot's (by rule), as known at an instant, oldest first. */
export async function remarksOn(
  tx: Tx,
  lotIds: readonly number[],
  at: Date,
  rules: readonly string[] = [],
): Promise<Remark[]> {
  if (lotIds.length + rules.length === 0) return []
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT r."id", r."kind", COALESCE(r."lotId", 0) AS "lotId", r."rule", r."due", p."useridShown" AS "userid", p."name", r."text", r."day", r."at"
    FROM "Remark" r JOIN "Person" p ON p."id" = r."personId" LEFT JOIN "RemarkVoid" v ON v."remarkId" = r."id"
    WHERE (r."lotId" = ANY(${[...lotIds]}::int[]) OR r."lotId" IS NULL AND r."rule" = ANY(${[...rules]}::text[])) AND r."at" <= ${at}::timestamptz
      AND (v."at" IS NULL OR v."at" > ${at}::timestamptz)
    ORDER BY r."id"`
  return z.array(Row).parse(rows)
}

/** Takes a remark back; false when it was taken back before. */
export async function voidRemark(
  tx: Tx,
  order: { readonly remarkId: number; readonly personId: number; readonly reason: string },
  at: Date,
): Promise<boolean> {
  const { remarkId, personId, reason } = order
  const count = await tx.$executeRaw`
    INSERT INTO "RemarkVoid" ("remarkId", "personId", "reason", "at")
    VALUES (${remarkId}, ${personId}, ${reason}, ${at}::timestamptz) ON CONFLICT ("remarkId") DO NOTHING`
  return count === 1
}
