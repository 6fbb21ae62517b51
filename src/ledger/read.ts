import { z } from 'zod'
import { isDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import {
  factColumns,
  factOf,
  partyJson,
  partyOf,
  storedFact,
  storedInstant,
  storedMoney,
  storedParty,
} from './facts.ts'
import type { LotHistory } from './history.ts'
import { type PaymentTerm, TERM_KINDS, TERM_TRIGGERS } from './payment-term.ts'

const storedTerm = z.object({
  id: z.number(),
  kind: z.enum(TERM_KINDS),
  share: z.number().nullable(),
  amount: storedMoney.nullable(),
  trigger: z.enum(TERM_TRIGGERS),
  days: z.number(),
  recordedAt: storedInstant,
  voidedAt: storedInstant.nullable(),
})

const storedLot = z.object({
  lotId: z.number(),
  projectId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  name: z.string(),
  projectName: z.string(),
  aliases: z.array(z.string()),
  budget: storedMoney,
  category: z.enum(['GOODS', 'WORKS', 'SERVICES']),
  method: z.string().nullable(),
  unit: z.object({
    id: z.number(),
    name: z.string(),
    suspended: z.boolean(),
    regionId: z.number(),
    sectionId: z.number().nullable(),
    sectionName: z.string().nullable(),
  }),
  agency: storedParty.nullable(),
  importedSupplier: storedParty.nullable(),
  importedAmount: storedMoney.nullable(),
  paymentDays: z.number().nullable(),
  acceptBy: z.string().refine(isDay).nullable(),
  lateRate: z.object({ millionths: z.number(), per: z.enum(['DAY', 'YEAR']) }).nullable(),
  performanceBond: storedMoney.nullable(),
  lawDomain: z.enum(['PROCUREMENT', 'TENDERING']).nullable(),
  urgent: z.boolean().nullable(),
  terms: z.array(storedTerm),
  events: z.array(storedFact),
})
const storedLots = z.array(storedLot)

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
        SELECT json_agg(f) FROM (
          SELECT ${factColumns} FROM "LedgerEvent" e WHERE e."lotId" = l."id" ORDER BY e."id") f),
        '[]'::json) AS "events"
    FROM "Lot" l JOIN "Project" p ON p."id" = l."projectId"
    WHERE ${selected}
    ORDER BY p."code", l."no"`
  return storedLots.parse(rows).map(historyOf)
}

/** What is absent in the database is absent in the object. Named one by one: a rest of so many takes four times as long. */
function historyOf(row: z.output<typeof storedLot>): LotHistory {
  const { sectionId, sectionName } = row.unit
  return {
    lotId: row.lotId,
    projectId: row.projectId,
    code: row.code,
    lotNo: row.lotNo,
    name: row.name,
    projectName: row.projectName,
    aliases: row.aliases,
    budget: row.budget,
    category: row.category,
    unit: {
      id: row.unit.id,
      name: row.unit.name,
      suspended: row.unit.suspended,
      regionId: row.unit.regionId,
      ...(sectionId !== null && { sectionId }),
      ...(sectionName !== null && { sectionName }),
    },
    ...(row.method !== null && { method: row.method }),
    ...(row.agency && { agency: partyOf(row.agency) }),
    ...(row.importedSupplier && { importedSupplier: partyOf(row.importedSupplier) }),
    ...(row.importedAmount !== null && { importedAmount: row.importedAmount }),
    ...(row.paymentDays !== null && { paymentDays: row.paymentDays }),
    ...(row.acceptBy !== null && { acceptBy: row.acceptBy }),
    ...(row.lateRate && { lateRate: row.lateRate }),
    ...(row.performanceBond !== null && { performanceBond: row.performanceBond }),
    ...(row.lawDomain !== null && { lawDomain: row.lawDomain }),
    ...(row.urgent !== null && { urgent: row.urgent }),
    terms: row.terms.map(termOf),
    events: row.events.map(factOf),
  }
}

function termOf({ share, amount, voidedAt, ...term }: z.output<typeof storedTerm>): PaymentTerm {
  return {
    ...term,
    ...(share !== null && { share }),
    ...(amount !== null && { amount }),
    ...(voidedAt && { voidedAt }),
  }
}
