import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { Draft, Submission } from '../dialogue/index.ts'
import { type OfficePerson, personIn, personJson } from '../people/index.ts'
import { inboundRow, type Known, knownIn } from './inbound-row.ts'

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
  /** Everything submitted in the same breath and not yet taken back. */
  readonly together?: readonly Submission[]
  /** Pictures that wait for somebody to say what they belong to. */
  readonly heldPhotos: readonly string[]
  /** The card a tap came from, when we sent it. */
  readonly card?: SentCard
}

/** Everything a turn begins with. */
export interface Recalled {
  readonly before: Known
  /** Undefined when the office does not know the account. */
  readonly person?: OfficePerson
  readonly remembered: Remembered
}

/** A draft was checked when the engine made it and only the engine writes it; here its envelope suffices. */
const storedDraft = z.custom<Draft>(
  (value) => typeof value === 'object' && value !== null && 'id' in value && 'step' in value,
)

const row = z.object({
  inbound: inboundRow.nullable(),
  person: z.unknown(),
  held: z.array(z.number()).nullable(),
  drafts: z.array(storedDraft).nullable(),
  together: z
    .array(
      z.object({
        id: z.string(),
        dialogue: z.string(),
        draftId: z.string(),
        at: z.string(),
        when: z.string(),
        brief: z.string(),
      }),
    )
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
 * Whether the message came before, who sends it, and everything of that person's conversation, in one round trip.
 * Call it under the person's lock. `taskId` names the card that was tapped, `heldSince` is when the oldest
 * picture came that may still find its report.
 */
export async function recall(
  tx: Tx,
  message: { readonly dedupeKey: string; readonly userid: string },
  {
    today,
    heldSince,
    taskId,
  }: { readonly today: Day; readonly heldSince: Date; readonly taskId?: string | undefined },
): Promise<Recalled> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT
      (SELECT json_build_object('status', "status", 'reply', "reply") FROM "Inbound"
        WHERE "dedupeKey" = ${message.dedupeKey}) AS "inbound",
      ${personJson(message.userid, today)} AS "person",
      (SELECT json_agg("body" ORDER BY "startedAt", "id") FROM "Draft"
        WHERE "personId" = me."id" AND "status" IN ('OPEN', 'PARKED')) AS "drafts",
      (SELECT json_agg(json_build_object('id', "recorded"->>'ref', 'when', "recorded"->>'when', 'dialogue', "dialogue", 'draftId', "draftId",
          'at', to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'brief', "summary") ORDER BY "id")
        FROM "Submission" WHERE "personId" = me."id" AND "undoneAt" IS NULL AND "at" = (
          SELECT max("at") FROM "Submission" WHERE "personId" = me."id" AND "undoneAt" IS NULL)) AS "together",
      (SELECT json_agg("id" ORDER BY "id") FROM "Attachment" WHERE "personId" = me."id" AND "draftId" IS NULL
        AND "status" <> 'FAILED' AND "receivedAt" >= ${heldSince}::timestamptz) AS "held",
      (SELECT json_build_object('draftId', "draftId", 'open', "closedAt" IS NULL, 'body', "body")
        FROM "Card" WHERE "taskId" = ${taskId ?? ''} AND "userid" = ${message.userid}) AS "card"
    FROM (SELECT 1) one LEFT JOIN "Person" me ON me."userid" = ${message.userid}`
  const { inbound, drafts, together, held, card, ...found } = row.parse(rows[0])
  const person = personIn(found.person)
  const last = together?.at(-1)
  return {
    before: knownIn(inbound),
    ...(person && { person }),
    remembered: {
      drafts: drafts ?? [],
      heldPhotos: (held ?? []).map(String),
      ...(last && together && { last, together }),
      ...(card && {
        card: {
          open: card.open,
          labels: card.body.labels,
          ...(card.draftId !== null && { draftId: card.draftId }),
          ...(card.body.about && { about: card.body.about }),
        },
      }),
    },
  }
}
