import { button, h } from './element.ts'
import { say } from './words.ts'

/** The three parts of the page; a narrow screen shows one at a time. */
export const PARTS = ['people', 'phone', 'wire'] as const
/** One of them. */
export type Part = (typeof PARTS)[number]

/** The tabs of a narrow screen. */
export interface Tabs {
  readonly element: HTMLElement
  show(part: Part): void
  /** Marks the list of people while somebody else has a new message. */
  news(yes: boolean): void
}

/** Tabs that set `data-part` on the page; the styles do the rest. */
export function createTabs(page: HTMLElement): Tabs {
  const dot = h('span', { class: 'unread', role: 'img', 'aria-label': say('unread'), hidden: true })
  const tabs = new Map(
    PARTS.map((part) => {
      const tab = button('tab', say(`tab-${part}`), () => show(part))
      if (part === 'people') tab.append(dot)
      return [part, tab] as const
    }),
  )
  function show(part: Part): void {
    page.dataset.part = part
    for (const [name, tab] of tabs) {
      if (name === part) tab.setAttribute('aria-current', 'page')
      else tab.removeAttribute('aria-current')
    }
  }
  return {
    element: h('nav', { class: 'tabs', 'aria-label': say('tabs') }, ...tabs.values()),
    show,
    news(yes) {
      dot.hidden = !yes
    },
  }
}
