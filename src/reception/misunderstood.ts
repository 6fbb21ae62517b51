import { z } from 'zod'
import { Prisma, type Tx } from '../db/index.ts'
import type { Draft } from '../dialogue/index.ts'
import { withoutPersonalData } from '../language/index.ts'

/** Words that a turn could make nothing of, without personal data. */
export interface NewMisunderstood {
  readonly words: string
  /** The dialogue and slot that were open, as `report-stage:date`. */
  readonly asked?: string
}

/** Of a long message the beginning tells enough. */
const LONGEST = 200

/** The words of a turn that missed, with the question that was open before it. */
export function misunderstoodIn(
  text: string,
  speaker: string,
  before: readonly Draft[],
): NewMisunderstood {
  const open = before.find((draft) => !draft.parked)
  const slot = open?.step.at === 'slot' ? open.step.slot : open?.step.at
  return {
    words: withoutPersonalData(text.slice(0, LONGEST), [speaker]),
    ...(open && { asked: `${open.dialogue}:${slot}` }),
  }
}

/** The statement that keeps it, to be joined to the other writes of the turn. */
export function keepingMisunderstood({ words, asked }: NewMisunderstood, at: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "Misunderstood" ("words", "asked", "at") VALUES (${words}, ${asked ?? null}, ${at})`
}

const Row = z.object({
  words: z.string(),
  asked: z.string().nullable(),
  at: z.date().transform((at) => at.toISOString()),
})

/** A message that was not understood: ISO instant in UTC, masked words, what was asked (null: nothing). */
export type Misunderstood = z.infer<typeof Row>

/** What was not understood since an instant, oldest first; the newest `limit` of it. */
export async function listMisunderstood(
  tx: Tx,
  { since, limit }: { readonly since?: Date; readonly limit: number },
): Promise<Misunderstood[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "words", "asked", "at" FROM "Misunderstood" WHERE "at" >= ${since ?? new Date(0)}
    ORDER BY "at" DESC, "id" DESC LIMIT ${limit}`
  return z.array(Row).parse(rows).reverse()
}
