import type { IntentWords } from './lexicons.ts'
import type { Span } from './reading.ts'
import type { Intent } from './understanding-schema.ts'

/** An intent told by its words, and the words (positions in the normalised text). */
export interface IntentMatch {
  readonly key: Intent
  readonly how: 'whole' | 'starts' | 'contains'
  readonly span: Span
}

const AROUND = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}啊呀哦噢嘛吧呢哈哇咧啦哟]+$/gu

/** The text without what surrounds its words: spaces, punctuation, emoji, final particles. */
export function bareWords(text: string): string {
  return text.replace(AROUND, '')
}

/**
 * The intent whose word the whole message is; 「对，提交」 and 「确认，谢谢」 count as well:
 * every piece is a word of the one intent or small talk.
 */
export function wholeIntent(
  text: string,
  intents: readonly IntentWords[],
  smallTalk: ReadonlySet<string>,
): IntentMatch | undefined {
  const bare = bareWords(text)
  if (bare === '') return undefined
  const joined = bare.replace(/[\s，,。、]+/gu, '')
  const pieces = bare.split(/[\s，,。、!！]+/u).map(bareWords)
  const entry =
    intents.find(({ whole }) => whole.has(bare) || whole.has(joined)) ??
    intents.find(
      ({ whole }) =>
        pieces.some((piece) => whole.has(piece)) &&
        pieces.every((piece) => whole.has(piece) || smallTalk.has(piece)),
    )
  return entry && { key: entry.key, how: 'whole', span: { from: 0, to: text.length } }
}

/** Polite words, and words for now, that may stand before the word that tells the intent. */
const GREETING =
  /^(?:[\s\p{P}\p{S}]|你好|您好|麻烦您?|请|老师|科长|领导|小助|采小助|在吗|今天|今早|昨天|刚才|刚刚|现在|上午|下午|帮我|帮忙|我想|我要|我)+/u

/** The first intent, in order of precedence, that the message begins with or contains. */
export function spokenIntent(
  text: string,
  intents: readonly IntentWords[],
): IntentMatch | undefined {
  const greeting = GREETING.exec(text)?.[0].length ?? 0
  const places = greeting > 0 ? [0, greeting] : [0]
  for (const { key, starts, contains } of intents) {
    for (const from of places) {
      const start = starts.find((word) => text.startsWith(word, from))
      if (start) return { key, how: 'starts', span: { from, to: from + start.length } }
    }
    const inside = contains.find((word) => text.includes(word))
    if (inside) {
      const from = text.indexOf(inside)
      return { key, how: 'contains', span: { from, to: from + inside.length } }
    }
  }
  return undefined
}
