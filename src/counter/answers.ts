import { officeDay } from '../base/index.ts'
import { hearParty } from '../cases/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { hearSupplier } from '../reception/index.ts'
import { handPages } from '../surveys/index.ts'
import { contactWords } from './contact-words.ts'
import { contractWords } from './contract-words.ts'
import { contractIn } from './own-kinds.ts'
import type { CounterTurn } from './parts.ts'
import { aboutIssue, askFact, offerSurvey, sayIssue } from './sayings.ts'
import { wording } from './wording.ts'

/** An answer that a dialogue file for suppliers may name behind `answer.do`. */
export type SupplierAnswer = (slots: Slots, turn: CounterTurn) => Promise<Answer>

/** Issues said at once. */
const ISSUES = 3

const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  list.some((one) => one === value)

/** The next reported fact that nobody has answered, behind what was just said. */
async function nextFact({ own, at }: CounterTurn, before: string): Promise<Answer> {
  const next = (await own.facts()).find(({ fact }) => fact.heard === undefined)
  if (!next) return { text: before }
  const asked = askFact(next, officeDay(at))
  return { ...asked, text: [before, wording.say('fact-more'), asked.text].join('\n') }
}

/** Keeps what she says of a reported fact; without a word it asks about the next one. */
async function hearFact(slots: Slots, turn: CounterTurn): Promise<Answer> {
  const { own, tx, at, parts } = turn
  const today = officeDay(at)
  const facts = await own.facts()
  const word = slots.word?.value
  const open = facts.find(({ fact }) => fact.heard === undefined)
  const asked = slots.fact ? facts.find(({ fact }) => String(fact.id) === slots.fact?.value) : open
  if (!isOneOf(['YES', 'NO', 'NOT_YET'] as const, word))
    return open ? askFact(open, today) : { text: wording.say('fact-none') }
  if (!asked) return { text: wording.say(slots.fact ? 'fact-gone' : 'fact-none') }
  const { contract, fact } = asked
  const party = { id: contract.partyId, name: contract.view.party }
  const { history } = contract.view.state
  const heard = await hearSupplier(parts, tx, { history, fact, party, word, way: 'kf' }, at)
  if (heard.kind === 'no-such-fact') return { text: wording.say('fact-gone') }
  own.forget()
  const said = heard.kind === 'same' ? 'fact-same' : word === 'YES' ? 'fact-yes' : 'fact-no'
  return nextFact(turn, wording.say(said))
}

async function listSurveys(_slots: Slots, { own, parts }: CounterTurn): Promise<Answer> {
  const [first] = await own.surveys()
  return first
    ? offerSurvey(first, parts.surveyTitle(first.occasion))
    : { text: wording.say('surveys-none') }
}

async function myIssues(_slots: Slots, { own, at }: CounterTurn): Promise<Answer> {
  const issues = (await own.issues()).slice(0, ISSUES)
  const today = officeDay(at)
  const [latest] = issues
  if (!latest) return { text: wording.say('issue-none') }
  const text = issues.map((one) => sayIssue(one, today)).join('\n')
  // With several, a tap would be about one of them and nobody could see which.
  return issues.length === 1 ? { text, ...aboutIssue(latest) } : { text }
}

/** 「解决了吗？」 answered by a tap or a word. */
async function hearIssue(slots: Slots, turn: CounterTurn): Promise<Answer> {
  const { own, tx, at, parts, customer } = turn
  const word = slots.word?.value
  const issues = await own.issues()
  const asked = slots.issue
    ? issues.find(({ issue }) => issue.id === slots.issue?.value)
    : issues.find(({ issue }) => issue.state === 'ASKED' || issue.state === 'ANSWERED')
  if (!asked) return { text: wording.say(slots.issue ? 'issue-over' : 'issue-none') }
  if (!isOneOf(['SOLVED', 'NOT_SOLVED'] as const, word)) return myIssues(slots, turn)
  const { id, state, notes } = asked.issue
  const kind = word === 'SOLVED' ? 'solved' : 'not-solved'
  // The same tap after the same state is the same word.
  const onceKey = `kf:${customer.id}:${id}:${notes.length}:${word}`
  const means = { calendar: parts.calendar, issues: parts.issues, at }
  if (state !== 'CLOSED' || word === 'NOT_SOLVED')
    await hearParty(tx, { issueId: id, kind, text: '', onceKey }, means)
  return { text: wording.say(`issue-heard-${word}`, { n: id }) }
}

async function pageLink(slots: Slots, turn: CounterTurn): Promise<Answer> {
  const { tx, at, parts } = turn
  const contract = await contractIn(slots, turn)
  if (!contract) return { text: wording.say('contract-none') }
  const [token = ''] = await handPages(tx, [contract], 'kf', { entropy: parts.entropy, at })
  return { text: wording.say('page-link', { url: `${parts.publicOrigin}/p/${token}` }) }
}

/** Every answer by its name. */
export const supplierAnswers: Readonly<Record<string, SupplierAnswer>> = {
  'my-contract': contractWords,
  'hear-fact': hearFact,
  'list-surveys': listSurveys,
  'my-issues': myIssues,
  'hear-issue': hearIssue,
  'page-link': pageLink,
  contacts: async (_slots, turn) => ({ text: await contactWords(turn) }),
}
