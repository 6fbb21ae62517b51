import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'

/** WeCom's own messages stay far below; a body this large is no callback. In bytes. */
export const XML_LIMIT = 65_536

// Values stay strings: the chat text `0012` is not 12, and a MsgId has 64 bits.
// Entities: only the five of XML itself, and never inside CDATA; a DOCTYPE is refused before parsing.
// Tag case varies between WeCom's own documents (`AgentID`, `AgentId`), so names are folded.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  ignoreDeclaration: true,
  transformTagName: (name) => name.toLowerCase(),
})

const rootSchema = z.object({ xml: z.record(z.string(), z.unknown()) })

/**
 * The children of `<xml>`, by lower-cased name, or undefined when the text is not well-formed XML
 * with that root, has a DOCTYPE, or is over the limit.
 */
export function parseXml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (Buffer.byteLength(text) > XML_LIMIT || declaresType(text)) return undefined
  try {
    // The parser alone accepts unclosed tags and text after the end.
    if (XMLValidator.validate(text) !== true) return undefined
    const parsed = rootSchema.safeParse(parser.parse(text))
    return parsed.success ? parsed.data.xml : undefined
  } catch {
    return undefined // the parser throws on reserved names and on nesting without end
  }
}

/** Whether there is a DOCTYPE or ENTITY outside CDATA: a person may well write `<!DOCTYPE` in a chat. */
function declaresType(text: string): boolean {
  const [head = '', ...sections] = text.split('<![CDATA[')
  const outside = [head, ...sections.map((section) => section.slice(section.indexOf(']]>')))]
  return outside.some((part) => /<!(DOCTYPE|ENTITY)/i.test(part))
}

/** Characters XML 1.0 forbids; PostgreSQL, too, refuses NUL in a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** The text without the characters that XML 1.0 forbids. */
function withoutControls(text: string): string {
  return text.replace(FORBIDDEN, '')
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

/**
 * One element's text. A tag that occurs twice arrives as an array: the first counts, because
 * WeCom writes sender and type before anything a person can influence.
 */
export const elementText = z.preprocess(first, z.string().transform(withoutControls))

/** All elements of a name as a list, whether there were none, one or many. */
export const elementList = (value: unknown): readonly unknown[] =>
  value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]

/** A CDATA section for any text, one that holds `]]>` included. */
export function cdata(text: string): string {
  return `<![CDATA[${withoutControls(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
