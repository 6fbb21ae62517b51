import { officeDay } from '../base/index.ts'
import { answerIssue, type Issue, issueOf } from '../cases/index.ts'
import { audit } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { askerWords, isUnitIssue } from '../supervision/index.ts'
import type { RecordAction } from './action.ts'
import { mayAnswer } from './kinds-issue.ts'
import { referenceOf } from './submissions.ts'
import { tellAsker } from './unit-issue.ts'
import { wording } from './wording.ts'

/** Keeps the office's answer to a call for help. A supplier reads it on her page; somebody of a unit is told at once. */
export const answerIssueAction: RecordAction = {
  fillings: ['number', 'seen', 'follow'],
  async act(slots, draft, { office, occasion }) {
    const { tx, person, at } = occasion
    const issueId = slots.issue?.value
    const text = slots.reply?.value
    const issue = typeof issueId === 'number' ? await issueOf(tx, issueId) : undefined
    if (!issue || typeof text !== 'string' || !mayAnswer(person, issue)) {
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    }
    const solved = slots.result?.value === 'SOLVED'
    const means = { calendar: office.calendar, issues: office.issues, at }
    const word = {
      issueId: issue.id,
      personId: person.id,
      text,
      solved,
      onceKey: `draft:${draft.id}`,
    }
    if (!(await answerIssue(tx, word, means))) {
      return { kind: 'refused', filling: { reason: wording.say('issue-closed') } }
    }
    const thing = `issue:${issue.id}`
    await audit(tx, { at, actor: person.userid, act: 'answer-issue', thing, detail: { solved } })
    const now = await issueOf(tx, issue.id)
    if (now && isUnitIssue(now)) await tellAsker({ office, occasion }, now, { text, solved })
    const day = now?.due ? sayDay(now.due, { today: officeDay(at) }) : ''
    // A promise has no page of its own on which the other side could be asked.
    const isPromise = issue.kind === 'PROMISE'
    const ended = isPromise ? 'issue-kept' : 'issue-asks'
    const follow = wording.say(solved ? ended : 'issue-goes-on', { day })
    return {
      kind: 'done',
      id: referenceOf('issue', issue.id),
      filling: {
        number: String(issue.id),
        seen: seenWords(issue),
        follow: day === '' ? '' : follow,
      },
    }
  },
}

function seenWords(issue: Issue): string {
  if (issue.kind === 'PROMISE') return ''
  if (!isUnitIssue(issue)) return wording.say('issue-seen')
  return wording.say('issue-told', { who: askerWords(issue) })
}
