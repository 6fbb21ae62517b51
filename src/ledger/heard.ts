import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type LotHistory, liveEvents } from './history.ts'
import type { EventKind } from './kinds.ts'

/** What a supplier says of a reported event. */
export const PARTY_WORDS = ['YES', 'NO', 'NOT_YET'] as const
export type PartyWord = (typeof PARTY_WORDS)[number]

/** The events that have two sides: the supplier is asked whether they are so. */
export const TWO_SIDED: readonly EventKind[] = ['CONTRACT_SIGNED', 'ACCEPTED', 'PAID']

/** A supplier's word, to be kept. */
export interface Saying {
  readonly eventId: bigint
  readonly lotId: number
  readonly partyId: number
  readonly word: PartyWord
  readonly way: 'page' | 'kf'
  /** Last day of the quiet reconciliation that a contradiction opens; null where no calendar says. */
  readonly settleBy: Day | null
}

/** What became of it. */
export type Hearing =
  /** `opened`: a reconciliation begins. `settled`: one that had ended without agreement is over. */
  | { readonly kind: 'heard'; readonly opened: boolean; readonly settled: boolean }
  /** The same word again. */
  | { readonly kind: 'same' }
  /** The event does not stand (any more), is of another lot, or is none that a supplier is asked about. */
  | { readonly kind: 'no-such-fact' }

const Last = z.array(z.object({ word: z.enum(PARTY_WORDS).nullable() }))
const Flags = z.tuple([z.object({ opened: z.boolean(), settled: z.boolean() })])

/** Keeps a word, under the lot's lock, and opens or closes the reconciliation. Three statements. */
export async function keepWord(tx: Tx, said: Saying, at: Date): Promise<Hearing> {
  const { eventId, lotId, partyId, word, way, settleBy } = said
  await tx.$executeRaw`SELECT 1 FROM "Lot" WHERE "id" = ${lotId} FOR NO KEY UPDATE`
  const [last] = Last.parse(
    await tx.$queryRaw<unknown[]>`
      SELECT (SELECT w."word" FROM "PartyWord" w WHERE w."eventId" = e."id" ORDER BY w."id" DESC LIMIT 1) AS "word"
      FROM "LedgerEvent" e JOIN "LiveEvent" v ON v."eventId" = e."id"
      WHERE e."id" = ${eventId} AND e."lotId" = ${lotId} AND e."kind" = ANY(${[...TWO_SIDED]}::text[])`,
  )
  if (!last) return { kind: 'no-such-fact' }
  if (last.word === word) return { kind: 'same' }
  const agrees = word === 'YES'
  const [flags] = Flags.parse(
    await tx.$queryRaw<unknown[]>`
      WITH was AS (SELECT "unsettledAt" FROM "Dispute" WHERE "eventId" = ${eventId} AND "closedAt" IS NULL),
      word AS (
        INSERT INTO "PartyWord" ("eventId", "partyId", "word", "way", "at")
        VALUES (${eventId}, ${partyId}, ${word}, ${way}, ${at}::timestamptz)),
      closed AS (
        UPDATE "Dispute" SET "closedAt" = ${at}::timestamptz WHERE ${agrees} AND "eventId" = ${eventId} AND "closedAt" IS NULL),
      opened AS (
        INSERT INTO "Dispute" ("eventId", "lotId", "openedAt", "settleBy")
        SELECT ${eventId}, ${lotId}, ${at}::timestamptz, ${settleBy}::text WHERE NOT ${agrees}
        ON CONFLICT ("eventId") DO UPDATE SET "openedAt" = EXCLUDED."openedAt", "settleBy" = EXCLUDED."settleBy",
          "closedAt" = NULL, "unsettledAt" = NULL
        WHERE "Dispute"."closedAt" IS NOT NULL),
      audit AS (
        INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
        VALUES (${at}::timestamptz, ${`party:${partyId}`}, 'party-word', ${`event:${eventId}`},
          jsonb_build_object('word', ${word}::text, 'way', ${way}::text)))
      SELECT NOT ${agrees} AND NOT EXISTS (SELECT 1 FROM was) AS "opened",
        ${agrees} AND EXISTS (SELECT 1 FROM was WHERE "unsettledAt" IS NOT NULL) AS "settled"`,
  )
  return { kind: 'heard', ...flags }
}

/** The lots of disputes whose quiet days ended before `today` without agreement; marked so, once. */
export async function markUnsettled(tx: Tx, today: Day, at: Date): Promise<number[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE "Dispute" SET "unsettledAt" = ${at}::timestamptz
    WHERE "closedAt" IS NULL AND "unsettledAt" IS NULL AND "settleBy" < ${today} RETURNING "lotId"`
  return [
    ...new Set(
      z
        .array(z.object({ lotId: z.number() }))
        .parse(rows)
        .map((row) => row.lotId),
    ),
  ]
}

/** Voided events are no longer disputed. */
export async function closeDisputes(tx: Tx, eventIds: readonly bigint[], at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Dispute" SET "closedAt" = ${at}::timestamptz
    WHERE "eventId" = ANY(${[...eventIds]}::bigint[]) AND "closedAt" IS NULL`
}

/** How many of the standing facts with two sides the supplier confirms, and how many he contradicts. */
export interface BothSides {
  readonly asked: number
  readonly confirmed: number
  readonly contradicted: number
}

/** The count for one lot. What nobody has answered is neither. */
export function bothSides(history: LotHistory): BothSides {
  const facts = liveEvents(history).filter((event) => TWO_SIDED.includes(event.kind))
  const saying = (agrees: boolean): number =>
    facts.filter(({ heard }) => heard !== undefined && (heard.word === 'YES') === agrees).length
  return { asked: facts.length, confirmed: saying(true), contradicted: saying(false) }
}

/** The sum of several counts. */
export const bothSidesOf = (counts: readonly BothSides[]): BothSides => ({
  asked: counts.reduce((n, one) => n + one.asked, 0),
  confirmed: counts.reduce((n, one) => n + one.confirmed, 0),
  contradicted: counts.reduce((n, one) => n + one.contradicted, 0),
})

const Counted = z.object({
  lotId: z.number(),
  asked: z.number(),
  confirmed: z.number(),
  contradicted: z.number(),
})

/** The same for each of these lots, in one query by index. Lots without such facts are absent. */
export async function countBothSides(
  tx: Tx,
  lotIds: readonly number[],
): Promise<ReadonlyMap<number, BothSides>> {
  if (lotIds.length === 0) return new Map()
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT v."lotId", count(*)::int AS "asked", count(*) FILTER (WHERE last."word" = 'YES')::int AS "confirmed",
      count(*) FILTER (WHERE last."word" <> 'YES')::int AS "contradicted"
    FROM "LiveEvent" v JOIN "LedgerEvent" e ON e."id" = v."eventId"
    LEFT JOIN LATERAL (SELECT w."word" FROM "PartyWord" w WHERE w."eventId" = e."id" ORDER BY w."id" DESC LIMIT 1) last ON true
    WHERE v."lotId" = ANY(${[...lotIds]}::int[]) AND e."kind" = ANY(${[...TWO_SIDED]}::text[])
    GROUP BY v."lotId"`
  return new Map(
    z
      .array(Counted)
      .parse(rows)
      .map(({ lotId, ...counts }) => [lotId, counts]),
  )
}
