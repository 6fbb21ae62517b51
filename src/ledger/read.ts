import { z } from 'zod'
import { isDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import type { LotHistory } from './history.ts'
import { ALL_KINDS } from './kinds.ts'
import { TERM_KINDS, TERM_TRIGGERS } from './payment-term.ts'

/** Drops null members, so that what is absent in the database is absent in the object. */
const present = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null))
        : value,
    z.object(shape),
  )

const Money = z.string().transform(BigInt)
const When = z.string().transform((text) => new Date(text))
const Named = present({
  id: z.number(),
  name: z.string(),
  isSme: z.boolean().exactOptional(),
})
const Speaker = z.object({ personId: z.number(), userid: z.string(), name: z.string() })

const Fact = present({
  id: z.string().transform(BigInt),
  kind: z.enum(ALL_KINDS),
  day: z.string().refine(isDay),
  amount: Money.exactOptional(),
  party: Named.exactOptional(),
  reason: z.string().exactOptional(),
  by: Speaker.exactOptional(),
  recordedAt: When,
  saidIn: z.string().exactOptional(),
  voided: present({
    at: When,
    reason: z.string(),
    by: Speaker.exactOptional(),
  }).exactOptional(),
  heard: z.object({ word: z.enum(['YES', 'NO', 'NOT_YET']), at: When }).exactOptional(),
  unsettled: z.literal(true).exactOptional(),
})

const Term = present({
  id: z.number(),
  kind: z.enum(TERM_KINDS),
  share: z.number().exactOptional(),
  amount: Money.exactOptional(),
  trigger: z.enum(TERM_TRIGGERS),
  days: z.number(),
  recordedAt: When,
  voidedAt: When.exactOptional(),
})

const Row = present({
  lotId: z.number(),
  projectId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  name: z.string(),
  projectName: z.string(),
  aliases: z.array(z.string()),
  budget: Money,
  category: z.enum(['GOODS', 'WORKS', 'SERVICES']),
  method: z.string().exactOptional(),
  unit: present({
    id: z.number(),
    name: z.string(),
    suspended: z.boolean(),
    regionId: z.number(),
    sectionId: z.number().exactOptional(),
    sectionName: z.string().exactOptional(),
  }),
  agency: Named.exactOptional(),
  importedSupplier: Named.exactOptional(),
  importedAmount: Money.exactOptional(),
  paymentDays: z.number().exactOptional(),
  acceptBy: z.string().refine(isDay).exactOptional(),
  lateRate: z.object({ millionths: z.number(), per: z.enum(['DAY', 'YEAR']) }).exactOptional(),
  performanceBond: Money.exactOptional(),
  lawDomain: z.enum(['PROCUREMENT', 'TENDERING']).exactOptional(),
  urgent: z.boolean().exactOptional(),
  terms: z.array(Term),
  events: z.array(Fact),
})

/** Which lots: by id, or by 项目编号 (every lot of the project). */
export type LotSelection =
  | { readonly lotIds: readonly number[] }
  | { readonly codes: readonly string[] }

/**
 * The histories of lots, by code and lot number, in one query.
 * Lots that do not exist are absent from the answer.
 */
export async function readLots(tx: Tx, which: LotSelection): Promise<LotHistory[]> {
  const selected =
    'lotIds' in which
      ? Prisma.sql`l."id" = ANY(${[...which.lotIds]}::int[])`
      : Prisma.sql`p."code" = ANY(${[...which.codes]}::text[])`
  // What belongs to a row is looked up by its key, row by row: joined, it may be read whole, however few rows need it.
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT l."id" AS "lotId", p."id" AS "projectId", p."code", l."no" AS "lotNo", l."name",
      p."name" AS "projectName", l."aliases", l."budget"::text AS "budget", l."category"::text AS "category",
      l."method", l."contractAmount"::text AS "importedAmount", l."paymentDays",
      l."acceptBy", l."performanceBond"::text AS "performanceBond", l."lawDomain", l."urgent",
      CASE WHEN l."latePer" IS NOT NULL THEN json_build_object('millionths', l."lateMillionths", 'per', l."latePer") END AS "lateRate",
      (SELECT json_build_object('id', u."id", 'name', u."name", 'suspended', u."status" = 'SUSPENDED',
          'regionId', u."regionId", 'sectionId', u."sectionId",
          'sectionName', (SELECT s."name" FROM "Section" s WHERE s."id" = u."sectionId"))
        FROM "Unit" u WHERE u."id" = p."unitId") AS "unit",
      ${partyJson('l."agencyId"')} AS "agency", ${partyJson('l."supplierId"')} AS "importedSupplier",
      COALESCE((
        SELECT json_agg(json_build_object('id', t."id", 'kind', t."kind", 'share', t."share", 'amount', t."amount"::text,
          'trigger', t."trigger", 'days', t."days", 'recordedAt', t."recordedAt",
          'voidedAt', (SELECT tv."at" FROM "PaymentTermVoid" tv WHERE tv."termId" = t."id")) ORDER BY t."id")
        FROM "PaymentTerm" t WHERE t."lotId" = l."id"), '[]'::json) AS "terms",
      COALESCE((
        SELECT json_agg(json_build_object(
          'id', e."id"::text, 'kind', e."kind", 'day', e."day", 'amount', e."amount"::text, 'reason', e."reason",
          'recordedAt', e."recordedAt", 'saidIn', e."saidIn",
          'heard', (SELECT json_build_object('word', pw."word", 'at', pw."at") FROM "PartyWord" pw
            WHERE pw."eventId" = e."id" ORDER BY pw."id" DESC LIMIT 1),
          'unsettled', (SELECT true FROM "Dispute" dp
            WHERE dp."eventId" = e."id" AND dp."unsettledAt" IS NOT NULL AND dp."closedAt" IS NULL),
          'party', ${partyJson('e."partyId"')}, 'by', ${personJson('e."personId"')},
          'voided', (SELECT json_build_object('at', ev."at", 'reason', ev."reason", 'by', ${personJson('ev."personId"')})
            FROM "EventVoid" ev WHERE ev."eventId" = e."id")
        ) ORDER BY e."id")
        FROM "LedgerEvent" e WHERE e."lotId" = l."id"), '[]'::json) AS "events"
    FROM "Lot" l JOIN "Project" p ON p."id" = l."projectId"
    WHERE ${selected}
    ORDER BY p."code", l."no"`
  return z.array(Row).parse(rows)
}

const partyJson = (id: string): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('id', y."id", 'name', y."name", 'isSme', y."isSme") FROM "Party" y WHERE y."id" = ${Prisma.raw(id)})`

const personJson = (id: string): Prisma.Sql => Prisma.sql`(
  SELECT json_build_object('personId', w."id", 'userid', w."useridShown", 'name', w."name") FROM "Person" w
  WHERE w."id" = ${Prisma.raw(id)})`
