import { z } from 'zod'
import { type Database, Prisma, type Tx } from '../db/index.ts'
import type { SurveyPolicy } from './policy.ts'
import { ANY_SIGN, SIGNS, type Sign } from './signs.ts'

/** What was said anonymously, of which unit, and what was odd about it. */
export interface AnonymousAnswer {
  readonly unitId: number
  readonly occasion: string
  readonly scores: readonly number[]
  readonly comment: string
  /** The writer lets 采购科 read the words as they stand and asks it to act on them. */
  readonly laidOpen: boolean
  readonly signs: readonly Sign[]
}

/** Keeps the spool of one unit for this transaction alone. */
const UNIT_SPOOLS = 5_242

/** What is kept of an occasion that fewer than a batch share: it would tell who said it. */
const OCCASION_UNSAID = 'UNSAID'

/**
 * Adds an answer to those of its unit that wait for company. All of them are written anew, shuffled, under fresh
 * random ids: transaction numbers and places on disk would otherwise keep the order of arrival, and with it the
 * neighbourhood of each answer to the invitation used just before.
 * Signs are only counted for the unit, never kept with an answer. Every count is written each time, whether it rises or
 * not: its transaction number would otherwise tell whose answer was odd.
 */
export async function spoolAnswer(
  database: Pick<Database, 'sqlTransaction'>,
  { unitId, occasion, scores, comment, laidOpen, signs }: AnonymousAnswer,
): Promise<void> {
  const seen = signs.length > 0 ? [ANY_SIGN, ...signs] : []
  await alone(
    database,
    unitId,
    Prisma.sql`
    WITH waiting AS (DELETE FROM "AnswerSpool" WHERE "unitId" = ${unitId}::int RETURNING "occasion", "scores", "comment", "laidOpen"),
    all_of_them AS (SELECT * FROM waiting
      UNION ALL SELECT ${occasion}::text, ${[...scores]}::int[], ${comment}::text, ${laidOpen}::boolean),
    counts AS (INSERT INTO "AnswerSign" ("unitId", "sign", "waiting")
      SELECT ${unitId}::int, s, (s = ANY(${seen}::text[]))::int FROM unnest(${[ANY_SIGN, ...SIGNS]}::text[]) s
      ON CONFLICT ("unitId", "sign") DO UPDATE SET "waiting" = "AnswerSign"."waiting" + EXCLUDED."waiting")
    INSERT INTO "AnswerSpool" ("id", "unitId", "occasion", "scores", "comment", "laidOpen") ${shuffled(unitId)}`,
  )
}

/**
 * Moves the waiting answers of every unit that has a batch together, shuffled, each under a fresh id; the number moved.
 */
export async function moveSpool(
  database: Pick<Database, 'sql' | 'sqlTransaction'>,
  { batchAtLeast }: Pick<SurveyPolicy, 'batchAtLeast'>,
): Promise<number> {
  const units = z.array(z.object({ unitId: z.number() })).parse(
    await database.sql.$queryRaw<unknown[]>`
      SELECT "unitId" FROM "AnswerSpool" GROUP BY "unitId" HAVING count(*) >= ${batchAtLeast}::int ORDER BY "unitId"`,
  )
  let moved = 0
  for (const { unitId } of units) {
    // Somebody else may have moved them since they were counted: so they are counted again, behind the lock.
    const rows = await alone(
      database,
      unitId,
      Prisma.sql`
      WITH batch AS (DELETE FROM "AnswerSpool" WHERE "unitId" = ${unitId}::int
        AND (SELECT count(*) FROM "AnswerSpool" WHERE "unitId" = ${unitId}::int) >= ${batchAtLeast}::int
        RETURNING "occasion", "scores", "comment", "laidOpen"),
      all_of_them AS (SELECT CASE WHEN count(*) OVER (PARTITION BY "occasion") >= ${batchAtLeast}::int
        THEN "occasion" ELSE ${OCCASION_UNSAID}::text END AS "occasion", "scores", "comment", "laidOpen" FROM batch),
      counts AS (UPDATE "AnswerSign" SET "counted" = "counted" + "waiting", "waiting" = 0
        WHERE "unitId" = ${unitId}::int AND EXISTS (SELECT 1 FROM batch))
      INSERT INTO "Answer" ("id", "unitId", "occasion", "scores", "comment", "laidOpen") ${shuffled(unitId)}
      RETURNING 1`,
    )
    moved += rows.length
  }
  return moved
}

/** The rows of `all_of_them` in the order of their new ids. Those are drawn from the system's strong random source. */
const shuffled = (unitId: number): Prisma.Sql => Prisma.sql`
  SELECT "id", ${unitId}::int, "occasion", "scores", "comment", "laidOpen"
  FROM (SELECT gen_random_uuid() AS "id", "occasion", "scores", "comment", "laidOpen" FROM all_of_them) mixed ORDER BY "id"`

/** Runs one statement as the only one that touches the unit's spool; all in one round trip, durable when it is over. */
function alone(
  database: Pick<Database, 'sqlTransaction'>,
  unitId: number,
  statement: Prisma.Sql,
): Promise<unknown[]> {
  return database.sqlTransaction(async (tx) => {
    const locked = lockSpool(tx, unitId)
    const written = tx.$commitRaw<unknown[]>(statement)
    // Why there is no lock is told, not that the statement could not follow.
    written.catch(() => undefined)
    await locked
    return written
  })
}

const lockSpool = (tx: Tx, unitId: number): Promise<unknown> =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock(${UNIT_SPOOLS}::int, ${unitId}::int)`
