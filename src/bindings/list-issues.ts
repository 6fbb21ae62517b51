import { clipCharacters, type Day, daysBetween } from '../base/index.ts'
import type { Issue } from '../cases/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import { can } from '../people/index.ts'
import { askerWords, isUnitIssue, troubleWords } from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

const PER_PAGE = 5
const WORDS = 60

/** 求助清单: what is not closed in the person's units, most urgent first. */
export async function listIssues(
  _slots: Slots,
  page: number,
  { look, occasion }: ActionTurn,
): Promise<Answer> {
  const issues = await look.issues()
  if (issues.length === 0) return { text: wording.say('no-issues') }
  const from = page * PER_PAGE
  const lines = issues.slice(from, from + PER_PAGE).map((issue) => line(issue, look.today))
  const head = wording.say('issues-head', { count: issues.length })
  const own = can(occasion.person, 'answer-for-unit') ? issues.filter(isUnitIssue) : []
  const feet = [
    issues.length > own.length ? wording.say('issues-foot') : '',
    own[0] ? wording.say('issues-foot-own', { n: own[0].id }) : '',
  ]
  return {
    text: [head, ...lines, ...feet].filter((line) => line !== '').join('\n'),
    more: from + PER_PAGE < issues.length,
  }
}

function line(issue: Issue, today: Day): string {
  const last = issue.notes.findLast((note) => note.text !== '')
  return wording.say('issue-line', {
    n: issue.id,
    party: askerWords(issue),
    trouble: troubleWords(issue),
    where: foreignLine(issue.lotName ?? issue.unit),
    due: dueWords(issue, today),
    who: wording.say(sideWords(issue, last?.side === 'office')),
    text: clipCharacters(foreignLine(last?.text ?? ''), WORDS),
  })
}

function sideWords(issue: Issue, office: boolean) {
  if (isUnitIssue(issue)) return office ? 'issue-section' : 'issue-unit'
  return office ? 'issue-office' : 'issue-party'
}

function dueWords({ state, due }: Issue, today: Day): string {
  if (due === null) return ''
  const day = sayDay(due, { today })
  if (state === 'ASKED') return wording.say('issue-asked', { day })
  const what = wording.say(state === 'OPEN' ? 'issue-what-answer' : 'issue-what-solve')
  const days = daysBetween(due, today)
  return days > 0
    ? wording.say('issue-late', { days, day, what })
    : wording.say('issue-owed', { day, what })
}
