import type { ClockView } from '../views.ts'
import { button, h } from './element.ts'
import { createMomentField } from './moment-field.ts'
import { aheadBy, dayOf, timeOf } from './office-time.ts'
import { server } from './server.ts'
import { say } from './words.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Less than this is no moving, only the difference of two clocks. */
const MOVED_MS = 60_000

/** The office's clock, and what moves it forward. */
export interface ClockBar {
  readonly element: HTMLElement
  show(clock: ClockView): void
}

/** A clock that goes on by itself from what the server said. `passed` hears every new minute. */
export function createClockBar(
  first: ClockView,
  complain: (text: string) => void,
  passed: (time: string) => void,
): ClockBar {
  let clock = first
  let since = performance.now()
  const now = (): Date => new Date(Date.parse(clock.now) + performance.now() - since)

  const face = h('time', { class: 'clock-face' })
  const moved = h('span', { class: 'clock-moved' })
  const status = h('p', { class: 'clock-status', role: 'status' })
  const field = createMomentField()
  const hour = button(
    'clock-step',
    say('clock-hour'),
    () => void move(new Date(now().getTime() + HOUR_MS)),
  )
  const day = button(
    'clock-step',
    say('clock-day'),
    () => void move(new Date(now().getTime() + DAY_MS)),
  )
  const reminder = button(
    'clock-step',
    '',
    () => clock.nextReminder !== undefined && void move(new Date(clock.nextReminder)),
  )
  const form = h(
    'form',
    { class: 'clock-form' },
    h('span', {}, say('clock-to')),
    field.element,
    h('button', { class: 'clock-go' }, say('clock-go')),
  )
  const panel = h(
    'div',
    { class: 'clock-panel', id: 'clock-panel', hidden: true },
    h('div', { class: 'clock-steps' }, reminder, hour, day),
    form,
    h('p', { class: 'clock-hint' }, say('clock-only-forward')),
    status,
  )
  const toggle = button('clock-toggle', say('clock-change'), () => open(panel.hidden !== false), {
    'aria-expanded': 'false',
    'aria-controls': 'clock-panel',
  })
  const element = h(
    'section',
    { class: 'clock', 'aria-label': say('clock') },
    h('span', { class: 'clock-text' }, face, moved),
    toggle,
    panel,
  )

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const to = field.value()
    if (to) void move(to)
    else status.textContent = say('clock-bad-time')
  })
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return
    open(false)
    toggle.focus()
  })
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !element.contains(event.target)) open(false)
  })

  function open(yes: boolean): void {
    panel.hidden = !yes
    toggle.setAttribute('aria-expanded', String(yes))
    if (!yes) return
    status.textContent = ''
    field.from(now())
  }
  async function move(to: Date): Promise<void> {
    const steps = [hour, day, reminder, ...form.querySelectorAll('button')]
    for (const step of steps) step.disabled = true
    status.textContent = say('clock-working')
    const answer = await server.moveClock(to)
    for (const step of steps) step.disabled = false
    if (answer.ok) {
      show(answer.value)
      status.textContent = say('clock-done', { when: `${dayOf(now())} ${timeOf(now())}` })
      return
    }
    status.textContent = ''
    complain(
      say(answer.status === 409 ? 'clock-backward' : answer.status === 0 ? 'away' : 'not-sent'),
    )
  }
  function tick(): void {
    const at = now()
    const text = `${dayOf(at)} ${timeOf(at)}`
    if (face.textContent === text) return
    face.textContent = text
    face.dateTime = at.toISOString()
    passed(timeOf(at))
  }
  function show(given: ClockView): void {
    clock = given
    since = performance.now()
    const isMoved = clock.movedMs >= MOVED_MS
    moved.textContent = isMoved
      ? say('clock-moved', { much: aheadBy(clock.movedMs) })
      : say('clock-real')
    moved.classList.toggle('is-moved', isMoved)
    const next = clock.nextReminder === undefined ? undefined : new Date(clock.nextReminder)
    reminder.disabled = next === undefined
    reminder.textContent = next
      ? say('clock-reminder', { when: `${dayOf(next)} ${timeOf(next)}` })
      : say('clock-no-reminder')
    tick()
  }

  show(first)
  setInterval(tick, 1_000)
  return { element, show }
}
