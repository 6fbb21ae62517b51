import { z } from 'zod'
import { type Day, isDay, officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { EVENT_KINDS, type EventKind } from './kinds.ts'

/** A reported event that its supplier contradicts, and nobody has settled yet. */
export interface OpenDispute {
  readonly sectionId: number
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  readonly lotName: string
  readonly unitId: number
  readonly unitName: string
  readonly party: string
  readonly kind: EventKind
  readonly word: 'NO' | 'NOT_YET'
  /** The last quiet day; null where no calendar says. */
  readonly settleBy: Day | null
  /** The office's day on which it was opened. */
  readonly openedOn: Day
}

const Row = z.object({
  sectionId: z.number(),
  lotId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotName: z.string(),
  unitId: z.number(),
  unitName: z.string(),
  party: z.string(),
  kind: z.enum(EVENT_KINDS),
  word: z.enum(['NO', 'NOT_YET']),
  settleBy: z.string().refine(isDay).nullable(),
  openedAt: z.date(),
})

/** Those that were open at an instant, of units of these sections, oldest first. By index: the open ones only. */
export async function openDisputes(
  tx: Tx,
  sectionIds: readonly number[],
  at: Date,
): Promise<OpenDispute[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."sectionId", l."id" AS "lotId", p."code", l."no" AS "lotNo", l."name" AS "lotName", u."id" AS "unitId",
      u."name" AS "unitName", v."name" AS "party", e."kind", w."word", d."settleBy", d."openedAt"
    FROM "Dispute" d JOIN "LedgerEvent" e ON e."id" = d."eventId"
    JOIN "Lot" l ON l."id" = d."lotId" JOIN "Project" p ON p."id" = l."projectId" JOIN "Unit" u ON u."id" = p."unitId"
    JOIN LATERAL (SELECT pw."word", pw."partyId" FROM "PartyWord" pw WHERE pw."eventId" = d."eventId" ORDER BY pw."id" DESC LIMIT 1) w ON true
    JOIN "Party" v ON v."id" = w."partyId"
    WHERE d."closedAt" IS NULL AND d."openedAt" <= ${at}::timestamptz AND w."word" <> 'YES'
      AND u."sectionId" = ANY(${[...sectionIds]}::int[])
    ORDER BY d."openedAt", d."eventId"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ openedAt, ...dispute }) => ({ ...dispute, openedOn: officeDay(openedAt) }))
}
