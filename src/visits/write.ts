import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { VisitEntry, VisitOutcome } from './visit.ts'

const Written = z.tuple([z.object({ visitId: z.number(), fresh: z.boolean() })])

/** Records a visit with its audit row in one statement. The caller holds the person's lock. */
export async function recordVisit(tx: Tx, entry: VisitEntry, at: Date): Promise<VisitOutcome> {
  const [{ visitId, fresh }] = Written.parse(
    await tx.$queryRaw<unknown[]>`
      WITH similar_one AS (
        SELECT v."id" FROM "Visit" v
        WHERE NOT ${entry.distinct ?? false} AND v."personId" = ${entry.personId} AND v."day" = ${entry.day}
          AND (v."partyId", v."visitedUnitId", v."projectId") IS NOT DISTINCT FROM
              (${entry.partyId ?? null}::int, ${entry.visitedUnitId ?? null}::int, ${entry.projectId ?? null}::int)
          AND NOT EXISTS (SELECT 1 FROM "VisitVoid" x WHERE x."visitId" = v."id")
        ORDER BY v."id" LIMIT 1),
      fresh AS (
        INSERT INTO "Visit" ("personId", "unitId", "partyId", "visitedUnitId", "projectId", "day", "way", "satisfaction",
          "concerns", "detail", "opinion", "promise", "promiseDay", "saidIn", "recordedAt")
        SELECT ${entry.personId}::int, ${entry.unitId ?? null}::int, ${entry.partyId ?? null}::int,
          ${entry.visitedUnitId ?? null}::int, ${entry.projectId ?? null}::int, ${entry.day}, ${entry.way},
          ${entry.satisfaction}::int, ${[...(entry.concerns ?? [])]}::text[], ${entry.detail ?? null}::text,
          ${entry.opinion ?? null}::text, ${entry.promise ?? null}::text, ${entry.promiseDay ?? null}::text,
          ${entry.saidIn ?? null}::text, ${at}::timestamptz
        WHERE NOT EXISTS (SELECT 1 FROM similar_one)
        RETURNING "id"),
      audit AS (
        INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
        SELECT ${at}::timestamptz, ${entry.actor}, 'record-visit', 'visit:' || "id",
          jsonb_build_object('day', ${entry.day}::text) FROM fresh)
      SELECT "id" AS "visitId", true AS "fresh" FROM fresh UNION ALL SELECT "id", false FROM similar_one`,
  )
  return { kind: fresh ? 'recorded' : 'similar', visitId }
}

/** Takes a visit back by a new row; false when it had been taken back before. */
export async function voidVisit(
  tx: Tx,
  order: {
    readonly visitId: number
    readonly personId?: number
    readonly actor: string
    readonly reason: string
  },
  at: Date,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH voided AS (
      INSERT INTO "VisitVoid" ("visitId", "personId", "reason", "at")
      VALUES (${order.visitId}::int, ${order.personId ?? null}::int, ${order.reason}, ${at}::timestamptz)
      ON CONFLICT DO NOTHING RETURNING "visitId"),
    audit AS (
      INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
      SELECT ${at}::timestamptz, ${order.actor}, 'void-visit', 'visit:' || "visitId", '{}'::jsonb FROM voided)
    SELECT "visitId" FROM voided`
  return rows.length > 0
}
