import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { type Entry, onceKeyOf } from './entry.ts'
import { factOf, partyJson, speakerJson, storedParty, storedSpeaker } from './facts.ts'
import type { LedgerFact } from './history.ts'
import { isRepeatable } from './kinds.ts'

const Inserted = z.array(
  z.object({
    i: z.number(),
    eventId: z.bigint(),
    party: storedParty.nullable(),
    by: storedSpeaker.nullable(),
  }),
)

/** Locks the lots and inserts what is not on record; the new event for each entry, in one statement. */
export async function insert(
  tx: Tx,
  entries: readonly Entry[],
  at: Date,
): Promise<(LedgerFact | undefined)[]> {
  const said = JSON.stringify(
    entries.map(({ amount, nth, ...entry }, i) => ({
      ...entry,
      i,
      amount: amount?.toString(),
      base: onceKeyOf({ ...entry, ...(amount !== undefined && { amount }) }),
      once: !isRepeatable(entry.kind),
      nth: nth === 'another' ? null : (nth ?? 1),
    })),
  )
  // Given by themselves: joined with what was said they would be looked for among all lots.
  const lotIds = [...new Set(entries.map((entry) => entry.lotId))]
  const rows = await tx.$queryRaw<unknown[]>`
    WITH said AS (
      SELECT * FROM jsonb_to_recordset(${said}::jsonb) AS x("i" int, "lotId" int, "kind" text, "day" text,
        "amount" bigint, "partyId" int, "reason" text, "personId" int, "actor" text, "source" "Source",
        "saidIn" text, "base" text, "once" boolean, "nth" int)),
    locked AS MATERIALIZED (
      SELECT "id" FROM "Lot" WHERE "id" = ANY(${lotIds}::int[]) ORDER BY "id" FOR NO KEY UPDATE),
    keyed AS MATERIALIZED (
      SELECT s.*, nextval('"LedgerEvent_id_seq"') AS "eventId",
        CASE WHEN s."once" THEN s."base" ELSE s."base" || '|' || COALESCE(s."nth", 1 + COALESCE((
          SELECT max(split_part(v."onceKey", '|', 4)::int) FROM "LiveEvent" v
          WHERE v."lotId" = s."lotId" AND starts_with(v."onceKey", s."base" || '|')), 0)) END AS "onceKey"
      FROM (SELECT said.* FROM said JOIN locked l ON l."id" = said."lotId" ORDER BY "i") s),
    live AS (
      INSERT INTO "LiveEvent" ("eventId", "lotId", "onceKey")
      SELECT "eventId", "lotId", "onceKey" FROM keyed ORDER BY "i" ON CONFLICT DO NOTHING RETURNING "eventId"),
    event AS (
      INSERT INTO "LedgerEvent" ("id", "lotId", "kind", "day", "amount", "partyId", "reason", "personId", "source", "saidIn", "recordedAt")
      SELECT k."eventId", k."lotId", k."kind", k."day", k."amount", k."partyId", k."reason", k."personId", k."source", k."saidIn", ${at}::timestamptz
      FROM keyed k JOIN live USING ("eventId")),
    audit AS (
      INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
      SELECT ${at}::timestamptz, k."actor", 'record-event', 'event:' || k."eventId",
        jsonb_strip_nulls(jsonb_build_object('lot', k."lotId", 'kind', k."kind", 'day', k."day", 'amount', k."amount"::text,
          'party', k."partyId", 'source', k."source"))
      FROM keyed k JOIN live USING ("eventId") ORDER BY k."i")
    SELECT k."i", k."eventId", ${partyJson('k."partyId"')} AS "party", ${speakerJson('k."personId"')} AS "by"
    FROM keyed k JOIN live USING ("eventId")`
  const written = new Map(Inserted.parse(rows).map((row) => [row.i, row]))
  return entries.map(({ kind, day, amount = null, reason = null, saidIn = null }, i) => {
    const row = written.get(i)
    if (!row) return undefined
    const said = { kind, day, amount, reason, saidIn, recordedAt: at, heard: null, voided: null }
    return factOf({ ...said, id: row.eventId, party: row.party, by: row.by })
  })
}
