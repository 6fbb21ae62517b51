import { z } from 'zod'
import { type Clock, type Entropy, officeDay } from '../base/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { type Dialogues, type Draft, nudgeOf } from '../dialogue/index.ts'
import { enqueuePushes, type NewPush, type PushBoss } from '../notify/index.ts'
import { newCard } from './keep.ts'
import { activeReply } from './out.ts'

/** What reminding of half-finished reports stands on. */
export interface NudgeMeans {
  readonly database: Database
  readonly dialogues: Dialogues
  readonly boss: PushBoss
  readonly entropy: Entropy
  readonly clock: Clock
  wake(): void
}

/** Drafts of one run. */
const BATCH = 100

const row = z.object({
  draft: z.custom<Draft>((value) => typeof value === 'object' && value !== null && 'id' in value),
  userid: z.string(),
  useridShown: z.string(),
  name: z.string(),
  rows: z.number(),
})

/** Reminds people of the drafts whose time has come, each once and never again; how many. */
export async function nudge(means: NudgeMeans): Promise<number> {
  const now = means.clock.now()
  const count = await means.database.transaction(async (tx) => {
    const due = await takeDue(tx, now)
    const pushes: NewPush[] = []
    for (const one of due) pushes.push(...(await pushesFor(means, tx, one, now)))
    if (pushes.length > 0) await enqueuePushes(tx, means.boss, pushes, now)
    return pushes.length
  })
  if (count > 0) means.wake()
  return count
}

/** Marks what is due as said, of people who hold a role today. What a turn has under its hands is left to the next minute. */
async function takeDue(tx: Tx, now: Date): Promise<z.infer<typeof row>[]> {
  const today = officeDay(now)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH due AS (
      SELECT "id" FROM "Draft" WHERE "nudgeAt" <= ${now} ORDER BY "nudgeAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED),
    said AS (
      UPDATE "Draft" d SET "nudgeAt" = NULL, "nudgedAt" = ${now} FROM due WHERE d."id" = due."id"
      RETURNING d."personId", d."status", d."body")
    SELECT said."body" AS "draft", p."userid", p."useridShown", p."name",
      (SELECT count(*) FROM "Draft" o WHERE o."personId" = said."personId" AND o."status" IN ('OPEN', 'PARKED')
        AND (o."body" #>> '{batch,id}') = (said."body" #>> '{batch,id}'))::int AS "rows"
    FROM said JOIN "Person" p ON p."id" = said."personId"
    WHERE said."status" = 'OPEN' AND EXISTS (
      SELECT 1 FROM "Appointment" a WHERE a."personId" = p."id" AND a."fromDay" <= ${today}
        AND (a."toDay" IS NULL OR a."toDay" > ${today}))`
  return z.array(row).parse(rows)
}

async function pushesFor(
  { dialogues, entropy }: NudgeMeans,
  tx: Tx,
  { draft, userid, useridShown, name, rows }: z.infer<typeof row>,
  now: Date,
): Promise<NewPush[]> {
  const reply = nudgeOf(dialogues, draft, rows, { 'person.name': name })
  if (!reply) return []
  const { taskId, bodies } = activeReply(entropy, reply, dialogues.common.card)
  if (taskId) await tx.$executeRaw(newCard(userid, { taskId, reply }, now))
  return bodies.map((body, part) => ({
    kind: 'SEND' as const,
    queue: 'digest' as const,
    userid: useridShown,
    template: 'draft-nudge',
    version: 1,
    // A card is plain JSON; its type says `unknown` for the values.
    body: JSON.parse(JSON.stringify(body)),
    reasons: [],
    dedupeKey: `draft-nudge/${draft.id}/${part}`,
  }))
}
