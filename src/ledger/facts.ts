import { z } from 'zod'
import { isDay } from '../base/index.ts'
import { Prisma } from '../db/index.ts'
import { TWO_SIDED } from './heard.ts'
import type { LedgerFact, NamedParty } from './history.ts'
import { ALL_KINDS } from './kinds.ts'

/** A sum of money as JSON carries it. */
export const storedMoney = z.string().transform(BigInt)

/** An instant as JSON carries it. */
export const storedInstant = z.string().transform((text) => new Date(text))

/** A party as partyJson gives it. */
export const storedParty = z.object({
  id: z.number(),
  name: z.string(),
  isSme: z.boolean().nullable(),
})

/** The same, where what is absent in the database is absent in the object. */
export const partyOf = ({ isSme, ...party }: z.output<typeof storedParty>): NamedParty =>
  isSme === null ? party : { ...party, isSme }

/** Somebody as speakerJson gives him. */
export const storedSpeaker = z.object({
  personId: z.number(),
  userid: z.string(),
  name: z.string(),
})

/** An event as factColumns gives it. */
export const storedFact = z.object({
  id: z.string().transform(BigInt),
  kind: z.enum(ALL_KINDS),
  day: z.string().refine(isDay),
  amount: storedMoney.nullable(),
  reason: z.string().nullable(),
  recordedAt: storedInstant,
  saidIn: z.string().nullable(),
  party: storedParty.nullable(),
  by: storedSpeaker.nullable(),
  heard: z
    .object({
      word: z.enum(['YES', 'NO', 'NOT_YET']),
      at: storedInstant,
      unsettled: z.literal(true).nullable(),
    })
    .nullable(),
  voided: z
    .object({ at: storedInstant, reason: z.string(), by: storedSpeaker.nullable() })
    .nullable(),
})

/** The same, where what is absent in the database is absent in the object. */
export function factOf(stored: z.output<typeof storedFact>): LedgerFact {
  const { id, kind, day, recordedAt, amount, reason, saidIn, party, by, heard, voided } = stored
  return {
    id,
    kind,
    day,
    recordedAt,
    ...(amount !== null && { amount }),
    ...(reason !== null && { reason }),
    ...(saidIn !== null && { saidIn }),
    ...(party && { party: partyOf(party) }),
    ...(by && { by }),
    ...(heard && { heard: { word: heard.word, at: heard.at } }),
    ...(heard?.unsettled && { unsettled: heard.unsettled }),
    ...(voided && {
      voided: { at: voided.at, reason: voided.reason, ...(voided.by && { by: voided.by }) },
    }),
  }
}

/**
 * What was recorded of an event, and what was said of it since, as columns; `e` names the row of "LedgerEvent".
 * Suppliers are asked about some kinds only: of others nothing need be looked up.
 */
export const factColumns = Prisma.sql`
  e."id"::text AS "id", e."kind", e."day", e."amount"::text AS "amount", e."reason",
  e."recordedAt", e."saidIn", ${partyJson('e."partyId"')} AS "party", ${speakerJson('e."personId"')} AS "by",
  CASE WHEN e."kind" = ANY(${[...TWO_SIDED]}::text[]) THEN (
    SELECT json_build_object('word', pw."word", 'at', pw."at", 'unsettled', (
      SELECT true FROM "Dispute" dp
      WHERE dp."eventId" = e."id" AND dp."unsettledAt" IS NOT NULL AND dp."closedAt" IS NULL))
    FROM "PartyWord" pw WHERE pw."eventId" = e."id" ORDER BY pw."id" DESC LIMIT 1) END AS "heard",
  (SELECT json_build_object('at', ev."at", 'reason', ev."reason", 'by', ${speakerJson('ev."personId"')})
    FROM "EventVoid" ev WHERE ev."eventId" = e."id") AS "voided"`

/** A party by its id, as JSON. */
export function partyJson(id: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_build_object('id', y."id", 'name', y."name", 'isSme', y."isSme") FROM "Party" y WHERE y."id" = ${Prisma.raw(id)})`
}

/** A person by the id, as JSON. */
export function speakerJson(id: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_build_object('personId', w."id", 'userid', w."useridShown", 'name', w."name") FROM "Person" w
    WHERE w."id" = ${Prisma.raw(id)})`
}
