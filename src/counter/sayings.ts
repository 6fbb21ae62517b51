import type { Day } from '../base/index.ts'
import type { Issue } from '../cases/index.ts'
import type { Answer, Button } from '../dialogue/index.ts'
import { sayDate, sayDay, sayMoney } from '../language/index.ts'
import type { LedgerFact } from '../ledger/index.ts'
import { troubleWords } from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { OwnFact, OwnIssue, OwnSurvey } from './own.ts'
import { wording } from './wording.ts'

const WORDS = ['YES', 'NO', 'NOT_YET'] as const

function factWords(fact: LedgerFact, today: Day): string {
  const day = sayDate(fact.day, { today })
  const sum = fact.amount === undefined ? '' : sayMoney(fact.amount)
  if (fact.kind === 'PAID') return wording.say('fact-PAID', { day, amount: sum })
  if (fact.kind === 'ACCEPTED') return wording.say('fact-ACCEPTED', { day })
  const amount = sum === '' ? '' : wording.say('amount-after', { amount: sum })
  return wording.say('fact-CONTRACT_SIGNED', { day, amount })
}

/** The question whether a reported fact is so; one tap answers it. */
export function askFact({ contract, fact }: OwnFact, today: Day): Answer {
  const { history } = contract.view.state
  return {
    text: wording.say('fact-ask', {
      unit: foreignLine(history.unit.name),
      fact: factWords(fact, today),
      project: foreignLine(history.name),
    }),
    buttons: WORDS.map((key) => ({ key, label: wording.say(`word-${key}`) })),
    about: { fact: String(fact.id) },
  }
}

/** The offer of a survey: its open half is asked here, the anonymous one on a page. */
export function offerSurvey({ contract, id }: OwnSurvey, title: string): Answer {
  const project = foreignLine(contract.view.state.history.name)
  return {
    text: wording.say('survey-offer', { title, project }),
    buttons: [{ key: 'survey.begin', label: wording.say('survey-begin') }],
    about: { survey: String(id) },
  }
}

/** What an issue is called. */
export const issueLabel = (issue: Issue): string =>
  wording.say('issue-label', { n: issue.id, trouble: troubleWords(issue) })

const issueButtons = (issue: Issue): Button[] => [
  ...(issue.state === 'CLOSED' ? [] : [{ key: 'SOLVED', label: wording.say('word-SOLVED') }]),
  { key: 'NOT_SOLVED', label: wording.say('word-NOT_SOLVED') },
  { key: 'issue.add', label: wording.say('word-add') },
]

/** How an issue stands, with the last word about it. */
export function sayIssue({ issue }: OwnIssue, today: Day): string {
  const day = issue.due === null ? wording.say('day-unknown') : sayDay(issue.due, { today })
  const state =
    issue.state === 'CLOSED'
      ? wording.say('issue-CLOSED')
      : wording.say(`issue-${issue.state}`, { day })
  const trouble = troubleWords(issue)
  return wording.say('issue-line', { n: issue.id, trouble, state, last: lastWord(issue) })
}

function lastWord({ notes }: Issue): string {
  const last = notes.at(-1)
  if (!last || last.side === 'clock') return wording.say('issue-silent')
  const { kind } = last
  const tapped = kind === 'SOLVED' || kind === 'NOT_SOLVED' ? wording.say(`word-${kind}`) : ''
  const text = foreignLine(last.text) || tapped
  return wording.say(last.side === 'party' ? 'issue-party' : 'issue-office', { text })
}

/** What can be tapped about an issue. */
export function aboutIssue({ issue }: OwnIssue): Pick<Answer, 'buttons' | 'about'> {
  return { buttons: issueButtons(issue), about: { issue: String(issue.id) } }
}

/** An answer of the office, as news. */
export function tellAnswer(
  own: OwnIssue,
  note: { readonly kind: 'ANSWERED' | 'DONE'; readonly text: string },
): Answer {
  const filling = {
    n: own.issue.id,
    trouble: troubleWords(own.issue),
    text: foreignLine(note.text),
  }
  const text = wording.say(note.kind === 'DONE' ? 'issue-done' : 'issue-answered', filling)
  return { text, ...aboutIssue(own) }
}
