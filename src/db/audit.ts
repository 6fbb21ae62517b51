import { createHash } from 'node:crypto'
import type { Database } from './connect.ts'
import type { Tx } from './sql.ts'

/** Who did what to which thing. Never a phone number, a secret or the contents of a complaint. */
export interface AuditEntry {
  readonly at: Date
  /** 企业微信账号, or `system`, `import`, `cli`. */
  readonly actor: string
  readonly act: string
  /** `event:12`, `visit:3`, `person:zhangmin`, … */
  readonly thing: string
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes audit rows in one statement, in the transaction of what they tell. */
export async function audit(tx: Tx, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
  const list = 'act' in entries ? [entries] : entries
  const rows = JSON.stringify(list.map((entry) => ({ ...entry, detail: entry.detail ?? {} })))
  await tx.$executeRaw`
    INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
    SELECT "at", "actor", "act", "thing", "detail"
    FROM jsonb_to_recordset(${rows}::jsonb) AS x("at" timestamptz, "actor" text, "act" text, "thing" text, "detail" jsonb)`
}

/** Whether the chain over the audit rows holds. */
export type AuditVerdict =
  | { readonly kind: 'ok'; readonly sealed: number; readonly waiting: number }
  /** The first row that is not as it was when it was sealed, or that follows a missing seal. */
  | { readonly kind: 'broken'; readonly auditId: bigint }

const SEALER = 5_243
const BATCH = 1_000
/** So many later rows may have been sealed before one that began earlier commits; what lies further back is sealed. */
const LATE = 10_000
/** What the first seal stands on. */
const ROOT = '0'.repeat(64)

interface Row {
  readonly id: bigint
  readonly at: Date
  readonly actor: string
  readonly act: string
  readonly thing: string
  /** jsonb as text: PostgreSQL keeps it in one normal form. */
  readonly detail: string
}

function hashAfter(previous: string, row: Row): string {
  const text = [row.id, row.at.toISOString(), row.actor, row.act, row.thing, row.detail]
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify(text.map(String))}`)
    .digest('hex')
}

/**
 * Seals the audit rows that have no seal yet, in batches, oldest first; the number sealed. Rows are chained in the
 * order of sealing, since a transaction may commit after one that began later.
 */
export async function sealAudit(database: Database): Promise<number> {
  let sealed = 0
  for (;;) {
    const count = await database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEALER}::int, 0)`
      const [last] = await tx.$queryRaw<
        { hash: string }[]
      >`SELECT "hash" FROM "AuditSeal" ORDER BY "seq" DESC LIMIT 1`
      const rows = await tx.$queryRaw<Row[]>`
        SELECT a."id", a."at", a."actor", a."act", a."thing", a."detail"::text AS "detail" FROM "Audit" a
        WHERE a."id" > COALESCE((
            SELECT s."auditId" FROM "AuditSeal" s WHERE s."seq" <= (SELECT max("seq") FROM "AuditSeal") - ${LATE}::int
            ORDER BY s."seq" DESC LIMIT 1), 0)
          AND NOT EXISTS (SELECT 1 FROM "AuditSeal" s WHERE s."auditId" = a."id") ORDER BY a."id" LIMIT ${BATCH}::int`
      let hash = last?.hash ?? ROOT
      const seals = rows.map((row) => {
        hash = hashAfter(hash, row)
        return { auditId: row.id, hash }
      })
      if (seals.length > 0) await tx.auditSeal.createMany({ data: seals })
      return seals.length
    })
    sealed += count
    if (count < BATCH) return sealed
  }
}

/** Walks the whole chain. Rows not sealed yet are counted, not judged. */
export async function verifyAudit(database: Database): Promise<AuditVerdict> {
  let hash = ROOT
  let sealed = 0
  for (let after = 0n; ; ) {
    const rows = await database.client.$queryRaw<(Row & { seq: bigint; hash: string })[]>`
      SELECT s."seq", s."hash", a."id", a."at", a."actor", a."act", a."thing", a."detail"::text AS "detail"
      FROM "AuditSeal" s JOIN "Audit" a ON a."id" = s."auditId"
      WHERE s."seq" > ${after} ORDER BY s."seq" LIMIT ${BATCH}::int`
    for (const row of rows) {
      hash = hashAfter(hash, row)
      if (hash !== row.hash) return { kind: 'broken', auditId: row.id }
      after = row.seq
    }
    sealed += rows.length
    if (rows.length < BATCH) break
  }
  const waiting = (await database.client.audit.count()) - sealed
  return { kind: 'ok', sealed, waiting }
}
