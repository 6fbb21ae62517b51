import { type Clock, type Entropy, type Logger, officeDay, tokenHash } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import { enqueuePushes, type PushBoss, textBody } from '../notify/index.ts'
import type { CallbackAnswer } from '../reception/index.ts'
import { handPages, type SurveyOccasion } from '../surveys/index.ts'
import {
  type ContactChange,
  type ContactClient,
  type Failure,
  foreignLine,
  foreignText,
} from '../wecom/index.ts'
import {
  contactsRefused,
  keepWay,
  learnContact,
  newState,
  noteContacts,
  wayPlace,
} from './contact-book.ts'
import {
  claimRequest,
  type DueRequest,
  dueRequests,
  type RequestEnding,
  settleRequest,
} from './contact-requests.ts'
import { type CounterPolicy, isQuiet } from './policy.ts'
import { wording } from './wording.ts'

/** Parties as external contacts of liaisons and section staff: whatever goes to them, a member must confirm. */
export interface Contacts {
  /** Somebody became a contact, or is one no more: kept before the callback is answered. */
  changed(change: ContactChange): Promise<CallbackAnswer>
  /** Where the holder of an open link finds the QR of her contact; undefined where that is off, refused or away. */
  wayTo(token: string): Promise<string | undefined>
  /** Lays what waits for parties before the members whose contacts they are; how many. Doing it twice does no harm. */
  ask(): Promise<number>
}

/** What contacts stand on. */
export interface ContactMeans {
  readonly database: Database
  readonly boss: PushBoss
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Logger
  readonly client: ContactClient
  readonly policy: CounterPolicy
  /** How phones reach us, without a slash at the end. */
  readonly publicOrigin: string
  surveyTitle(occasion: SurveyOccasion): string
  /** Called after a commit that stored pushes to members of the office. */
  wake(): void
}

/** After WeCom refused the app, it is asked again on another day: somebody may have allowed it. */
const REFUSED_MS = 24 * 3_600_000

/** Contacts of one office. */
export function openContacts(means: ContactMeans): Contacts {
  const { database, clock, client, policy, log } = means

  async function isOff(at: Date): Promise<boolean> {
    if (!policy.externalContacts) return true
    const refused = await contactsRefused(database.sql)
    return refused !== undefined && refused.at.getTime() > at.getTime() - REFUSED_MS
  }

  /** Of a refusal of the app itself the operator hears; nobody else does. */
  async function refused({ class: kind, errcode, errmsg }: Failure): Promise<void> {
    if (kind !== 'config') return
    log.warn({ errcode, errmsg }, 'external contacts are not allowed to this app')
    await noteContacts(database.sql, { ...(errcode !== undefined && { errcode }), at: clock.now() })
  }

  async function askOne(due: DueRequest): Promise<RequestEnding | undefined> {
    const { lotId, partyId, invitationId } = due
    const at = clock.now()
    const token = await database.sqlTransaction(async (tx) => {
      if (!(await claimRequest(tx, due, at))) return undefined
      return (await handPages(tx, [{ lotId, partyId }], 'contact', { ...means, at }))[0]
    })
    if (token === undefined) return undefined
    const text = foreignText(
      wording.say('contact-message', {
        unit: due.unit,
        project: due.project,
        title: means.surveyTitle(due.occasion),
        url: `${means.publicOrigin}/p/${token}`,
      }),
    )
    const answer = await client.askToSend({ sender: due.userid, customers: [due.customer], text })
    if (answer.kind === 'failed') await refused(answer)
    const ending = endingOf(answer, due.customer)
    await database.transaction(async (tx) => {
      await settleRequest(tx, invitationId, ending)
      if (ending.kind === 'ASKED') {
        await noteContacts(tx, undefined)
        await enqueuePushes(tx, means.boss, [telling(due)], at)
      } else if (ending.kind !== 'UNSURE')
        // Nobody was given it.
        await tx.$executeRaw`
          UPDATE "StandingLink" SET "revokedAt" = ${at}::timestamptz WHERE "tokenHash" = ${tokenHash(token)}`
    })
    return ending
  }

  return {
    async changed(change) {
      try {
        await learnContact(database.sql, change)
        return { kind: 'empty' }
      } catch (error) {
        log.error({ err: error }, 'change of contacts not stored')
        return { kind: 'unavailable' }
      }
    },
    async wayTo(token) {
      const at = clock.now()
      if (await isOff(at)) return undefined
      const place = await wayPlace(database.sql, token, officeDay(at))
      if (!place) return undefined
      const { userid, configId } = place
      const known = configId === undefined ? undefined : await client.way(configId)
      if (known?.kind === 'way') return known.qrUrl
      // Only what WeCom says is gone is made anew.
      if (known && (known.kind === 'unknown' || known.retryAfterMs !== undefined)) return undefined
      const state = newState(means.entropy)
      const made = await client.addWay({ userid, state })
      if (made.kind === 'failed') await refused(made)
      if (made.kind !== 'way') return undefined
      await keepWay(database.sql, { token, userid, state, configId: made.configId }, at)
      await noteContacts(database.sql, undefined)
      return made.qrUrl
    },
    async ask() {
      const at = clock.now()
      if (isQuiet(policy, at) || (await isOff(at))) return 0
      let asked = 0
      for (const due of await dueRequests(database.sql, at)) {
        const ending = await askOne(due)
        if (ending?.kind === 'ASKED') asked += 1
        // WeCom is away or refuses the app: the others would fare no better.
        if (ending?.kind === 'later') break
      }
      if (asked > 0) means.wake()
      return asked
    },
  }
}

function endingOf(
  answer: Awaited<ReturnType<ContactClient['askToSend']>>,
  customer: string,
): RequestEnding {
  switch (answer.kind) {
    case 'asked':
      return answer.unreachable.includes(customer)
        ? { kind: 'REFUSED', failure: 'not reachable' }
        : { kind: 'ASKED' }
    case 'unknown':
      // A connection that never was has asked nobody; anything else may have, and is not asked twice.
      return answer.reason === 'unreachable'
        ? { kind: 'later' }
        : { kind: 'UNSURE', failure: answer.reason }
    case 'failed':
      return answer.retryAfterMs !== undefined || answer.class === 'config'
        ? { kind: 'later' }
        : { kind: 'REFUSED', failure: `${answer.class} ${answer.errcode ?? ''}`.trim() }
  }
}

/** One line to the member: a message waits for her. */
const telling = ({ userid, party, project, invitationId }: DueRequest) => ({
  kind: 'SEND' as const,
  queue: 'digest' as const,
  userid,
  template: 'contact-confirm',
  version: 1,
  body: textBody(
    wording.say('contact-confirm', { party: foreignLine(party), project: foreignLine(project) }),
  ),
  reasons: [],
  dedupeKey: `contact-confirm/${invitationId}`,
})
