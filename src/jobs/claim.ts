import type { Tx } from '../db/index.ts'
import type { Json } from '../notify/index.ts'

/** One run of a job. */
export interface Run {
  readonly job: string
  readonly slot: Date
}

/**
 * Takes a run for this process: true for one caller only, over all processes. A run that failed can be
 * taken again. Inside a transaction the claim holds when it commits; another caller waits for that.
 */
export async function claim(db: Tx, { job, slot }: Run, now: Date): Promise<boolean> {
  const taken = await db.$executeRaw`
    INSERT INTO "CronRun" (job, slot, "startedAt") VALUES (${job}, ${slot}, ${now})
    ON CONFLICT (job, slot) DO UPDATE SET "startedAt" = excluded."startedAt", failure = NULL
    WHERE "CronRun"."finishedAt" IS NULL AND "CronRun".failure IS NOT NULL`
  return taken === 1
}

/** Writes down that a run is done, and what came of it. */
export async function finish(db: Tx, { job, slot }: Run, result: Json, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "CronRun" SET "finishedAt" = ${now}, failure = NULL, result = ${JSON.stringify(result)}::jsonb
    WHERE job = ${job} AND slot = ${slot}`
}

/** Writes down that a run failed: visible to `doctor`, and free to be taken again. `failure` is a code, never contents. */
export async function fail(db: Tx, { job, slot }: Run, failure: string, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "CronRun" (job, slot, "startedAt", failure) VALUES (${job}, ${slot}, ${now}, ${failure})
    ON CONFLICT (job, slot) DO UPDATE SET failure = excluded.failure
    WHERE "CronRun"."finishedAt" IS NULL`
}

/** Marks slots that an outage swallowed as covered by another run. */
export async function merge(db: Tx, runs: readonly Run[], into: Run, now: Date): Promise<void> {
  if (runs.length === 0) return
  const rows = JSON.stringify(runs)
  const result = JSON.stringify({ mergedInto: into })
  await db.$executeRaw`
    INSERT INTO "CronRun" (job, slot, "startedAt", "finishedAt", result)
    SELECT r.job, r.slot, ${now}, ${now}, ${result}::jsonb
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(job text, slot timestamptz)
    ON CONFLICT (job, slot) DO UPDATE
    SET "finishedAt" = excluded."finishedAt", failure = NULL, result = excluded.result
    WHERE "CronRun"."finishedAt" IS NULL`
}

/** The runs of these jobs that are done, by slot, among those after `from`. */
export async function finishedSince(db: Tx, jobs: readonly string[], from: Date): Promise<Run[]> {
  return db.$queryRaw<Run[]>`
    SELECT job, slot FROM "CronRun"
    WHERE job = ANY(${[...jobs]}) AND slot > ${from} AND "finishedAt" IS NOT NULL`
}

/** The instant from which this office owes reminders: when its first process started. Written once. */
export async function owingSince(db: Tx, now: Date): Promise<Date> {
  const value = JSON.stringify(now.toISOString())
  await db.$executeRaw`
    INSERT INTO "Setting" (key, value) VALUES ('jobs.since', ${value}::jsonb) ON CONFLICT (key) DO NOTHING`
  const [row] = await db.$queryRaw<{ since: string }[]>`
    SELECT value #>> '{}' AS since FROM "Setting" WHERE key = 'jobs.since'`
  return new Date(row?.since ?? now)
}
