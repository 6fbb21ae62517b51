import { z } from 'zod'
import { OfficeError } from '../base/index.ts'
import type { ModelTx, Queryable } from '../db/index.ts'

/** What forbids real mode on a database. */
export interface OfficeMarks {
  /** It holds, or held, the demo office. */
  readonly demo: boolean
  /** Milliseconds by which the simulator's clock runs ahead; 0 where nobody moved it. */
  readonly clockOffsetMs: number
}

const DEMO = 'office.demo'
const CLOCK = 'office.clock-offset-ms'
const OFFSET = z.number().int().nonnegative()

/** Reads both marks in one query. */
export async function officeMarks(db: Queryable): Promise<OfficeMarks> {
  const rows = await db.setting.findMany({ where: { key: { in: [DEMO, CLOCK] } } })
  const offset = rows.find((row) => row.key === CLOCK)?.value
  return {
    demo: rows.some((row) => row.key === DEMO),
    clockOffsetMs: offset === undefined ? 0 : OFFSET.parse(offset),
  }
}

/** Marks the database as holding the demo office. */
export async function markDemo(tx: ModelTx, at: Date): Promise<void> {
  const value = { loadedAt: at.toISOString() }
  await tx.setting.upsert({ where: { key: DEMO }, create: { key: DEMO, value }, update: { value } })
}

/** Moves the simulator's clock; it only moves forward, and the furthest of two moves holds. Returns the offset that holds. */
export async function advanceClock(db: Queryable, offsetMs: number): Promise<number> {
  const [row] = await db.$queryRaw<{ offset: unknown }[]>`
    INSERT INTO "Setting" ("key", "value") VALUES (${CLOCK}, to_jsonb(${OFFSET.parse(offsetMs)}::bigint))
    ON CONFLICT ("key") DO UPDATE SET "value" = CASE
      WHEN ("Setting"."value")::text::bigint > (EXCLUDED."value")::text::bigint THEN "Setting"."value"
      ELSE EXCLUDED."value" END
    RETURNING "value" AS "offset"`
  return OFFSET.parse(row?.offset)
}

/** Throws `office.marked-for-simulation` when real mode must not use this database; the remedy is `office reset`. */
export async function refuseMarked(db: Queryable): Promise<void> {
  const marks = await officeMarks(db)
  if (marks.demo || marks.clockOffsetMs > 0) {
    throw new OfficeError('office.marked-for-simulation', {
      demo: marks.demo,
      clockMoved: marks.clockOffsetMs > 0,
    })
  }
}
