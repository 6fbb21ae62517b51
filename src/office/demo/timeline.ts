import { addDays, type Day, weekday } from '../../base/index.ts'
import { DATED_KINDS, type DatedKind } from '../sheets.ts'

/** Calendar days that usually lie between a step and the one before it. */
const GAPS: Readonly<Record<DatedKind, number>> = {
  PLAN_FILED: 0,
  INTENT_PUBLISHED: 3,
  AGENCY_ENTRUSTED: 21,
  NOTICE_PUBLISHED: 13,
  BID_OPENED: 22,
  EVALUATION_END: 0,
  REPORT_RECEIVED: 1,
  AWARD_CONFIRMED: 3,
  RESULT_PUBLISHED: 1,
  AWARD_NOTICE_SENT: 0,
  CONTRACT_SIGNED: 14,
  CONTRACT_PUBLISHED: 1,
  CONTRACT_FILED: 4,
  DELIVERED: 35,
  ACCEPTANCE_REQUESTED: 2,
  ACCEPTED: 4,
  INVOICE_RECEIVED: 3,
  PAID: 8,
}

/** Steps of a project, earliest first. */
export type Timeline = ReadonlyMap<DatedKind, Day>

/**
 * The steps of a project whose latest was `daysAgo` days before `today`, reckoned backwards; the office works
 * Monday to Friday. `without` are steps that this project skipped or still owes.
 */
export function timelineTo(
  last: DatedKind,
  daysAgo: number,
  today: Day,
  without: readonly DatedKind[] = [],
): Timeline {
  const until = DATED_KINDS.slice(0, DATED_KINDS.indexOf(last) + 1)
  const days: [DatedKind, Day][] = []
  let at = toFriday(addDays(today, -daysAgo))
  for (const kind of [...until].reverse()) {
    if (!without.includes(kind)) days.unshift([kind, at])
    at = toFriday(addDays(at, -GAPS[kind]))
  }
  return new Map(days)
}

function toFriday(of: Day): Day {
  return addDays(of, -Math.max(0, weekday(of) - 5))
}
