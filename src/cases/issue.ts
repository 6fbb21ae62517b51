import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Day, type Entropy, officeDay } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { type IssuePolicy, type Trouble, workdaysAfter } from './issue-policy.ts'

/** Time and targets by which an issue runs. */
export interface IssueMeans {
  readonly calendar: Calendar
  readonly issues: IssuePolicy
  readonly at: Date
}

/** A call for help of a supplier. */
export interface HelpWanted {
  readonly origin: 'LINK' | 'CHAT'
  readonly kind: Trouble
  readonly unitId: number
  readonly lotId?: number
  readonly partyId?: number
  readonly text: string
  /** A second call with the same key is the first one. */
  readonly onceKey: string
}

/** What is stored of a page's token. */
export const issueTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('hex')

const Opened = z.array(z.object({ id: z.number() }))

/**
 * Opens an issue with its first note, owed an answer by the policy's day. `token` leads to the supplier's page of it
 * and is stored nowhere; undefined when the same call was made before.
 */
export async function openIssue(
  tx: Tx,
  wanted: HelpWanted,
  { calendar, issues, at, entropy }: IssueMeans & { readonly entropy: Entropy },
): Promise<{ readonly issueId: number; readonly token: string } | undefined> {
  const token = entropy.bytes(32).toString('base64url')
  const today = officeDay(at)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH opened AS (
      INSERT INTO "Issue" ("origin", "kind", "unitId", "lotId", "partyId", "tokenHash", "onceKey", "state", "due", "solveBy", "openedAt")
      VALUES (${wanted.origin}, ${wanted.kind}, ${wanted.unitId}::int, ${wanted.lotId ?? null}::int, ${wanted.partyId ?? null}::int,
        ${issueTokenHash(token)}, ${wanted.onceKey}, 'OPEN', ${workdaysAfter(calendar, today, issues.answer)},
        ${workdaysAfter(calendar, today, issues.solve[wanted.kind])}, ${at}::timestamptz)
      ON CONFLICT ("onceKey") DO NOTHING RETURNING "id"),
    note AS (
      INSERT INTO "IssueNote" ("issueId", "side", "kind", "text", "onceKey", "at")
      SELECT "id", 'party', 'OPENED', ${wanted.text}, ${wanted.onceKey}, ${at}::timestamptz FROM opened)
    SELECT "id" FROM opened`
  const [opened] = Opened.parse(rows)
  return opened && { issueId: opened.id, token }
}

/** What the office may do about an issue: answer, or say that it is solved and ask whether it is. */
export interface OfficeWord {
  readonly issueId: number
  readonly personId: number
  readonly text: string
  readonly solved: boolean
  readonly onceKey: string
}

/** Keeps the office's word; false when the issue is closed, or this word was kept before. */
export async function answerIssue(
  tx: Tx,
  { issueId, personId, text, solved, onceKey }: OfficeWord,
  { calendar, issues, at }: IssueMeans,
): Promise<boolean> {
  const until: Day = workdaysAfter(calendar, officeDay(at), issues.silence)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH kept AS (
      INSERT INTO "IssueNote" ("issueId", "side", "personId", "kind", "text", "onceKey", "at")
      SELECT "id", 'office', ${personId}::int, ${solved ? 'DONE' : 'ANSWERED'}, ${text}, ${onceKey}, ${at}::timestamptz
      FROM "Issue" WHERE "id" = ${issueId}::int AND "state" <> 'CLOSED'
      ON CONFLICT ("onceKey") DO NOTHING RETURNING "issueId")
    UPDATE "Issue" i SET "state" = ${solved ? 'ASKED' : 'ANSWERED'},
      "due" = CASE WHEN ${solved} THEN ${until} ELSE i."solveBy" END
    FROM kept WHERE i."id" = kept."issueId" RETURNING i."id"`
  return rows.length > 0
}

/** What whoever asked may say of the issue: a supplier, or the unit. */
export interface PartyWord {
  readonly issueId: number
  /** solved closes it; not-solved and a reply want an answer again, of a closed one too. */
  readonly kind: 'solved' | 'not-solved' | 'reply'
  readonly text: string
  /** Who of the unit says it; absent for a supplier. */
  readonly personId?: number
  readonly onceKey: string
}

const NOTE = { solved: 'SOLVED', 'not-solved': 'NOT_SOLVED', reply: 'REPLIED' } as const

/** Keeps the asker's word; false when it was kept before. */
export async function hearParty(
  tx: Tx,
  { issueId, kind, text, personId, onceKey }: PartyWord,
  { calendar, issues, at }: IssueMeans,
): Promise<boolean> {
  const solved = kind === 'solved'
  const due = workdaysAfter(calendar, officeDay(at), issues.answer)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH kept AS (
      INSERT INTO "IssueNote" ("issueId", "side", "personId", "kind", "text", "onceKey", "at")
      VALUES (${issueId}::int, 'party', ${personId ?? null}::int, ${NOTE[kind]}, ${text}, ${onceKey}, ${at}::timestamptz)
      ON CONFLICT ("onceKey") DO NOTHING RETURNING "issueId")
    UPDATE "Issue" i SET "state" = ${solved ? 'CLOSED' : 'OPEN'}, "due" = CASE WHEN ${solved} THEN NULL ELSE ${due} END
    FROM kept WHERE i."id" = kept."issueId" RETURNING i."id"`
  return rows.length > 0
}
