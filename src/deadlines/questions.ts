import type { Day } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import { type KnownClock, knownClocks } from './known-clock.ts'

/** Which clocks: as known `at`, and due for attention by `today`; inside these units where given. */
export interface ClockQuestion {
  readonly today: Day
  readonly at: Date
  readonly unitIds?: readonly number[]
}

/**
 * The open clocks whose reminder is due by `today` (yellow or red, or near their end in a year without
 * calendar), as known `at`, soonest first. Both halves run on partial indexes; the second is only for the past.
 */
export function dueClocks(tx: Tx, { today, at, unitIds }: ClockQuestion): Promise<KnownClock[]> {
  return knownClocks(tx, openBy(today, at), at, unitIds)
}

/** All clocks of these lots, open and met, as known at an instant. */
export function clocksAt(tx: Tx, lotIds: readonly number[], at: Date): Promise<KnownClock[]> {
  const known = Prisma.sql`
    SELECT * FROM "Deadline" WHERE "lotId" = ANY(${[...lotIds]}::int[])
      AND "knownFrom" <= ${at}::timestamptz AND ("knownTo" IS NULL OR "knownTo" > ${at}::timestamptz)`
  return knownClocks(tx, known, at)
}

/** Every open clock of these units as known at an instant, whether or not it is near: a liaison's whole list. */
export function openClocksOf(tx: Tx, unitIds: readonly number[], at: Date): Promise<KnownClock[]> {
  const known = Prisma.sql`
    SELECT d.* FROM "Project" p JOIN "Lot" l ON l."projectId" = p."id" JOIN "Deadline" d ON d."lotId" = l."id"
    WHERE p."unitId" = ANY(${[...unitIds]}::int[]) AND d."state" = 'OPEN' AND d."knownFrom" <= ${at}::timestamptz
      AND (d."knownTo" IS NULL OR d."knownTo" > ${at}::timestamptz)`
  return knownClocks(tx, known, at)
}

/** Rows that were open at an instant and whose attention day has come by `today`. */
export function openBy(today: Day, at: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM "Deadline" WHERE "state" = 'OPEN' AND "knownTo" IS NULL
      AND "attentionOn" <= ${today} AND "knownFrom" <= ${at}::timestamptz
    UNION ALL
    SELECT * FROM "Deadline" WHERE "state" = 'OPEN' AND "knownTo" IS NOT NULL AND "knownTo" > ${at}::timestamptz
      AND "attentionOn" <= ${today} AND "knownFrom" <= ${at}::timestamptz`
}
