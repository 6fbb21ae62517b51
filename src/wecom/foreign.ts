/**
 * Foreign text — a chat, a survey, an import — made harmless for where it is shown.
 * The only place that knows which characters mean something there.
 */

/** Characters without a width that can reorder or hide what stands beside them. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

const visible = (text: string): string => text.replace(INVISIBLE, '')

/** For a WeCom text message: no `<a href>` of a stranger's making. Line breaks stay. */
export function foreignText(text: string): string {
  return visible(text).replace(/<(?=[a-z/!])/gi, '＜')
}

/** For one line inside a sentence of ours: as foreignText, and line breaks become spaces. */
export function foreignLine(text: string): string {
  return foreignText(text).replace(/\s+/g, ' ').trim()
}

const WIDE: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  '`': '｀',
  '#': '＃',
}

/** For a markdown message: the characters that make links, colours, headings and emphasis, in full width. */
export function foreignMarkdown(text: string): string {
  return visible(text).replace(/[<>[\]*`#]/g, (character) => WIDE[character] ?? character)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For the content or a quoted attribute of an HTML page. */
export function foreignHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
