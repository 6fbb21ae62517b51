import { type Day, isDay } from '../base/index.ts'
import type { Reading, Source } from '../dialogue/index.ts'
import { type Lean, readDate, sayDate, sayDay, sayWeekday } from '../language/index.ts'
import { candidatesIn, impossibleIn } from './candidates.ts'
import type { Kind } from './kind.ts'
import { nearestYear } from './nearest-year.ts'

/** A day as a slot holds it. The year is said only where it is another one. */
function readingOf(day: Day, today: Day): Reading {
  return {
    kind: 'value',
    value: { value: day, label: sayDate(day, { today }), fields: { weekday: sayWeekday(day) } },
  }
}

function ambiguous(days: readonly Day[], today: Day): Reading {
  return {
    kind: 'ambiguous',
    options: days.map((day) => ({ id: day, label: sayDay(day, { today }) })),
  }
}

function readDay(lean: Lean): Kind['read'] {
  return async (from: Source, _asked, _slots, { today, breaks }) => {
    const said = 'text' in from ? from.text : 'raw' in from ? from.raw : from.option
    const several = candidatesIn(said, (one) => typeof one === 'string' && isDay(one))
    if (several) return ambiguous(several, today)
    const impossible = impossibleIn(said)
    if (impossible !== undefined) return { kind: 'invalid', filling: { said: impossible } }
    if (typeof said !== 'string') return { kind: 'none' }
    if (isDay(said)) return readingOf(said, today)
    const reading = readDate(said, { today, lean, breaks })
    switch (reading.kind) {
      case 'value':
        return readingOf(nearestYear(reading.value, said, { today, breaks }), today)
      case 'ambiguous':
        return ambiguous(reading.candidates, today)
      case 'impossible':
        return { kind: 'invalid', filling: { said } }
      case 'none':
        return { kind: 'none' }
    }
  }
}

/** A day on which something happened: 周五 is the last one. */
export const reportedDay: Kind = { fields: ['weekday'], read: readDay('past') }

/** A day by which something is promised: 周五 is the next one. */
export const comingDay: Kind = { fields: ['weekday'], read: readDay('future') }
