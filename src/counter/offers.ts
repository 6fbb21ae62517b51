import { z } from 'zod'
import { officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { Answer } from '../dialogue/index.ts'
import { TWO_SIDED } from '../ledger/index.ts'
import type { CounterTurn } from './parts.ts'
import { askFact, offerSurvey, tellAnswer } from './sayings.ts'
import { MESSAGES, WINDOW_MS } from './window.ts'

const Note = z.object({
  id: z.number(),
  issueId: z.number(),
  kind: z.enum(['ANSWERED', 'DONE']),
  text: z.string(),
})

/** What the office has answered since, each issue once with its last word. */
async function answersSince(tx: Tx, issueIds: readonly number[], since: Date) {
  if (issueIds.length === 0) return []
  return z.array(Note).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT DISTINCT ON (n."issueId") n."id", n."issueId", n."kind", n."text" FROM "IssueNote" n
      WHERE n."issueId" = ANY(${[...issueIds]}::int[]) AND n."side" = 'office' AND n."kind" IN ('ANSWERED', 'DONE')
        AND n."at" > ${since}::timestamptz
      ORDER BY n."issueId", n."id" DESC`,
  )
}

/** Something to tell a customer of, and what it is known by once it was told. */
export interface News {
  readonly keys: readonly string[]
  readonly answer: Answer
}

/** What has come up for a customer and was not shown to her yet, most urgent first. */
export async function newFor(turn: CounterTurn): Promise<News[]> {
  const { own, tx, at, parts, customer } = turn
  const since = customer.offeredAt ?? new Date(0)
  const issues = await own.issues()
  const answers = await answersSince(
    tx,
    issues.map(({ issue }) => issue.id),
    since,
  )
  const told = answers.flatMap((note) => {
    const found = issues.find(({ issue }) => issue.id === note.issueId)
    if (!found || found.issue.state === 'CLOSED') return []
    return [{ keys: [`answer:${note.id}`], answer: tellAnswer(found, note) }]
  })
  // One question at a time: the other facts follow its answer.
  const facts = (await own.facts()).filter(
    ({ fact }) => fact.heard === undefined && fact.recordedAt > since,
  )
  const [fact] = facts
  const asked = fact && {
    keys: facts.map((one) => `fact:${one.fact.id}`),
    answer: askFact(fact, officeDay(at)),
  }
  const surveys = (await own.surveys())
    .filter(({ createdAt }) => createdAt > since)
    .map((survey) => ({
      keys: [`survey:${survey.id}`],
      answer: offerSurvey(survey, parts.surveyTitle(survey.occasion)),
    }))
  const isNew = ({ keys }: News): boolean =>
    !keys.every((key) => customer.memory.offered.includes(key))
  return [...told, ...(asked ? [asked] : []), ...surveys].filter(isNew)
}

/** What is remembered once some of the news was shown: with nothing left, the moment alone. */
export function afterTelling(
  { customer, at }: CounterTurn,
  news: readonly News[],
  shown: number,
): { readonly offered: string[]; readonly offeredAt: Date | null } {
  if (shown >= news.length) return { offered: [], offeredAt: at }
  const keys = news.slice(0, shown).flatMap((one) => one.keys)
  const offered = [...customer.memory.offered, ...keys]
  return { offered, offeredAt: customer.offeredAt }
}

/** Customers whom we may write to and for whom something may have come up since they were last told. */
export async function customersWithNews(tx: Tx, openKfId: string, at: Date): Promise<number[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT DISTINCT c."id" FROM "KfCustomer" c
    JOIN "KfBinding" b ON b."customerId" = c."id"
    JOIN "StandingLink" k ON k."tokenHash" = b."tokenHash" AND k."revokedAt" IS NULL
    WHERE c."openKfId" = ${openKfId} AND c."lastOwnAt" > ${new Date(at.getTime() - WINDOW_MS)}::timestamptz
      AND c."sentSince" < ${MESSAGES}::int
      AND (EXISTS (
          SELECT 1 FROM "LedgerEvent" e JOIN "LiveEvent" v ON v."eventId" = e."id"
          WHERE e."lotId" = k."lotId" AND e."kind" = ANY(${[...TWO_SIDED]}::text[])
            AND e."recordedAt" > COALESCE(c."offeredAt", '-infinity')
            AND NOT EXISTS (SELECT 1 FROM "PartyWord" w WHERE w."eventId" = e."id"))
        OR EXISTS (
          SELECT 1 FROM "Invitation" i WHERE i."lotId" = k."lotId" AND i."partyId" = k."partyId"
            AND i."usedOn" IS NULL AND i."revokedAt" IS NULL AND i."createdAt" > COALESCE(c."offeredAt", '-infinity'))
        OR EXISTS (
          SELECT 1 FROM "Issue" s JOIN "IssueNote" n ON n."issueId" = s."id"
          WHERE s."lotId" = k."lotId" AND s."partyId" = k."partyId" AND n."side" = 'office'
            AND n."at" > COALESCE(c."offeredAt", '-infinity')))
    ORDER BY 1`
  return z
    .array(z.object({ id: z.number() }))
    .parse(rows)
    .map(({ id }) => id)
}
