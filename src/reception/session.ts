import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { Draft, Submission } from '../dialogue/index.ts'

/** A card that we sent, as it stands now. */
export interface SentCard {
  readonly draftId?: string
  /** Nothing has taken its place yet. */
  readonly open: boolean
  /** The buttons' texts by key. */
  readonly labels: Readonly<Record<string, string>>
  readonly about?: Readonly<Record<string, unknown>>
}

/** What is remembered of a person's conversation between two messages. */
export interface Remembered {
  readonly drafts: readonly Draft[]
  readonly last?: Submission
  /** Pictures that wait for somebody to say what they belong to. */
  readonly heldPhotos: readonly string[]
  /** The card a tap came from, when we sent it. */
  readonly card?: SentCard
}

/** A draft was checked when the engine made it and only the engine writes it; here its envelope suffices. */
const storedDraft = z.custom<Draft>(
  (value) => typeof value === 'object' && value !== null && 'id' in value && 'step' in value,
)

const row = z.object({
  held: z.array(z.number()).nullable(),
  drafts: z.array(storedDraft).nullable(),
  last: z
    .object({
      id: z.string(),
      dialogue: z.string(),
      draftId: z.string(),
      at: z.string(),
      when: z.string(),
      brief: z.string(),
    })
    .nullable(),
  card: z
    .object({
      draftId: z.string().nullable(),
      open: z.boolean(),
      body: z.object({
        labels: z.record(z.string(), z.string()),
        about: z.record(z.string(), z.unknown()).optional(),
      }),
    })
    .nullable(),
})

/**
 * Everything of one person's conversation, in one round trip. `taskId` names the card that was tapped,
 * `heldSince` is when the oldest picture came that may still find its report.
 */
export async function remember(
  tx: Tx,
  person: { readonly id: number; readonly userid: string },
  { heldSince, taskId }: { readonly heldSince: Date; readonly taskId?: string | undefined },
): Promise<Remembered> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT
      (SELECT json_agg("body" ORDER BY "startedAt", "id") FROM "Draft"
        WHERE "personId" = ${person.id} AND "status" IN ('OPEN', 'PARKED')) AS "drafts",
      (SELECT json_build_object('id', "recorded"->>'ref', 'when', "recorded"->>'when', 'dialogue', "dialogue", 'draftId', "draftId",
          'at', to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'brief', "summary")
        FROM "Submission" WHERE "personId" = ${person.id} AND "undoneAt" IS NULL
        ORDER BY "at" DESC, "id" DESC LIMIT 1) AS "last",
      (SELECT json_agg("id" ORDER BY "id") FROM "Attachment" WHERE "personId" = ${person.id} AND "draftId" IS NULL
        AND "status" <> 'FAILED' AND "receivedAt" >= ${heldSince}::timestamptz) AS "held",
      (SELECT json_build_object('draftId', "draftId", 'open', "closedAt" IS NULL, 'body', "body")
        FROM "Card" WHERE "taskId" = ${taskId ?? ''} AND "userid" = ${person.userid}) AS "card"`
  const { drafts, last, held, card } = row.parse(rows[0])
  return {
    drafts: drafts ?? [],
    heldPhotos: (held ?? []).map(String),
    ...(last && { last }),
    ...(card && {
      card: {
        open: card.open,
        labels: card.body.labels,
        ...(card.draftId !== null && { draftId: card.draftId }),
        ...(card.body.about && { about: card.body.about }),
      },
    }),
  }
}

/** The status column of a draft: OPEN or PARKED while it lives, else how it ended. */
const statusOf = (draft: Draft): string =>
  draft.ended?.toUpperCase() ?? (draft.parked ? 'PARKED' : 'OPEN')

/** Stores the drafts of a turn in one statement: new ones are inserted, known ones take their new state. */
export async function storeDrafts(
  tx: Tx,
  personId: number,
  drafts: readonly Draft[],
  at: Date,
): Promise<void> {
  if (drafts.length === 0) return
  const rows = JSON.stringify(
    drafts.map((draft) => ({
      id: draft.id,
      dialogue: draft.dialogue,
      version: draft.version,
      body: draft,
      status: statusOf(draft),
    })),
  )
  // Parked ones first: at most one draft of a person may be OPEN at any moment of the statement.
  await tx.$executeRaw`
    INSERT INTO "Draft" ("id", "personId", "dialogue", "version", "body", "status", "startedAt", "touchedAt")
    SELECT n."id", ${personId}, n."dialogue", n."version", n."body", n."status", ${at}, ${at}
    FROM jsonb_to_recordset(${rows}::jsonb) AS n("id" text, "dialogue" text, "version" int, "body" jsonb, "status" text)
    ORDER BY n."status" = 'OPEN'
    ON CONFLICT ("id") DO UPDATE SET "version" = EXCLUDED."version", "body" = EXCLUDED."body",
      "status" = EXCLUDED."status", "touchedAt" = EXCLUDED."touchedAt"`
}

/** Remembers what was just recorded, so that its author can take it back. */
export async function storeSubmission(
  tx: Tx,
  personId: number,
  { id, when, dialogue, draftId, brief }: Submission,
  at: Date,
): Promise<void> {
  const recorded = JSON.stringify({ ref: id, when })
  await tx.$executeRaw`
    INSERT INTO "Submission" ("personId", "draftId", "dialogue", "recorded", "summary", "at")
    VALUES (${personId}, ${draftId}, ${dialogue}, ${recorded}::jsonb, ${brief}, ${at})
    ON CONFLICT ("draftId") DO NOTHING`
}
