import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'

const PROTECTED = [
  'LedgerEvent',
  'EventVoid',
  'Visit',
  'VisitVoid',
  'Remark',
  'RemarkVoid',
  'LearnedName',
  'LearnedNameVoid',
  'Answer',
  'Audit',
  'AuditSeal',
  'DeadlineRule',
  'PartyWord',
  'PartyCredit',
  'CalendarYear',
  'RuleImport',
  'IssueNote',
  'PaymentTerm',
  'PaymentTermVoid',
  'GrievanceNote',
  'GrievanceLook',
  'DutyReport',
  'DutyReportVoid',
]

/** Columns that are no history but a mark of a job, and may change. */
const MARKS: Readonly<Record<string, string>> = { GrievanceNote: 'settled' }

/** One row in every protected table. */
const ROWS = `
  INSERT INTO "Region" ("id", "name") VALUES (1, '市本级');
  INSERT INTO "Unit" ("id", "name", "regionId") VALUES (1, '第一中学', 1);
  INSERT INTO "Person" ("id", "userid", "useridShown", "name") VALUES (1, 'zhang', 'Zhang', '张三');
  INSERT INTO "Project" ("id", "code", "name", "unitId") VALUES (1, 'P1', '教学楼', 1);
  INSERT INTO "Lot" ("id", "projectId", "name", "budget", "category") VALUES (1, 1, '教学楼', 1, 'WORKS');
  INSERT INTO "LedgerEvent" ("id", "lotId", "kind", "day", "source", "personId", "recordedAt")
    VALUES (1, 1, 'PLAN_FILED', '2026-09-08', 'CHAT', 1, now());
  INSERT INTO "EventVoid" ("eventId", "reason", "at") VALUES (1, 'r', now());
  INSERT INTO "Visit" ("id", "personId", "day", "way", "satisfaction", "recordedAt")
    VALUES (1, 1, '2026-09-08', 'w', 5, now());
  INSERT INTO "VisitVoid" ("visitId", "reason", "at") VALUES (1, 'r', now());
  INSERT INTO "Remark" ("id", "kind", "lotId", "rule", "personId", "onceKey", "at")
    VALUES (1, 'KNOWN', 1, 'K', 1, 'k', now());
  INSERT INTO "RemarkVoid" ("remarkId", "personId", "reason", "at") VALUES (1, 1, 'r', now());
  INSERT INTO "LearnedName" ("id", "unitId", "lotId", "words", "personId", "at") VALUES (1, 1, 1, 'w', 1, now());
  INSERT INTO "LearnedNameVoid" ("learnedId", "by", "at") VALUES (1, 'cli', now());
  INSERT INTO "Answer" ("id", "unitId", "occasion", "scores", "comment")
    VALUES (gen_random_uuid(), 1, 'PAID', '{1,2,3,4,5}', '');
  INSERT INTO "Audit" ("id", "at", "actor", "act", "thing", "detail") VALUES (1, now(), 'system', 'a', 't', '{}');
  INSERT INTO "AuditSeal" ("auditId", "hash") VALUES (1, 'h');
  INSERT INTO "DeadlineRule" ("key", "version", "body", "digest", "loadedAt") VALUES ('K', 1, '{}', 'd', now());
  INSERT INTO "Deadline" ("lotId", "ruleId", "startEventId", "start", "days", "attentionOn", "state", "knownFrom")
    SELECT 1, "id", 1, '2026-09-08', 1, '2026-09-08', 'OPEN', now() FROM "DeadlineRule";
  INSERT INTO "Party" ("id", "kind", "name") VALUES (1, 'SUPPLIER', '宏达公司');
  INSERT INTO "PartyWord" ("eventId", "partyId", "word", "way", "at") VALUES (1, 1, 'YES', 'page', now());
  INSERT INTO "PartyCredit" ("lotId", "partyId", "point", "at") VALUES (1, 1, 'ACCEPT', now());
  INSERT INTO "CalendarYear" ("year", "body", "actor", "importedAt") VALUES (2027, '{}', 'cli', now());
  INSERT INTO "RuleImport" ("text", "body", "actor", "importedAt") VALUES ('', '{}', 'cli', now());
  INSERT INTO "Issue" ("id", "origin", "kind", "unitId", "onceKey", "state", "openedAt") VALUES (1, 'LINK', 'OTHER', 1, 'k', 'OPEN', now());
  INSERT INTO "IssueNote" ("issueId", "side", "kind", "text", "onceKey", "at") VALUES (1, 'party', 'OPENED', 't', 'k', now());
  INSERT INTO "PaymentTerm" ("id", "lotId", "kind", "share", "trigger", "days", "saidIn", "recordedAt") VALUES (1, 1, 'ADVANCE', 3000, 'CONTRACT_SIGNED', 10, 'i', now());
  INSERT INTO "PaymentTermVoid" ("termId", "reason", "at") VALUES (1, 'r', now());
  INSERT INTO "Grievance" ("id", "no", "receiptHash", "passHash", "onceHash", "openedOn", "state")
    VALUES ('00000000-0000-4000-8000-000000000001', 'n', 'r', 'p', 'o', '2026-09-08', 'OPEN');
  INSERT INTO "GrievanceNote" ("id", "grievanceId", "no", "sealed")
    VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 1, '');
  INSERT INTO "GrievanceLook" ("grievanceId", "personId", "act", "reason", "at")
    VALUES ('00000000-0000-4000-8000-000000000001', 1, 'LOOK', 'r', now());
  INSERT INTO "Duty" ("id", "rule", "version", "body", "unitId", "period", "fromDay", "rawDue", "attentionOn", "onceKey", "openedAt")
    VALUES (1, 'K', 1, '{}', 1, '2027', '2027-01-01', '2027-03-25', '2027-03-05', 'k', now());
  INSERT INTO "DutyReport" ("id", "dutyId", "kind", "day", "personId", "onceKey", "at") VALUES (1, 1, 'DONE', '2027-03-01', 1, 'k', now());
  INSERT INTO "DutyReportVoid" ("reportId", "by", "reason", "at") VALUES (1, 'cli', 'r', now());`

let office: OfficeDatabase

beforeAll(async () => {
  office = await officeDatabase()
  for (const sql of ROWS.split(';\n')) await office.client.$executeRawUnsafe(sql)
})
afterAll(() => office[Symbol.asyncDispose]())

const run = (sql: string): Promise<number> => office.client.$executeRawUnsafe(sql)

async function columnsOf(table: string): Promise<string[]> {
  const rows = await office.client.$queryRaw<{ column: string }[]>`
    SELECT column_name AS column FROM information_schema.columns WHERE table_name = ${table}`
  return rows.map(({ column }) => column).filter((column) => column !== MARKS[table])
}

describe.each(PROTECTED)('%s', (table) => {
  test('holds the row the attempts aim at', async () => {
    const rows = await office.client.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM "${table}"`)
    expect(rows).toHaveLength(1)
  })

  test('refuses an update of any column', async () => {
    for (const column of await columnsOf(table)) {
      const update = run(`UPDATE "${table}" SET "${column}" = "${column}"`)
      await expect(update, column).rejects.toThrow(/append-only/)
    }
  })

  test('refuses a delete and a truncate', async () => {
    await expect(run(`DELETE FROM "${table}"`)).rejects.toThrow(/append-only/)
    await expect(run(`TRUNCATE "${table}" CASCADE`)).rejects.toThrow(/append-only/)
  })

  test('refuses both while triggers of replication are switched off', async () => {
    const attempt = office.transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`
      await tx.$executeRawUnsafe(`DELETE FROM "${table}"`)
    })
    await expect(attempt).rejects.toThrow(/append-only/)
  })
})

test('a row that history refers to cannot be deleted from under it', async () => {
  await expect(run('DELETE FROM "Person"')).rejects.toThrow()
  await expect(run('DELETE FROM "Lot"')).rejects.toThrow()
  await expect(run('TRUNCATE "Person" CASCADE')).rejects.toThrow(/append-only/)
})

test('a push that was sent stays sent', async () => {
  await run(`INSERT INTO "Push" ("kind", "queue", "userid", "template", "version", "body", "reasons", "dedupeKey", "createdAt")
    VALUES ('SEND', 'chat', 'zhang', 't', 1, '{}', '[]', 'k', now())`)
  await run(`UPDATE "Push" SET "status" = 'SENT'`)
  await expect(run(`UPDATE "Push" SET "status" = 'QUEUED'`)).rejects.toThrow(/append-only/)
})

test('days that are no days and scores beyond five are refused', async () => {
  const visit = (day: string, satisfaction: number): Promise<number> =>
    run(`INSERT INTO "Visit" ("personId", "day", "way", "satisfaction", "recordedAt")
      VALUES (1, '${day}', 'w', ${satisfaction}, now())`)
  await expect(visit('2026-9-8', 5)).rejects.toThrow(/Visit_days_check/)
  await expect(visit('2026-13-08', 5)).rejects.toThrow(/Visit_days_check/)
  await expect(visit('2026-09-08', 6)).rejects.toThrow(/Visit_satisfaction_check/)
  await expect(visit('2026-09-08', 1)).resolves.toBe(1)
})
