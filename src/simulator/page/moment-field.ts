import { h } from './element.ts'
import { dayOf, instantOn, timeOf } from './office-time.ts'
import { say } from './words.ts'

const DAYS = 120
const DAY_MS = 24 * 3_600_000

/** A day and a time of the office. A browser's own field would speak the browser's language and zone. */
export interface MomentField {
  readonly element: HTMLElement
  /** Offers the days from this instant on. */
  from(now: Date): void
  /** The instant that is written; undefined when the time is none. */
  value(): Date | undefined
}

/** A field that offers nothing yet. */
export function createMomentField(): MomentField {
  const day = h('select', { 'aria-label': say('clock-date') })
  const time = h('input', {
    'aria-label': say('clock-time'),
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 5,
    required: true,
  })
  return {
    element: h('span', { class: 'moment' }, day, time),
    from(now) {
      const days = Array.from(
        { length: DAYS },
        (_, index) => new Date(now.getTime() + index * DAY_MS),
      )
      day.replaceChildren(...days.map((at) => h('option', { value: at.toISOString() }, dayOf(at))))
      day.selectedIndex = 1
      time.value = timeOf(now)
    },
    value: () => instantOn(new Date(day.value), time.value),
  }
}
