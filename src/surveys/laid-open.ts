import { z } from 'zod'
import type { Day } from '../base/index.ts'
import { audit, Prisma, type Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'
import type { SatisfactionScale } from './satisfaction.ts'

/** An anonymous writer's words as they stand, which she lets 采购科 read and asks it to act on. */
export interface LaidOpenWords {
  readonly answerId: string
  readonly unitId: number
  readonly unit: string
  readonly text: string
}

/** Whose words: those about the units in a scope, but for these. */
export interface WhoseWords {
  readonly scope: Scope
  readonly except: readonly number[]
}

const Words = z.object({
  answerId: z.string(),
  unitId: z.number(),
  unit: z.string(),
  text: z.string(),
})

/** Those of units whose results are shown, by the number from which they are. */
const laidOpen = (scale: SatisfactionScale): Prisma.Sql => Prisma.sql`
  "Answer" a JOIN "Unit" u ON u."id" = a."unitId" AND a."laidOpen"
    AND (SELECT count(*) FROM "Answer" n WHERE n."unitId" = u."id") >= ${scale['shown-from']}::int
  LEFT JOIN LATERAL (SELECT min(l."at") AS "at" FROM "Audit" l
    WHERE l."act" = 'read-laid-open' AND l."thing" = 'answer:' || a."id") seen ON TRUE`

/** Laid-open words of the units in a scope, but for those units named, that nobody had read by an instant, by unit. */
export function freshWords(
  tx: Tx,
  whose: WhoseWords,
  by: Date,
  scale: SatisfactionScale,
): Promise<LaidOpenWords[]> {
  const isFresh = Prisma.sql`(seen."at" IS NULL OR seen."at" > ${by}::timestamptz)`
  // Not by when they were read: pages must not move while they are turned.
  return words(tx, whose, { which: isFresh, order: Prisma.sql`u."name", a."id"` }, scale)
}

/** Those that somebody has read, the latest first. */
export function readWords(
  tx: Tx,
  whose: WhoseWords,
  scale: SatisfactionScale,
): Promise<LaidOpenWords[]> {
  const isRead = Prisma.sql`seen."at" IS NOT NULL`
  const latest = Prisma.sql`seen."at" DESC, u."name", a."id"`
  return words(tx, whose, { which: isRead, order: latest }, scale)
}

async function words(
  tx: Tx,
  { scope, except }: WhoseWords,
  { which, order }: { readonly which: Prisma.Sql; readonly order: Prisma.Sql },
  scale: SatisfactionScale,
): Promise<LaidOpenWords[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT a."id"::text AS "answerId", u."id" AS "unitId", u."name" AS "unit", a."comment" AS "text"
    FROM ${laidOpen(scale)}
    WHERE ${which} AND ${unitInScope(scope)} AND NOT u."id" = ANY(${[...except]}::int[])
    ORDER BY ${order}`
  return z.array(Words).parse(rows)
}

/** Writes down who reads which words, in the transaction that shows them; from then on they are read. */
export async function noteRead(
  tx: Tx,
  shown: readonly LaidOpenWords[],
  by: { readonly userid: string; readonly at: Date },
): Promise<void> {
  if (shown.length === 0) return
  await audit(
    tx,
    shown.map(({ answerId, unitId }) => ({
      at: by.at,
      actor: by.userid,
      act: 'read-laid-open',
      thing: `answer:${answerId}`,
      detail: { unit: unitId },
    })),
  )
}

const Waiting = z.object({
  unitId: z.number(),
  unit: z.string(),
  regionId: z.number(),
  sectionId: z.number().nullable(),
  count: z.number(),
  barred: z.array(z.string()),
})

/** How many laid-open words of each unit nobody has read yet, and who must not hear of them: its own people, and administrators. */
export async function unreadWords(
  tx: Tx,
  today: Day,
  scale: SatisfactionScale,
): Promise<z.infer<typeof Waiting>[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."id" AS "unitId", u."name" AS "unit", u."regionId", u."sectionId", count(*)::int AS "count",
      ARRAY(SELECT p."userid" FROM "Appointment" t JOIN "Person" p ON p."id" = t."personId" WHERE (t."unitId" = u."id" OR t."role" = 'ADMIN')
        AND t."fromDay" <= ${today} AND (t."toDay" IS NULL OR t."toDay" > ${today})) AS "barred"
    FROM ${laidOpen(scale)} WHERE seen."at" IS NULL GROUP BY u."id" ORDER BY u."name"`
  return z.array(Waiting).parse(rows)
}
