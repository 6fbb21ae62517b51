import pg from 'pg'
import type { Tx } from './sql.ts'

/** Keeps our advisory locks apart from Prisma's and pg-boss's. */
const PERSON_LOCKS = 5_241

/**
 * SQL that makes the messages of one person wait for each other until the transaction ends, also across processes
 * and for people the office does not know. Without parameters, so that it can go along with BEGIN.
 */
export function personLock(userid: string): string {
  return `SELECT pg_advisory_xact_lock(${PERSON_LOCKS}, hashtext(${pg.escapeLiteral(userid.toLowerCase())}))`
}

/**
 * Makes two people who report on one lot wait for each other until the transaction ends.
 * False when there is no such lot. The weakest row lock that excludes itself: inserts that refer to the lot go on.
 */
export async function lockLot(tx: Tx, lotId: number): Promise<boolean> {
  const rows = await tx.$executeRaw`SELECT 1 FROM "Lot" WHERE "id" = ${lotId} FOR NO KEY UPDATE`
  return rows === 1
}
