import { digestText } from '../notify/index.ts'
import type { PlannedPush } from './planned-push.ts'

/** A line of a message that a number answers to. */
const NUMBERED = /^(\d+)\. /gm

/**
 * Whoever holds two roles reads one message a slot: what is planned for one person becomes one, the later parts behind
 * the first without their greeting, their numbers going on, so that “3知晓” means one thing. What would not fit
 * into one message of WeCom stays a message of its own: nothing is cut away, since links and news in it count as told.
 */
export function oneMessageEach(planned: readonly PlannedPush[]): PlannedPush[] {
  const messages: PlannedPush[] = []
  for (const push of planned) {
    const at = messages.findIndex(({ to }) => to.toLowerCase() === push.to.toLowerCase())
    const first = messages[at]
    const whole = first && together(first, push)
    if (whole) messages[at] = whole
    else messages.push(push)
  }
  return messages
}

function together(first: PlannedPush, next: PlannedPush): PlannedPush | undefined {
  // A brief has no numbers to answer to: its reasons are what was counted.
  const shown = next.text.match(NUMBERED) ? next.shown : 0
  const added = next.text
    .slice(greetingLength(first.text, next.text))
    .replace(NUMBERED, (_, n: string) => `${Number(n) + first.shown}. `)
  const whole = digestText({ head: `${first.text}\n`, items: [added], foot: '', more: () => '' })
  if (whole.shown === 0) return undefined
  const { single: _, ...base } = first
  return {
    ...base,
    project: first.project === next.project ? first.project : null,
    reasons: [
      ...first.reasons.slice(0, first.shown),
      ...next.reasons.slice(0, shown),
      ...first.reasons.slice(first.shown),
      ...next.reasons.slice(shown),
    ],
    shown: first.shown + shown,
    text: whole.text,
    ...((first.news || next.news) && { news: true as const }),
  }
}

/** How much of the second text greets: the sentences with which both begin. */
function greetingLength(a: string, b: string): number {
  let same = 0
  while (same < b.length && a[same] === b[same]) same++
  return b.slice(0, same).lastIndexOf('。') + 1
}
