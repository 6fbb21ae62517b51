import { computeDue, ownLeft } from '../deadlines/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { sayDate, sayDay, sayMoney } from '../language/index.ts'
import { footingOf, type LitClock, type ProjectState } from '../supervision/index.ts'
import type { ActionTurn } from './action.ts'
import { askedProject } from './asked-project.ts'
import { eventLabel } from './event-words.ts'
import { interestFilling } from './interest-words.ts'
import type { Office } from './office.ts'
import { wording } from './wording.ts'

/** Clocks explained at once, nearest first. */
const SHOWN = 3

/** 怎么算的: start, article, version, days not counted and why, of the open clocks of a project. */
export async function explainClock(slots: Slots, _page: number, turn: ActionTurn): Promise<Answer> {
  const state = await askedProject(slots, turn)
  if (!state) return { text: wording.say('not-yours') }
  const open = state.clocks
    .filter(({ light }) => light !== 'DONE')
    .sort((a, b) => ((a.clock.due ?? '9') < (b.clock.due ?? '9') ? -1 : 1))
    .slice(0, SHOWN)
  if (open.length === 0) return { text: wording.say('explain-none') }
  const head = wording.say('explain-head', { project: slots.project?.label ?? state.history.name })
  const { interest } = state
  const owed = interest
    ? wording.say('explain-interest', {
        ...interestFilling(interest),
        day: sayDate(interest.since, { today: turn.look.today }),
      })
    : ''
  const yellow = wording.say('explain-yellow', { days: turn.office.book.yellowWorkdays })
  const lines = [head, ...open.map((lit) => clockWords(lit, state, turn)), owed, yellow]
  return { text: lines.filter((line) => line !== '').join('\n') }
}

function clockWords(
  { clock }: LitClock,
  { history }: ProjectState,
  { office, look }: ActionTurn,
): string {
  const { today } = look
  const { rule, start, days, pauses } = clock
  const known = pauses.filter((pause) => pause.to !== null)
  const { steps, missingYear } = computeDue(rule, start, office.calendar, days, known)
  const event = history.events.find((one) => one.id === clock.startEventId)
  // A start on the agreed day that no event happened on is the law's, not the event's.
  const delay = event && event.day !== start && start === history.acceptBy
  const skipped = new Map<string, number>()
  let weekend = 0
  let moved = 0
  for (const step of steps) {
    if (step.kind === 'moved') moved++
    if (step.kind !== 'skipped') continue
    if (step.nature.kind === 'holiday')
      skipped.set(step.nature.name, (skipped.get(step.nature.name) ?? 0) + 1)
    else weekend++
  }
  // While it stands still nobody can say when it will end.
  const day = pauses.some((pause) => pause.to === null) ? null : (clock.due ?? clock.rawDue)
  const lines = [
    wording.say('explain-start', {
      title: rule.title,
      event: delay
        ? wording.say('explain-accept-by')
        : event
          ? eventLabel(office, event.kind)
          : rule.startMeans,
      day: sayDate(start, { today }),
      count: days,
      unit: wording.say(`unit-${rule.unit}`),
      way: wording.say(rule.direction === 'max' ? 'way-within' : 'way-before'),
    }),
    delay ? delayWords(office) : '',
    termWords(clock),
    ceilingWords(clock, office),
    ...[...skipped].map(([name, count]) => wording.say('explain-holiday', { name, count })),
    weekend > 0 ? wording.say('explain-weekend', { count: weekend }) : '',
    ...pauses.map(({ title, basis, from, to }) =>
      to === null
        ? wording.say('explain-paused-still', { title, basis, from: sayDate(from, { today }) })
        : wording.say('explain-paused', {
            ...{ title, basis },
            ...{ from: sayDate(from, { today }), to: sayDate(to, { today }) },
          }),
    ),
    moved > 0 && day && clock.rawDue
      ? wording.say('explain-moved', { day: sayDate(clock.rawDue, { today }), count: moved })
      : '',
    missingYear === null ? '' : wording.say('explain-missing', { year: missingYear }),
    clock.due && day ? wording.say('explain-due', { day: sayDay(day, { today }) }) : '',
    basisWords(rule),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

type Explained = LitClock['clock']

/** What a payment term comes to and how much of it is unpaid. */
function termWords(clock: Explained): string {
  const left = ownLeft(clock)
  if (!clock.rule.contractTerm || clock.amountDue === null || left === null) return ''
  return wording.say('explain-sum', { amount: sayMoney(clock.amountDue), left: sayMoney(left) })
}

function delayWords({ book }: Office): string {
  const [delay] = book.delays
  return delay ? wording.say('explain-delay', { title: delay.title, basis: delay.basis }) : ''
}

/** That the contract gave itself more time than the law allows. */
function ceilingWords({ rule, start, days, overCeiling }: Explained, office: Office): string {
  const ceiling = rule.agreedTerm?.ceiling
  const law = ceiling === undefined ? undefined : office.book.inForce(ceiling, start)
  if (overCeiling === null || !law) return ''
  return wording.say('explain-ceiling', { agreed: overCeiling, days, basis: law.basis })
}

function basisWords(rule: Explained['rule']): string {
  const { basis, version, effectiveFrom } = rule
  if (effectiveFrom !== null) {
    const since = wording.say('explain-since', { day: effectiveFrom })
    return wording.say('explain-basis', { basis, version, since })
  }
  return footingOf(rule).undated
    ? wording.say('explain-basis', { basis, version, since: wording.say('explain-undated') })
    : wording.say('explain-agreed', { basis })
}
