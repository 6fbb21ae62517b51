import { h } from './element.ts'

const SHOWN_MS = 5_000

/** Says one thing at the foot of the page for a few seconds. */
export interface Notice {
  readonly element: HTMLElement
  show(text: string): void
}

/** Nothing to say yet. */
export function createNotice(): Notice {
  const element = h('div', { class: 'notice', role: 'status', hidden: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    element,
    show(text) {
      clearTimeout(timer)
      element.textContent = text
      element.hidden = false
      timer = setTimeout(() => {
        element.hidden = true
      }, SHOWN_MS)
    },
  }
}
