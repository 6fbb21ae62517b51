import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import { type DutyRule, reportDutyShape, visitDutyShape } from './duty-rule.ts'

const DayText = z
  .string()
  .refine(isDay)
  .transform((day): Day => day)
const rule = z.unknown().transform((body): DutyRule => {
  const report = reportDutyShape.safeParse(body)
  return report.success ? report.data : visitDutyShape.parse(body)
})

const Row = z.object({
  id: z.number(),
  body: rule,
  period: z.string(),
  fromDay: DayText,
  rawDue: DayText,
  due: DayText.nullable(),
  attentionOn: DayText,
  unitId: z.number(),
  unit: z.string(),
  regionId: z.number(),
  sectionId: z.number().nullable(),
  section: z.string().nullable(),
  partyId: z.number().nullable(),
  party: z.string().nullable(),
  lapsed: z.boolean(),
  doneOn: DayText.nullable(),
  doneBy: z.string().nullable(),
  /** Null for a visit, and while nobody has reported. */
  kind: z.enum(['DONE', 'NOT_APPLICABLE']).nullable(),
  share: z.number().nullable(),
})

/** A duty as it was known at an instant. Open while it is neither done nor lapsed. */
export type Duty = z.infer<typeof Row>

/** Whether anything is still owed. */
export const isOpenDuty = (duty: Duty): boolean => duty.doneOn === null && !duty.lapsed

/** For which day and as known when; inside these units, or these duties, where given. */
export interface DutyQuestion {
  readonly today: Day
  readonly at: Date
  readonly unitIds?: readonly number[]
  readonly ids?: readonly number[]
}

/** Open duties that ask for attention by `today`, as known `at`. By a partial index: it costs what is due. */
export async function dutiesDue(tx: Tx, { today, at, unitIds }: DutyQuestion): Promise<Duty[]> {
  const known = Prisma.sql`
    SELECT * FROM "Duty" WHERE "closedAt" IS NULL AND "attentionOn" <= ${today} AND "openedAt" <= ${at}::timestamptz
    UNION ALL
    SELECT * FROM "Duty" WHERE "closedAt" > ${at}::timestamptz AND "attentionOn" <= ${today}
      AND "openedAt" <= ${at}::timestamptz`
  return (await duties(tx, known, at, unitIds)).filter(isOpenDuty)
}

/** Every open duty of these units (or of these numbers), near or not. */
export async function openDuties(tx: Tx, { at, unitIds, ids }: DutyQuestion): Promise<Duty[]> {
  const own = ids
    ? Prisma.sql`"id" = ANY(${[...ids]}::int[])`
    : Prisma.sql`"unitId" = ANY(${[...(unitIds ?? [])]}::int[])`
  const known = Prisma.sql`
    SELECT * FROM "Duty" WHERE ${own} AND "openedAt" <= ${at}::timestamptz
      AND ("closedAt" IS NULL OR "closedAt" > ${at}::timestamptz)`
  return (await duties(tx, known, at, unitIds)).filter(isOpenDuty)
}

/** Every duty of terms that end on `since` or later, done and lapsed ones too; of these units where given. */
export function allDuties(
  tx: Tx,
  { at, unitIds, since }: Omit<DutyQuestion, 'ids'> & { readonly since: Day },
): Promise<Duty[]> {
  const known = Prisma.sql`
    SELECT * FROM "Duty" WHERE "rawDue" >= ${since} AND "openedAt" <= ${at}::timestamptz`
  return duties(tx, known, at, unitIds)
}

async function duties(
  tx: Tx,
  known: Prisma.Sql,
  at: Date,
  unitIds?: readonly number[],
): Promise<Duty[]> {
  const inUnits = unitIds ? Prisma.sql`WHERE u."id" = ANY(${[...unitIds]}::int[])` : Prisma.empty
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT d."id", d."body", d."period", d."fromDay", d."rawDue", d."due", d."attentionOn", u."id" AS "unitId",
      u."name" AS "unit", u."regionId", u."sectionId", s."name" AS "section", y."id" AS "partyId", y."name" AS "party",
      COALESCE(d."lapsedAt" <= ${at}::timestamptz, false) AS "lapsed",
      COALESCE(r."day", v."day") AS "doneOn", COALESCE(r."by", v."by") AS "doneBy", r."kind", r."share"
    FROM (${known}) d
    JOIN "Unit" u ON u."id" = d."unitId" LEFT JOIN "Section" s ON s."id" = u."sectionId"
    LEFT JOIN "Party" y ON y."id" = d."partyId"
    LEFT JOIN LATERAL (
      SELECT r."day", r."kind", r."share", p."name" AS "by" FROM "DutyReport" r
      LEFT JOIN "Person" p ON p."id" = r."personId" LEFT JOIN "DutyReportVoid" x ON x."reportId" = r."id"
      WHERE r."dutyId" = d."id" AND r."at" <= ${at}::timestamptz AND (x."at" IS NULL OR x."at" > ${at}::timestamptz)
      ORDER BY r."id" DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (${visitsMeeting(at)}) v ON true
    ${inUnits}
    ORDER BY d."due" NULLS LAST, d."rawDue", u."name", d."id"`
  return z.array(Row).parse(rows)
}

/**
 * The first visit that meets the duty `d`: to its party, on a day of its term or later, on behalf of its unit, or by
 * staff of the unit's section where the rule lets that count. Told by what stands in the visits, so a visit that is
 * taken back opens the duty again by itself.
 */
export const visitsMeeting = (at: Date): Prisma.Sql => Prisma.sql`
  SELECT v."day", p."name" AS "by", v."recordedAt" FROM "Visit" v JOIN "Person" p ON p."id" = v."personId"
  LEFT JOIN "VisitVoid" x ON x."visitId" = v."id" LEFT JOIN "Project" j ON j."id" = v."projectId"
  WHERE d."partyId" IS NOT NULL AND v."partyId" = d."partyId" AND v."day" >= d."fromDay"
    AND v."recordedAt" <= ${at}::timestamptz AND (x."at" IS NULL OR x."at" > ${at}::timestamptz)
    AND (v."unitId" = d."unitId" AND d."body"->'metBy' ? 'unit'
      OR v."unitId" IS NULL AND d."body"->'metBy' ? 'section' AND COALESCE(j."unitId" = d."unitId", true)
        AND EXISTS (SELECT 1 FROM "Appointment" a JOIN "Unit" own ON own."id" = d."unitId"
          WHERE a."personId" = v."personId" AND a."sectionId" = own."sectionId"))
  ORDER BY v."day", v."id" LIMIT 1`
