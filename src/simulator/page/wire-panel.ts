import type { ExchangeView } from '../views.ts'
import { button, h } from './element.ts'
import { timeOf } from './office-time.ts'
import { lookUp, say } from './words.ts'

/** Exchanges shown at once. */
const SHOWN = 80

/** What the fake WeCom server sent and received. */
export interface WirePanel {
  readonly element: HTMLElement
  /** `instead` is said where there are none, and why. */
  show(exchanges: readonly ExchangeView[], instead?: string): void
  add(exchange: ExchangeView): void
}

/** An empty panel. */
export function createWirePanel(): WirePanel {
  const list = h('ol', { class: 'wire-list' })
  const empty = h('p', { class: 'wire-empty' }, say('wire-empty'))
  const element = h(
    'aside',
    { class: 'wire', 'aria-label': say('wire') },
    h('h2', {}, say('wire')),
    h('p', { class: 'wire-note' }, say('wire-note')),
    empty,
    h('div', { class: 'wire-scroll', tabindex: 0 }, list),
  )
  const add = (exchange: ExchangeView): void => {
    list.prepend(entry(exchange))
    while (list.children.length > SHOWN) list.lastElementChild?.remove()
    empty.hidden = true
  }
  return {
    element,
    add,
    show(exchanges, instead = say('wire-empty')) {
      empty.textContent = instead
      list.replaceChildren()
      empty.hidden = false
      exchanges.forEach(add)
    },
  }
}

function entry(exchange: ExchangeView): HTMLElement {
  const { good, text } = verdict(exchange)
  const name = exchange.kind === 'callback' ? nameOfCallback(exchange.plaintext) : exchange.path
  const about =
    exchange.kind === 'callback'
      ? say('wire-callback')
      : (lookUp(`wire-${exchange.path.replace('/', '-')}`) ?? say('wire-call'))
  const summary = h(
    'summary',
    {},
    h('span', { class: `wire-kind ${exchange.kind}` }, about),
    h('span', { class: 'wire-name' }, name),
    h('span', { class: good ? 'wire-verdict' : 'wire-verdict bad' }, text),
    h('time', { datetime: exchange.at }, timeOf(new Date(exchange.at))),
  )
  const details = h('details', {}, summary)
  // Long JSON is laid out when somebody looks.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(...bodies(exchange))
  })
  return h('li', { class: 'wire-entry' }, details)
}

function verdict(exchange: ExchangeView): { good: boolean; text: string } {
  if (exchange.kind === 'call') {
    const code = exchange.answer?.errcode
    return { good: code === undefined || code === 0, text: code === undefined ? '' : String(code) }
  }
  const again = exchange.attempt > 1 ? `${say('wire-again', { times: exchange.attempt })} ` : ''
  const { status } = exchange
  return { good: status === 200, text: `${again}${status ?? say('wire-no-answer')}` }
}

/** The message type of a callback, or its event, as WeCom names them. */
function nameOfCallback(xml: string): string {
  const part = (tag: string): string | undefined =>
    new RegExp(`<${tag}><!\\[CDATA\\[(.*?)\\]\\]>`).exec(xml)?.[1]
  return part('Event') ?? part('MsgType') ?? ''
}

function bodies(exchange: ExchangeView): HTMLElement[] {
  if (exchange.kind === 'callback') {
    return [
      body(say('wire-plaintext'), layOut(exchange.plaintext)),
      body(say('wire-answer'), exchange.reply ?? say('wire-empty-answer')),
    ]
  }
  return [
    ...(exchange.request === undefined ? [] : [body(say('wire-request'), json(exchange.request))]),
    ...(exchange.answer === undefined ? [] : [body(say('wire-answer'), json(exchange.answer))]),
  ]
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)
/** One element a line. */
const layOut = (xml: string): string => xml.replace(/^<xml>|<\/\w+>(?=<)/g, (tag) => `${tag}\n`)

function body(title: string, text: string): HTMLElement {
  const copy = button('wire-copy', say('wire-copy'), () => {
    void navigator.clipboard?.writeText(text).then(() => {
      copy.textContent = say('wire-copied')
    })
  })
  return h('div', { class: 'wire-body' }, h('p', {}, title, copy), h('pre', { tabindex: 0 }, text))
}
