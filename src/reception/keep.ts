import { z } from 'zod'
import { type EndingTx, isNothingWritten, Prisma } from '../db/index.ts'
import type { Draft, Reply, Submission } from '../dialogue/index.ts'
import { type NewLearnedName, storingLearnedNames } from '../ledger/index.ts'
import {
  type AtOnce,
  type JobFiling,
  type NewPush,
  readStored,
  type StoredLane,
  storedLanes,
  storingSteps,
} from '../notify/index.ts'
import type { Answer } from './answer.ts'
import { StoredMeanwhile } from './inbound-row.ts'
import { keepingMisunderstood, type NewMisunderstood } from './misunderstood.ts'

/** What a conversation came to in one turn. */
export interface Talked {
  readonly personId: number
  /** New ones, and known ones in their new state. */
  readonly drafts: readonly Draft[]
  /** When the person is to be reminded of a report left half-way; undefined where never. */
  readonly nudgeAt?: Date | undefined
  /** What was just recorded, so that its author can take it back. */
  readonly submissions: readonly Submission[]
  /** What people call things, learned from what was confirmed. */
  readonly learned: readonly NewLearnedName[]
  /** What could not be made sense of. */
  readonly misunderstood?: NewMisunderstood
}

const Kept = z.tuple([z.object({ stored: z.unknown() })])

/** What a turn leaves behind. */
export interface TurnRecord {
  readonly message: {
    readonly dedupeKey: string
    readonly userid: string
    readonly was: 'new' | 'pending'
  }
  /** What a repeat of the message gets again. */
  readonly answer: Answer
  readonly talked?: Talked
  /** A card that is about to be sent; earlier ones of the conversation close. */
  readonly card?: { readonly taskId: string; readonly reply: Reply }
  /** The conversation moved on without a card: a tap on an earlier one is stale from now on. */
  readonly closing: boolean
  /** What is to be sent, in this order. */
  readonly pushes: readonly NewPush[]
  /** Set where it is to be sent by this process as soon as it is committed. */
  readonly atOnce: AtOnce | undefined
}

/**
 * Writes all of it, the jobs of the pushes too, in one statement that ends the transaction, and gives what is to be sent now. Throws StoredMeanwhile where a message that was
 * `new` at the turn's start is stored by now: nobody would hear what the callback was to say.
 */
export async function keepTurn(
  tx: EndingTx,
  filing: JobFiling,
  turn: TurnRecord,
  at: Date,
): Promise<StoredLane[]> {
  const { talked, card, message } = turn
  const photos = talked?.drafts.flatMap(({ id, photos }) =>
    photos.map((photo) => ({ id: Number(photo), draftId: id })),
  )
  const steps = [
    ...(talked && talked.drafts.length > 0 ? [Prisma.sql`draft AS (${drafts(talked, at)})`] : []),
    ...(photos && photos.length > 0 ? [Prisma.sql`photo AS (${links(photos)})`] : []),
    ...(talked && talked.submissions.length > 0
      ? [Prisma.sql`submission AS (${submissions(talked.personId, talked.submissions, at)})`]
      : []),
    ...(talked && talked.learned.length > 0
      ? [Prisma.sql`learned AS (${storingLearnedNames(talked.learned, at)})`]
      : []),
    ...(talked?.misunderstood
      ? [Prisma.sql`misunderstood AS (${keepingMisunderstood(talked.misunderstood, at)})`]
      : []),
    ...(card || turn.closing ? [Prisma.sql`closed AS (${closeCards(message.userid, at)})`] : []),
    ...(card ? [Prisma.sql`card AS (${newCard(message.userid, card, at)})`] : []),
    ...storingSteps(filing, turn.pushes, at, turn.atOnce),
    Prisma.sql`done AS (${done(turn, at)} RETURNING 1)`,
  ]
  const stored = turn.pushes.length > 0 ? storedLanes : Prisma.sql`NULL`
  const rows = await tx
    .$commitRaw(Prisma.sql`
      WITH ${Prisma.join(steps, ', ')}
      SELECT 1 / (SELECT count(*) FROM done) AS "marked", ${stored} AS "stored"`)
    .catch((failure: unknown) => {
      throw isNothingWritten(failure) ? new StoredMeanwhile() : failure
    })
  const [kept] = Kept.parse(rows)
  return readStored(kept.stored)
}

/** The status column of a draft: OPEN or PARKED while it lives, else how it ended. */
const statusOf = (draft: Draft): string =>
  draft.ended?.toUpperCase() ?? (draft.parked ? 'PARKED' : 'OPEN')

function drafts({ personId, drafts, nudgeAt }: Talked, at: Date): Prisma.Sql {
  const rows = JSON.stringify(
    drafts.map((draft) => ({
      id: draft.id,
      dialogue: draft.dialogue,
      version: draft.version,
      body: draft,
      status: statusOf(draft),
      nudgeAt: statusOf(draft) === 'OPEN' && !draft.step.at.startsWith('undo') ? nudgeAt : null,
    })),
  )
  // Parked ones first: at most one draft of a person may be OPEN at any moment of the statement.
  return Prisma.sql`
    INSERT INTO "Draft" ("id", "personId", "dialogue", "version", "body", "status", "startedAt", "touchedAt", "nudgeAt")
    SELECT n."id", ${personId}::int, n."dialogue", n."version", n."body", n."status", ${at}::timestamptz, ${at}::timestamptz, n."nudgeAt"
    FROM jsonb_to_recordset(${rows}::jsonb) AS n("id" text, "dialogue" text, "version" int, "body" jsonb, "status" text, "nudgeAt" timestamptz)
    ORDER BY n."status" = 'OPEN'
    ON CONFLICT ("id") DO UPDATE SET "version" = EXCLUDED."version", "body" = EXCLUDED."body",
      "status" = EXCLUDED."status", "touchedAt" = EXCLUDED."touchedAt",
      "nudgeAt" = CASE WHEN "Draft"."nudgedAt" IS NULL THEN EXCLUDED."nudgeAt" END`
}

/** Ties the pictures of the drafts to them, so that a picture nobody claimed can be told apart. */
function links(photos: readonly { readonly id: number; readonly draftId: string }[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Attachment" a SET "draftId" = n."draftId"
    FROM jsonb_to_recordset(${JSON.stringify(photos)}::jsonb) AS n("id" int, "draftId" text)
    WHERE a."id" = n."id"`
}

function submissions(personId: number, given: readonly Submission[], at: Date): Prisma.Sql {
  const rows = given.map(({ id, when, dialogue, draftId, brief }) => ({
    dialogue,
    draftId,
    brief,
    recorded: { ref: id, when },
  }))
  return Prisma.sql`
    INSERT INTO "Submission" ("personId", "draftId", "dialogue", "recorded", "summary", "at")
    SELECT ${personId}::int, n."draftId", n."dialogue", n."recorded", n."brief", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n("draftId" text, "dialogue" text, "recorded" jsonb, "brief" text)
    ON CONFLICT ("draftId") DO NOTHING`
}

function closeCards(userid: string, at: Date): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Card" SET "closedAt" = ${at}
    WHERE "userid" = ${userid} AND "closedAt" IS NULL AND "draftId" IS NOT NULL`
}

/** The card that a tap will refer to. */
export function newCard(
  userid: string,
  { taskId, reply }: NonNullable<TurnRecord['card']>,
  at: Date,
): Prisma.Sql {
  const labels = Object.fromEntries(reply.buttons.map(({ key, label }) => [key, label]))
  return Prisma.sql`
    INSERT INTO "Card" ("taskId", "userid", "draftId", "body", "createdAt")
    VALUES (${taskId}, ${userid}, ${reply.draftId ?? null}, ${JSON.stringify({ labels, about: reply.about })}::jsonb, ${at})`
}

function done({ message, answer }: TurnRecord, at: Date): Prisma.Sql {
  const { dedupeKey, userid, was } = message
  const reply = JSON.stringify(answer)
  return was === 'new'
    ? Prisma.sql`
        INSERT INTO "Inbound" ("dedupeKey", "userid", "status", "reply", "receivedAt")
        VALUES (${dedupeKey}, ${userid}, 'DONE', ${reply}::jsonb, ${at})
        ON CONFLICT ("dedupeKey") DO NOTHING`
    : Prisma.sql`
        UPDATE "Inbound" SET "status" = 'DONE', "reply" = ${reply}::jsonb, "body" = NULL
        WHERE "dedupeKey" = ${dedupeKey}`
}
