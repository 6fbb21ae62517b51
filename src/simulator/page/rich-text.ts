import { h } from './element.ts'

const LINK = /<a href="([^"]+)">([^<]*)<\/a>|(https?:\/\/[^\s，。；）)"<>]+)/g
const MARK =
  /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|<font color="(info|comment|warning)">([^<]*)<\/font>|`([^`]+)`/g

const safe = (url: string): boolean => /^https?:\/\//.test(url)

/** A link as phones open it: in a page of its own. */
export function link(url: string, text: string): HTMLElement | string {
  if (!safe(url)) return text
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text)
}

function pieces(
  text: string,
  pattern: RegExp,
  make: (match: RegExpMatchArray) => Node | string,
): (Node | string)[] {
  const parts: (Node | string)[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index), make(match))
    end = (match.index ?? 0) + match[0].length
  }
  return [...parts, text.slice(end)]
}

/** A WeCom text: line breaks, links, and its one tag `<a href>` (doc 90236). */
export function plainText(text: string): HTMLElement {
  const parts = pieces(text, LINK, ([, href, label, bare]) =>
    href === undefined ? link(bare ?? '', bare ?? '') : link(href, label ?? ''),
  )
  return h('p', { class: 'said' }, ...parts)
}

/** The subset of markdown that WeCom shows (doc 90236). */
export function markdown(text: string): HTMLElement {
  const lines = text.split('\n').map((line) => {
    const [, head] = /^#{1,6}\s+(.*)$/.exec(line) ?? []
    if (head !== undefined) return h('strong', { class: 'md-head' }, ...inline(head))
    const [, quote] = /^>\s?(.*)$/.exec(line) ?? []
    if (quote !== undefined) return h('span', { class: 'md-quote' }, ...inline(quote))
    return h('span', { class: 'md-line' }, ...inline(line))
  })
  return h('div', { class: 'said' }, ...lines)
}

const inline = (text: string): (Node | string)[] =>
  pieces(text, MARK, ([, bold, label, href, colour, coloured, code]) => {
    if (bold !== undefined) return h('strong', {}, bold)
    if (href !== undefined) return link(href, label ?? '')
    if (colour !== undefined) return h('span', { class: `md-${colour}` }, coloured ?? '')
    return h('code', {}, code ?? '')
  })
