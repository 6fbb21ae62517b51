import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'
import { issueTokenHash } from './issue.ts'
import { TROUBLES } from './issue-policy.ts'

const DayText = z
  .string()
  .refine(isDay)
  .nullable()
  .transform((day): Day | null => day)

const Note = z.object({
  side: z.enum(['party', 'office', 'clock']),
  kind: z.enum([
    'OPENED',
    'REPLIED',
    'ANSWERED',
    'DONE',
    'SOLVED',
    'NOT_SOLVED',
    'SILENT',
    'WITHDRAWN',
  ]),
  text: z.string(),
  day: z.string().refine(isDay),
})

const Row = z.object({
  id: z.number(),
  kind: z.enum([...TROUBLES, 'PROMISE', 'MATTER']),
  state: z.enum(['OPEN', 'ANSWERED', 'ASKED', 'CLOSED']),
  due: DayText,
  unitId: z.number(),
  unit: z.string(),
  sectionId: z.number().nullable(),
  section: z.string().nullable(),
  regionId: z.number(),
  lotId: z.number().nullable(),
  code: z.string().nullable(),
  lotNo: z.number().nullable(),
  lotName: z.string().nullable(),
  party: z.string().nullable(),
  /** Somebody of the unit who asks her section: her number and name, and what the matter was called then. */
  askerId: z.number().nullable(),
  asker: z.string().nullable(),
  about: z.string().nullable(),
  notes: z.array(Note),
})

/** A problem with everything said about it, oldest first; days are the office's. */
export type Issue = z.infer<typeof Row>

async function issuesWhere(tx: Tx, condition: Prisma.Sql): Promise<Issue[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT i."id", i."kind", i."state", i."due", u."id" AS "unitId", u."name" AS "unit", u."sectionId", s."name" AS "section",
      u."regionId", i."lotId", p."code", l."no" AS "lotNo", l."name" AS "lotName", v."name" AS "party",
      i."askerId", a."name" AS "asker", i."about",
      (SELECT json_agg(json_build_object('side', n."side", 'kind', n."kind", 'text', n."text",
         'day', to_char(n."at" AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')) ORDER BY n."id")
       FROM "IssueNote" n WHERE n."issueId" = i."id") AS "notes"
    FROM "Issue" i JOIN "Unit" u ON u."id" = i."unitId" LEFT JOIN "Section" s ON s."id" = u."sectionId"
    LEFT JOIN "Lot" l ON l."id" = i."lotId" LEFT JOIN "Project" p ON p."id" = l."projectId"
    LEFT JOIN "Party" v ON v."id" = i."partyId" LEFT JOIN "Person" a ON a."id" = i."askerId"
    WHERE ${condition} ORDER BY i."due" NULLS LAST, i."id"`
  return z.array(Row).parse(rows)
}

/** What is not closed in these units, nearest day first. */
export function openIssues(tx: Tx, scope: Scope): Promise<Issue[]> {
  return issuesWhere(tx, Prisma.sql`i."state" <> 'CLOSED' AND ${unitInScope(scope)}`)
}

/** What the office owes by `until`: an answer or a solution; inside these units where given. */
export function issuesOwed(
  tx: Tx,
  { until, unitIds }: { readonly until?: Day; readonly unitIds?: readonly number[] },
): Promise<Issue[]> {
  return issuesWhere(
    tx,
    Prisma.sql`i."state" IN ('OPEN', 'ANSWERED')
      AND (${until === undefined} OR i."due" <= ${until ?? null}::text)
      AND (${unitIds === undefined} OR i."unitId" = ANY(${[...(unitIds ?? [])]}::int[]))`,
  )
}

/** A supplier's own of a contract, closed ones too: for the page behind the standing link. */
export function issuesOfParty(
  tx: Tx,
  { lotId, partyId }: { readonly lotId: number; readonly partyId: number },
): Promise<Issue[]> {
  return issuesWhere(tx, Prisma.sql`i."lotId" = ${lotId}::int AND i."partyId" = ${partyId}::int`)
}

/** The issue behind the token of its page; undefined for an invented one. */
export async function issueBehind(tx: Tx, token: string): Promise<Issue | undefined> {
  const [issue] = await issuesWhere(tx, Prisma.sql`i."tokenHash" = ${issueTokenHash(token)}`)
  return issue
}

/** The issue of that number; undefined where there is none. */
export async function issueOf(tx: Tx, id: number): Promise<Issue | undefined> {
  const [issue] = await issuesWhere(tx, Prisma.sql`i."id" = ${id}::int`)
  return issue
}
