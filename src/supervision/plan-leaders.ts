import { addDays, type Day, weekday } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { bureauLeaders } from '../people/index.ts'
import { openAnswersFor } from '../surveys/index.ts'
import type { FactsOf } from './fact-count.ts'
import { issuesDue, isUnitCall } from './issue-items.ts'
import type { ClockItem, UnpaidItem } from './item.ts'
import { leaderBrief } from './leader-brief.ts'
import type { PlanMoment } from './plan-moment.ts'
import { type PlannedPush, pushOf } from './planned-push.ts'
import { ranked } from './ranking.ts'
import { countSections } from './section-count.ts'

/** The bureau leaders' brief, on the first working day of a week; its reasons are the matters that were counted. */
export async function leaderMornings(
  tx: Tx,
  due: readonly (ClockItem | UnpaidItem)[],
  moment: PlanMoment,
  factsOf: FactsOf,
): Promise<PlannedPush[]> {
  const { calendar, today } = moment
  if (!startsWeek(calendar, today)) return []
  const leaders = await bureauLeaders(tx, today)
  if (leaders.length === 0) return []
  const answers = await openAnswersFor(tx, { from: addDays(today, -7), before: today })
  const help = answers
    .filter((answer) => answer.help)
    .map((answer) => ({
      kind: 'help' as const,
      party: answer.supplier,
      place: {
        lotId: answer.lotId,
        code: answer.code,
        lotNo: answer.lotNo,
        name: answer.lotName,
        unitId: answer.unitId,
        unit: answer.unitName,
        sectionId: answer.sectionId,
      },
    }))
  // All that wait, not only those near their day: the leader reads how many there are.
  const calls = (await issuesDue(tx, { today }, true)).filter(isUnitCall)
  const items = ranked([
    ...due.filter((item) => (item.kind === 'unpaid' || item.daysLate > 0) && !isUnitCall(item)),
    ...calls,
    ...help,
  ])
  const counts = countSections(items)
  const facts = factsOf(items)
  const readers = new Map(leaders.map(({ userid, name }) => [userid, name]))
  return [...readers].flatMap(([userid, name]) => {
    const text = leaderBrief(counts, { name, facts, ...moment })
    const brief = text !== undefined && { text, items, shown: items }
    return brief ? [pushOf(userid, 'leader-brief', brief)] : []
  })
}

/** Whether no day of the week before `today` (Monday first) was worked. */
function startsWeek(calendar: Calendar, today: Day): boolean {
  const days = Array.from({ length: weekday(today) - 1 }, (_, back) => addDays(today, -back - 1))
  const worked = whereMaintained(() => days.some((day) => calendar.isWorkday(day)))
  return worked.ok && !worked.value
}
