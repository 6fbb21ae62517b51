import { officeDay } from '../base/index.ts'
import { hearParty, issueOf, openIssue, TROUBLES } from '../cases/index.ts'
import type { Act, Draft, Slots } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import { sayByChat } from '../surveys/index.ts'
import { isContact } from './contact-book.ts'
import type { OwnContract } from './own.ts'
import { contractIn } from './own-kinds.ts'
import type { CounterTurn } from './parts.ts'
import { wording } from './wording.ts'

/** An action that records what a customer confirmed. */
export interface SupplierAction {
  readonly fillings: readonly string[]
  act(slots: Slots, draft: Draft, turn: CounterTurn): Promise<Act>
}

const textIn = (slots: Slots, name: string): string => String(slots[name]?.value ?? '')

const refused = (key: 'contract-none' | 'survey-over' | 'issue-over'): Act => ({
  kind: 'refused',
  filling: { reason: wording.say(key) },
})

/** What came of a call for help. */
interface Opened {
  readonly n: string
  readonly day: string
  readonly url: string
}

async function open(
  slots: Slots,
  contract: OwnContract,
  onceKey: string,
  { parts, tx, at }: CounterTurn,
): Promise<Opened | undefined> {
  const kind = TROUBLES.find((one) => one === slots.trouble?.value) ?? 'OTHER'
  const means = { calendar: parts.calendar, issues: parts.issues, at, entropy: parts.entropy }
  const wanted = {
    origin: 'CHAT' as const,
    kind,
    unitId: contract.view.state.history.unit.id,
    lotId: contract.lotId,
    partyId: contract.partyId,
    text: textIn(slots, 'text'),
    onceKey,
  }
  const opened = await openIssue(tx, wanted, means)
  const issue = opened && (await issueOf(tx, opened.issueId))
  if (!issue) return undefined
  return {
    n: String(issue.id),
    day: issue.due === null ? '' : sayDay(issue.due, { today: officeDay(at) }),
    url: `${parts.publicOrigin}/h/${opened.token}`,
  }
}

const openIssueAction: SupplierAction = {
  fillings: ['n', 'day', 'url'],
  async act(slots, draft, turn) {
    const contract = await contractIn(slots, turn)
    if (!contract) return refused('contract-none')
    const opened = await open(slots, contract, `kf:draft:${draft.id}`, turn)
    if (!opened) return { kind: 'again', filling: {} }
    return { kind: 'done', id: `issue:${opened.n}`, filling: { ...opened } }
  },
}

const PAID = { YES: 'yes', NO: 'no', UNKNOWN: 'unknown' } as const

const answerSurveyAction: SupplierAction = {
  fillings: ['help-line', 'link-line'],
  async act(slots, _draft, turn) {
    const { own, parts, tx, at, customer } = turn
    const [id] = Array.isArray(slots.survey?.value) ? slots.survey.value : []
    const survey = (await own.surveys()).find((one) => String(one.id) === id)
    if (!survey) return refused('survey-over')
    const { lotId, partyId } = survey.contract
    const help = slots.help?.value === 'YES'
    const answer = textIn(slots, 'paid')
    const paid =
      answer === 'YES' || answer === 'NO' || answer === 'UNKNOWN' ? PAID[answer] : undefined
    const { externalUserid } = customer
    const by = { externalUserid, isNamed: await isContact(tx, externalUserid) }
    const said = { invitationId: survey.id, lotId, partyId, help, paid, by }
    const token = await sayByChat(tx, said, { entropy: parts.entropy, at })
    if (token === undefined) return refused('survey-over')
    // The key of the chore that would open one without words: this one has them.
    const opened = help
      ? await open(slots, survey.contract, `survey:${survey.id}`, turn)
      : undefined
    return {
      kind: 'done',
      id: `survey:${survey.id}`,
      filling: {
        'help-line': opened ? wording.say('survey-help', { n: opened.n, day: opened.day }) : '',
        'link-line': wording.say('survey-link', { url: `${parts.publicOrigin}/s/${token}` }),
      },
    }
  },
}

const addToIssueAction: SupplierAction = {
  fillings: ['n', 'day'],
  async act(slots, draft, { own, parts, tx, at }) {
    const id = slots.issue?.value
    const found = (await own.issues()).find(({ issue }) => issue.id === id)
    if (!found) return refused('issue-over')
    const issueId = found.issue.id
    const onceKey = `kf:draft:${draft.id}`
    const means = { calendar: parts.calendar, issues: parts.issues, at }
    const word = { issueId, kind: 'reply' as const, text: textIn(slots, 'text'), onceKey }
    if (!(await hearParty(tx, word, means))) return { kind: 'again', filling: {} }
    const now = await issueOf(tx, issueId)
    const day = now?.due ? sayDay(now.due, { today: officeDay(at) }) : ''
    return { kind: 'done', id: `issue:${issueId}`, filling: { n: String(issueId), day } }
  },
}

/** Every action by its name. */
export const supplierActions: Readonly<Record<string, SupplierAction>> = {
  'open-issue': openIssueAction,
  'answer-survey': answerSurveyAction,
  'add-to-issue': addToIssueAction,
}
