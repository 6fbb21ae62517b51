import type { Clock, Entropy } from '../base/index.ts'
import { officeDay } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import {
  hearParty,
  type IssuePolicy,
  issueBehind,
  openIssue,
  type Trouble,
} from '../cases/index.ts'
import type { Database } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { readLots } from '../ledger/index.ts'
import { troubleWords } from '../supervision/index.ts'
import { lookAtStandingLink, openStandingLink } from '../surveys/index.ts'

/** The supplier's page of an issue, over the business; shapes as `pages` needs them. */
export function openIssueDesk(means: {
  readonly database: Database
  readonly clock: Clock
  readonly entropy: Entropy
  readonly calendar: Calendar
  readonly issues: IssuePolicy
}) {
  const { database, clock, entropy } = means
  return {
    once: () => entropy.bytes(12).toString('base64url'),
    async open(token: string) {
      const issue = await issueBehind(database.client, token)
      if (!issue) return undefined
      const today = officeDay(clock.now())
      return {
        n: issue.id,
        trouble: troubleWords(issue),
        unit: issue.unit,
        project: issue.lotName ?? undefined,
        state: issue.state,
        day: issue.due === null ? '' : sayDay(issue.due, { today }),
        // Only what a unit asked is taken back, and that has no page.
        notes: issue.notes.flatMap(({ kind, ...note }) =>
          kind === 'WITHDRAWN' ? [] : { ...note, kind, day: sayDay(note.day, { today }) },
        ),
      }
    },
    /** The contract behind a party's standing link. */
    async place(token: string) {
      const link = await lookAtStandingLink(database.client, token)
      if (link.kind !== 'open') return link
      const [lot] = await readLots(database.sql, { lotIds: [link.lotId] })
      if (!lot) return { kind: 'unknown' as const }
      return { kind: 'open' as const, unit: lot.unit.name, project: lot.name }
    },
    /** Opens a call for help of the party behind a standing link; undefined for a form that was sent before. */
    async ask(
      token: string,
      { kind, text, once }: { kind: Trouble; text: string; once: string },
    ): Promise<string | undefined> {
      return database.transaction(async (tx) => {
        const link = await openStandingLink(tx, token, clock.now())
        if (link.kind !== 'open') return undefined
        const [lot] = await readLots(tx, { lotIds: [link.lotId] })
        if (!lot) return undefined
        const { lotId, partyId } = link
        const onceKey = `help:${lotId}:${partyId}:${once}`
        const unitId = lot.unit.id
        const wanted = { origin: 'LINK' as const, kind, unitId, lotId, partyId, text, onceKey }
        return (await openIssue(tx, wanted, { ...means, at: clock.now() }))?.token
      })
    },
    async say(
      token: string,
      word: { kind: 'solved' | 'not-solved' | 'reply'; text: string; once: string },
    ): Promise<void> {
      await database.transaction(async (tx) => {
        const issue = await issueBehind(tx, token)
        if (!issue) return
        const onceKey = `page:${issue.id}:${word.once}`
        await hearParty(
          tx,
          { issueId: issue.id, kind: word.kind, text: word.text, onceKey },
          { ...means, at: clock.now() },
        )
      })
    },
  }
}
