import { type Day, officeDay } from '../base/index.ts'
import type { Remark } from '../cases/index.ts'
import { type Audience, type Distance, type Escalation, stepOf } from './escalation.ts'
import {
  type ClockItem,
  type LaidOpenItem,
  type LiaisonsItem,
  matterKey,
  matterOf,
  reasonOf,
  type UnpaidItem,
} from './item.ts'
import type { Told } from './told.ts'

type Dated = ClockItem | UnpaidItem

/** What attention is decided on. */
export interface AttentionMeans {
  readonly escalation: Escalation
  readonly distance: Distance
  readonly told: Told
  readonly remarks: readonly Remark[]
  readonly today: Day
}

/**
 * What is worth somebody's attention today, so that nobody reads the same thing day after day:
 *  - a matter is told when the chain comes to the person, and again when it has reached the chain's next step;
 *  - but not on two working days running while its day is still ahead: what was said yesterday holds for a step of today;
 *  - beyond the last step, while it is late, once in so many working days (`repeatAfter`);
 *  - an acknowledgement counts as having been told;
 *  - an explanation with a promised day silences the matter for the unit until that day, once; the day after it is told anew.
 */
export interface Attention {
  isNews(userid: string, audiences: Iterable<Audience>, item: Dated): boolean
  /** A last call in the afternoon: on the policy's days, once a day, unless acknowledged today or, with the day ahead, said yesterday. */
  isLastCall(userid: string, item: Dated, template: string): boolean
  /** What has no day of its own: told once, and again after the repeat while it lasts. */
  isUntold(userid: string, item: LiaisonsItem | LaidOpenItem): boolean
  /** How often the person was told lately without anything coming of it. */
  times(userid: string, item: Dated): number
}

/** Those who hear of their own unit's matters, and whom its promise silences. */
const UNIT_SIDE: readonly Audience[] = ['liaison', 'finance-head', 'unit-leader']

/** Attention by these means. */
export function attentionOf(means: AttentionMeans): Attention {
  const { escalation, distance, told, today } = means
  const spoken = new Map<string, Remark[]>()
  for (const remark of means.remarks) {
    const key = matterKey(remark)
    spoken.set(key, [...(spoken.get(key) ?? []), remark])
  }
  const remarksOf = (item: Dated): readonly Remark[] => spoken.get(matterKey(matterOf(item))) ?? []
  const promiseOf = (item: Dated): Day | undefined =>
    remarksOf(item).find((remark) => remark.kind === 'EXPLAINED' && remark.day !== null)?.day ??
    undefined

  function lastHeard(userid: string, item: Dated, template?: string): Day | undefined {
    const days = [told.last(userid, reasonOf(item), template)?.day, acknowledged(userid, item)]
    return days.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a))
  }

  function acknowledged(userid: string, item: Dated): Day | undefined {
    const own = remarksOf(item).findLast(
      (remark) => remark.kind === 'KNOWN' && remark.userid.toLowerCase() === userid.toLowerCase(),
    )
    return own && officeDay(own.at)
  }

  const stepOn = (audience: Audience, item: Dated, day: Day) =>
    stepOf(escalation, audience, item, distance(item, day))

  /** How far away a matter's day was at the end of what was then said: it holds for the next working day, too, if that lies before the matter's. */
  function coveredTo(item: Dated, told: Day): number | undefined {
    const then = distance(item, told)
    return then !== undefined && then + 1 < 0 ? then + 1 : then
  }

  function isNewsTo(userid: string, audience: Audience, item: Dated): boolean {
    const step = stepOn(audience, item, today)
    if (step === undefined) return false
    const promise = UNIT_SIDE.includes(audience) ? promiseOf(item) : undefined
    if (promise !== undefined && today <= promise) return false
    const last = lastHeard(userid, item)
    if (last === undefined || (promise !== undefined && last <= promise)) return true
    const before = stepOf(escalation, audience, item, coveredTo(item, last))
    if (before === undefined || before < step) return true
    const since = distance({ due: last }, today) ?? 0
    return item.daysLate > 0 && since >= escalation.repeatAfter
  }

  return {
    isNews: (userid, audiences, item) =>
      [...audiences].some((audience) => isNewsTo(userid, audience, item)),
    isLastCall(userid, item, template) {
      if (item.kind === 'clock' && item.owner === 'section') return false
      const promise = promiseOf(item)
      if (promise !== undefined && today <= promise) return false
      const away = distance(item, today)
      if (away === undefined || !escalation.lastCall.includes(away)) return false
      if (lastHeard(userid, item, template) === today) return false
      const last = lastHeard(userid, item)
      return last === undefined || last === today || away >= 0 || coveredTo(item, last) !== away
    },
    isUntold(userid, item) {
      const last = told.last(userid, reasonOf(item))
      return !last || (distance({ due: last.day }, today) ?? 0) >= escalation.repeatAfter
    },
    times: (userid, item) => told.last(userid, reasonOf(item))?.times ?? 0,
  }
}
