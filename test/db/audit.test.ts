import { afterAll, expect, test } from 'vitest'
import { audit, sealAudit, verifyAudit } from '../../src/db/index.ts'
import { officeDatabase } from '../support/database.ts'

const office = await officeDatabase()
const db = office.client
afterAll(() => office[Symbol.asyncDispose]())

const at = new Date('2026-09-10T01:00:00Z')
const row = (n: number) => ({
  at,
  actor: 'zhang',
  act: 'record-event',
  thing: `event:${n}`,
  detail: { n },
})

test('rows are sealed once, later ones follow, and the chain holds', async () => {
  await office.transaction((tx) => audit(tx, [row(1), row(2), row(3)]))
  expect(await verifyAudit(office)).toEqual({ kind: 'ok', sealed: 0, waiting: 3 })
  const counts = await Promise.all([sealAudit(office), sealAudit(office)])
  expect(counts.sort()).toEqual([0, 3])
  await office.transaction((tx) => audit(tx, row(4)))
  expect(await sealAudit(office)).toBe(1)
  expect(await verifyAudit(office)).toEqual({ kind: 'ok', sealed: 4, waiting: 0 })
})

test('a row changed behind the triggers is found, and so is a removed seal', async () => {
  const [second, third] = await db.audit.findMany({ orderBy: { id: 'asc' }, skip: 1, take: 2 })
  if (!second || !third) throw new Error('no rows')
  await behindTheTriggers('Audit', `UPDATE "Audit" SET "actor" = 'li' WHERE "id" = ${second.id}`)
  expect(await verifyAudit(office)).toEqual({ kind: 'broken', auditId: second.id })
  await behindTheTriggers('Audit', `UPDATE "Audit" SET "actor" = 'zhang' WHERE "id" = ${second.id}`)
  expect((await verifyAudit(office)).kind).toBe('ok')
  await behindTheTriggers('AuditSeal', `DELETE FROM "AuditSeal" WHERE "auditId" = ${second.id}`)
  expect(await verifyAudit(office)).toEqual({ kind: 'broken', auditId: third.id })
})

async function behindTheTriggers(table: string, sql: string): Promise<void> {
  await db.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`)
  await db.$executeRawUnsafe(sql)
  await db.$executeRawUnsafe(`ALTER TABLE "${table}" ENABLE ALWAYS TRIGGER "append_only"`)
}
