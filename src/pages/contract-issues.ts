import type { Day } from '../base/index.ts'
import { sayDay } from '../language/index.ts'
import { troubleWords } from '../supervision/index.ts'
import type { ContractWording } from './contract-wording.ts'
import { type Html, html } from './html.ts'

/** A call for help of the party's own. */
export type ContractIssue = Parameters<typeof troubleWords>[0] & {
  readonly id: number
  readonly state: 'OPEN' | 'ANSWERED' | 'ASKED' | 'CLOSED'
  readonly due: Day | null
  readonly notes: readonly { readonly side: 'party' | 'office' | 'clock'; readonly text: string }[]
}

/** Calls shown at once: the latest. */
const SHOWN = 5

/** The way to ask for help; what the party asked, however it asked, and the office's last word on each. */
export function issuesPart(
  say: ContractWording['say'],
  { issues, token }: { readonly issues: readonly ContractIssue[]; readonly token: string },
  today: Day,
): Html {
  const shown = issues.slice(0, SHOWN).map((issue) => {
    const { id, state, due, notes } = issue
    const day = due === null ? say('day-unknown') : sayDay(due, { today })
    const standing = state === 'CLOSED' ? say('issue-CLOSED') : say(`issue-${state}`, { day })
    const answer = notes.findLast(({ side, text }) => side === 'office' && text !== '')?.text
    const word = answer
      ? html`<p class="note">${say('issue-answer', { text: answer })}</p>`
      : undefined
    return html`<p>${say('issue', { n: id, trouble: troubleWords(issue), state: standing })}</p>${word}`
  })
  const heading = issues.length > 0 ? html`<h2>${say('issues')}</h2>` : undefined
  return html`<section>${heading}${shown}<p><a href="${token}/help">${say('ask-help')}</a></p></section>`
}
