import { z } from 'zod'
import { OfficeError } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { type LotHistory, readLots } from '../ledger/index.ts'
import { type ClockSources, lotClocks } from './lot-clocks.ts'
import { type RuleRows, storeRules } from './rule-rows.ts'

/** Keeps the clocks in the database in step with the ledger. */
export interface ClockKeeper {
  /** The ledger's follower: brings the clocks of these lots up to date. The caller holds the lots' locks. */
  follow(tx: Tx, histories: readonly LotHistory[], at: Date): Promise<void>
  /** Locks the lots, reads them and brings their clocks up to date: after a change of facts (import, calendar). */
  refreshLots(tx: Tx, lotIds: readonly number[], at: Date): Promise<void>
  /**
   * After the rules or the calendar have changed: stores new versions and brings every lot concerned up to date;
   * how many. `year`: one whose days have changed, so that every lot with a clock in it is concerned.
   */
  renew(at: Date, year?: number): Promise<number>
}

/** Lots of one refresh transaction at start. */
const BATCH = 200

/**
 * Stores the rules (see storeRules) and gives the keeper of the clocks. Then every lot whose clocks may read
 * otherwise now is refreshed in short transactions: all of them after new rule versions, else those that
 * waited for a calendar which has come since.
 */
export async function openClocks(
  database: Database,
  sources: ClockSources,
  at: Date,
): Promise<ClockKeeper> {
  let rows: RuleRows | undefined
  const keeper = keeperOf(sources, () => {
    if (!rows) throw new OfficeError('deadlines.rule-unknown', { rule: '' })
    return rows
  })
  const renew = async (now: Date, year?: number): Promise<number> => {
    const stored = await database.transaction((tx) => storeRules(tx, sources.book, now))
    rows = stored
    const stale = await staleLots(database, sources.calendar, { all: stored.added > 0, year })
    for (let from = 0; from < stale.length; from += BATCH) {
      const batch = stale.slice(from, from + BATCH)
      await database.transaction((tx) => keeper.refreshLots(tx, batch, now), { timeout: 30_000 })
    }
    return stale.length
  }
  await renew(at)
  return { ...keeper, renew }
}

function keeperOf(sources: ClockSources, rows: () => RuleRows): Omit<ClockKeeper, 'renew'> {
  async function follow(tx: Tx, histories: readonly LotHistory[], at: Date): Promise<void> {
    const { idOf } = rows()
    const wanted = histories.flatMap((history) =>
      lotClocks(history, sources).map(({ rule, amount, ...clock }) => ({
        ...clock,
        lotId: history.lotId,
        ruleId: idOf(rule),
        days: amount,
        startEventId: clock.startEventId.toString(),
        metEventId: clock.metEventId?.toString(),
        amountDue: clock.amountDue?.toString(),
        outstanding: clock.outstanding?.toString(),
        totalDue: clock.totalDue?.toString(),
      })),
    )
    await apply(
      tx,
      histories.map((history) => history.lotId),
      JSON.stringify(wanted),
      at,
    )
  }
  return {
    follow,
    async refreshLots(tx, lotIds, at) {
      await tx.$executeRaw`SELECT 1 FROM "Lot" WHERE "id" = ANY(${[...lotIds]}::int[]) ORDER BY "id" FOR NO KEY UPDATE`
      await follow(tx, await readLots(tx, { lotIds }), at)
    },
  }
}

/** Closes the rows that no longer hold and opens those that hold now; untouched rows stay as they are. */
async function apply(tx: Tx, lotIds: readonly number[], wanted: string, at: Date): Promise<void> {
  // The insert waits for the count of closed rows, so that its unique index no longer sees them.
  await tx.$executeRaw`
    WITH paired AS MATERIALIZED (
      SELECT d."id", w.*,
        (d."start", d."days", d."overCeiling", d."rawDue", d."due", d."missingYear", d."yellowOn", d."attentionOn",
         d."state", d."metOn", d."metEventId", d."amountDue", d."outstanding", d."pauses", d."totalDue", d."lateRate")
        IS NOT DISTINCT FROM (w."start", w."days", w."overCeiling", w."rawDue", w."due", w."missingYear", w."yellowOn",
         w."attentionOn", w."state", w."metOn", w."metEventId", w."amountDue", w."outstanding", w."pauses", w."totalDue", NULLIF(w."lateRate", 'null'::jsonb)) AS "same"
      FROM jsonb_to_recordset(${wanted}::jsonb) AS w("lotId" int, "ruleId" int, "startEventId" bigint,
        "start" text, "days" int, "overCeiling" int, "rawDue" text, "due" text, "missingYear" int, "yellowOn" text,
        "attentionOn" text, "state" "DeadlineState", "metOn" text, "metEventId" bigint, "amountDue" bigint, "outstanding" bigint, "pauses" jsonb, "totalDue" bigint, "lateRate" jsonb)
      FULL JOIN (SELECT * FROM "Deadline" WHERE "knownTo" IS NULL AND "lotId" = ANY(${[...lotIds]}::int[])) d
        ON w."lotId" = d."lotId" AND w."ruleId" = d."ruleId" AND w."startEventId" = d."startEventId"),
    closed AS (
      UPDATE "Deadline" SET "knownTo" = GREATEST("knownFrom", ${at}::timestamptz)
      WHERE "knownTo" IS NULL AND "id" = ANY(ARRAY(SELECT p."id" FROM paired p WHERE p."id" IS NOT NULL AND NOT p."same"))
      RETURNING "id")
    INSERT INTO "Deadline" ("lotId", "ruleId", "startEventId", "start", "days", "overCeiling", "rawDue", "due", "missingYear",
      "yellowOn", "attentionOn", "state", "metOn", "metEventId", "amountDue", "outstanding", "pauses", "totalDue", "lateRate", "knownFrom")
    SELECT p."lotId", p."ruleId", p."startEventId", p."start", p."days", p."overCeiling", p."rawDue", p."due", p."missingYear",
      p."yellowOn", p."attentionOn", p."state", p."metOn", p."metEventId", p."amountDue", p."outstanding", p."pauses", p."totalDue", p."lateRate", ${at}::timestamptz
    FROM paired p
    WHERE (SELECT count(*) FROM closed) >= 0 AND p."lotId" IS NOT NULL AND NOT p."same"`
}

const Stale = z.array(z.object({ lotId: z.number(), missingYear: z.number().nullable() }))

async function staleLots(
  database: Database,
  calendar: Calendar,
  { all, year }: { readonly all: boolean; readonly year: number | undefined },
): Promise<number[]> {
  const rows = all
    ? await database.client.$queryRaw<unknown[]>`
        SELECT DISTINCT "lotId", NULL::int AS "missingYear" FROM "LiveEvent" ORDER BY "lotId"`
    : await database.client.$queryRaw<unknown[]>`
        SELECT DISTINCT "lotId", "missingYear" FROM "Deadline"
        WHERE "knownTo" IS NULL AND ("missingYear" IS NOT NULL
          OR ("state" = 'OPEN' AND "start" <= ${`${year ?? 0}-12-31`} AND "due" >= ${`${year ?? 9999}-01-01`}))
        ORDER BY "lotId"`
  const lots = Stale.parse(rows)
    .filter(({ missingYear }) => missingYear === null || calendar.maintained(missingYear))
    .map(({ lotId }) => lotId)
  return [...new Set(lots)]
}
