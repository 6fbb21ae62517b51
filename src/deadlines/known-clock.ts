import { z } from 'zod'
import { type Day, type Fen, isDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import type { NamedParty } from '../ledger/index.ts'
import { type LateRate, lateRateShape } from './late-interest.ts'
import type { Lit } from './light.ts'
import type { Pause } from './pauses.ts'
import { type Rule, ruleShape } from './rule.ts'

/** A clock as it was known at some moment, with what a reminder says of it. Its light: `lightOf(clock, today)`. */
export interface KnownClock extends Lit {
  readonly id: bigint
  readonly rule: Rule
  readonly lot: {
    readonly id: number
    readonly projectId: number
    readonly code: string
    readonly no: number
    readonly name: string
  }
  readonly unit: {
    readonly id: number
    readonly name: string
    readonly regionId: number
    readonly sectionId?: number
    readonly sectionName?: string
  }
  /** The contract's supplier as known at that moment. */
  readonly supplier?: NamedParty
  readonly startEventId: bigint
  readonly start: Day
  readonly days: number
  readonly overCeiling: number | null
  readonly rawDue: Day | null
  readonly missingYear: number | null
  readonly attentionOn: Day
  readonly state: 'OPEN' | 'MET'
  readonly pauses: readonly Pause[]
  readonly amountDue: Fen | null
  readonly outstanding: Fen | null
  readonly totalDue: Fen | null
  readonly lateRate: LateRate | null
}

const DayText = z.string().refine(isDay)
const Row = z.object({
  id: z.bigint(),
  ruleId: z.number(),
  body: z.unknown(),
  lot: z.object({
    id: z.number(),
    projectId: z.number(),
    code: z.string(),
    no: z.number(),
    name: z.string(),
  }),
  unit: z.object({
    id: z.number(),
    name: z.string(),
    regionId: z.number(),
    sectionId: z.number().nullable(),
    sectionName: z.string().nullable(),
  }),
  supplier: z
    .object({ id: z.number(), name: z.string(), isSme: z.boolean().nullable() })
    .nullable(),
  startEventId: z.bigint(),
  start: DayText,
  days: z.number(),
  overCeiling: z.number().nullable(),
  rawDue: DayText.nullable(),
  due: DayText.nullable(),
  missingYear: z.number().nullable(),
  yellowOn: DayText.nullable(),
  attentionOn: DayText,
  state: z.enum(['OPEN', 'MET']),
  metOn: DayText.nullable(),
  pauses: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      basis: z.string(),
      toCheck: z.boolean(),
      from: DayText,
      to: DayText.nullable(),
      eventId: z.string(),
    }),
  ),
  amountDue: z.bigint().nullable(),
  outstanding: z.bigint().nullable(),
  totalDue: z.bigint().nullable(),
  lateRate: lateRateShape.nullable(),
})

/**
 * Runs one query for the clocks that `known` selects (rows of "Deadline") with lot, unit, rule and the supplier
 * as known `at`; inside `unitIds` where given. In order of `due` (unknown last), then of the lot.
 */
export async function knownClocks(
  tx: Tx,
  known: Prisma.Sql,
  at: Date,
  unitIds?: readonly number[],
): Promise<KnownClock[]> {
  const inUnits = unitIds ? Prisma.sql`WHERE u."id" = ANY(${[...unitIds]}::int[])` : Prisma.empty
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT d."id", d."ruleId", r."body", d."startEventId", d."start", d."days", d."overCeiling", d."rawDue", d."due",
      d."missingYear", d."yellowOn", d."attentionOn", d."state"::text AS "state", d."metOn", d."amountDue", d."outstanding", d."pauses", d."totalDue", d."lateRate",
      json_build_object('id', l."id", 'projectId', p."id", 'code', p."code", 'no', l."no", 'name', l."name") AS "lot",
      json_build_object('id', u."id", 'name', u."name", 'regionId', u."regionId", 'sectionId', u."sectionId",
        'sectionName', s."name") AS "unit",
      CASE WHEN v."id" IS NOT NULL THEN json_build_object('id', v."id", 'name', v."name", 'isSme', v."isSme") END AS "supplier"
    FROM (${known}) d
    JOIN "DeadlineRule" r ON r."id" = d."ruleId"
    JOIN "Lot" l ON l."id" = d."lotId"
    JOIN "Project" p ON p."id" = l."projectId"
    JOIN "Unit" u ON u."id" = p."unitId"
    LEFT JOIN "Section" s ON s."id" = u."sectionId"
    LEFT JOIN LATERAL (
      SELECT e."partyId" FROM "LedgerEvent" e LEFT JOIN "EventVoid" x ON x."eventId" = e."id"
      WHERE e."lotId" = l."id" AND e."kind" IN ('CONTRACT_SIGNED', 'AWARD_CONFIRMED') AND e."partyId" IS NOT NULL
        AND e."recordedAt" <= ${at}::timestamptz AND (x."at" IS NULL OR x."at" > ${at}::timestamptz)
      ORDER BY e."kind" = 'CONTRACT_SIGNED' DESC, e."day" DESC, e."id" DESC LIMIT 1) c ON true
    LEFT JOIN "Party" v ON v."id" = COALESCE(c."partyId", l."supplierId")
    ${inUnits}
    ORDER BY d."due" NULLS LAST, p."code", l."no", d."id"`
  const rules = new Map<number, Rule>()
  return z
    .array(Row)
    .parse(rows)
    .map(({ ruleId, body, unit, supplier, ...row }) => {
      const rule = rules.get(ruleId) ?? ruleShape.parse(body)
      rules.set(ruleId, rule)
      const { sectionId, sectionName, ...place } = unit
      return {
        ...row,
        rule,
        worstLight: rule.worstLight,
        unit: {
          ...place,
          ...(sectionId !== null && { sectionId }),
          ...(sectionName !== null && { sectionName }),
        },
        ...(supplier && {
          supplier: {
            id: supplier.id,
            name: supplier.name,
            ...(supplier.isSme !== null && { isSme: supplier.isSme }),
          },
        }),
      }
    })
}
