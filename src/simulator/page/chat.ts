import type { ItemView } from '../views.ts'
import { bubble } from './bubble.ts'
import type { CardItem, Selected } from './card.ts'
import { button, h } from './element.ts'
import { longDayOf, sameDay, timeOf } from './office-time.ts'
import { say } from './words.ts'

/** Entries further apart than this get a line with the time, as phones do. */
const PAUSE_MS = 5 * 60_000
/** Closer to the end than this counts as reading along. */
const NEAR_PX = 120

/** The chat of one phone. */
export interface Chat {
  readonly element: HTMLElement
  /** Shows an entry, or the new face of one that is there; an older face changes nothing. */
  put(item: ItemView): void
  /** Shows or hides that the bot is at work. */
  working(yes: boolean): void
}

/** A chat showing these entries. */
export function createChat(given: {
  readonly name: string
  readonly items: readonly ItemView[]
  readonly tap: (card: CardItem, key: string, selected: Selected) => void
  /** A line of a question of 微信客服. */
  readonly choose: (label: string) => void
  readonly suggest: (text: string) => void
}): Chat {
  const shown = new Map<number, { readonly element: HTMLElement; readonly version: number }>()
  let previous: Date | undefined
  const list = h('ol', { class: 'entries' })
  const dots = h(
    'li',
    { class: 'entry typing', hidden: true },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, say('bot-initial')),
    h(
      'div',
      { class: 'bubble' },
      h('span', { class: 'visually-hidden' }, say('working')),
      h('i'),
      h('i'),
      h('i'),
    ),
  )
  list.append(dots)
  const below = button('new-below', say('new-below'), () => toEnd('smooth'), { hidden: true })
  const log = h(
    'div',
    {
      class: 'log',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': say('chat-log', { name: given.name }),
      tabindex: 0,
    },
    suggestions(given.suggest),
    list,
  )
  log.addEventListener('scroll', () => {
    if (nearEnd()) below.hidden = true
  })

  const nearEnd = (): boolean => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX
  const toEnd = (behavior: ScrollBehavior = 'auto'): void =>
    log.scrollTo({ top: log.scrollHeight, behavior })

  function put(item: ItemView): void {
    const old = shown.get(item.id)
    if (old && old.version >= item.version) return
    const element = bubble(item, given.tap, given.choose)
    shown.set(item.id, { element, version: item.version })
    if (old) {
      old.element.replaceWith(element)
      return
    }
    const at = new Date(item.at)
    const along = nearEnd()
    const first = !previous || !sameDay(previous, at)
    if (first || at.getTime() - (previous?.getTime() ?? 0) > PAUSE_MS) {
      const text = first ? `${longDayOf(at)} ${timeOf(at)}` : timeOf(at)
      dots.before(h('li', { class: 'when' }, h('time', { datetime: item.at }, text)))
    }
    previous = at
    dots.before(element)
    log.classList.add('has-entries')
    if (along || item.from === 'member') toEnd()
    else below.hidden = false
  }

  for (const item of given.items) put(item)
  below.hidden = true
  // Only once it is on the screen does it have a height; pictures arrive later still.
  requestAnimationFrame(() => toEnd())
  log.addEventListener('load', () => nearEnd() && toEnd(), true)

  return {
    element: h('div', { class: 'chat' }, log, below),
    put,
    working(yes) {
      dots.hidden = !yes
      if (yes && nearEnd()) toEnd()
    },
  }
}

/** What can be said, for somebody who sees the bot for the first time. */
function suggestions(suggest: (text: string) => void): HTMLElement {
  const texts = [say('try-1'), say('try-2'), say('try-3'), say('try-4')]
  return h(
    'div',
    { class: 'suggestions' },
    h('p', {}, say('try-title')),
    ...texts.map((text) => button('suggestion', text, () => suggest(text))),
  )
}
