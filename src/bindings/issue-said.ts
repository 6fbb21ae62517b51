import type { MatterWords } from './matter-words.ts'

const NUMBER = /求助\s*(?:第|编号|号)?\s*(\d{1,9})/
const AFTER = /[:：，,。\s]\s*(.+)$/su

/** What 「答复求助12：下周二去验收」 says, by slot. */
export function issueSaid(text: string): Record<string, string> {
  const number = NUMBER.exec(text)
  const rest = number ? text.slice(number.index + number[0].length) : ''
  const [, reply] = AFTER.exec(rest) ?? []
  return {
    ...(number?.[1] && { issue: number[1] }),
    ...(reply && { reply: reply.trim() }),
  }
}

/** What is said of an issue that one's own unit asked: which, whether it is solved, and what more there is to say. */
export interface AskedSaid {
  readonly issue?: string
  readonly word: 'SOLVED' | 'NOT_SOLVED' | 'MORE'
  readonly text?: string
}

const WORDS = { 'not-solved': 'NOT_SOLVED', solved: 'SOLVED', more: 'MORE' } as const
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu

/** 「求助1解决了」「没解决：还是不来」「补充求助1：又催了一次」; undefined for anything else. */
export function askedSaid(text: string, asked: MatterWords['asked']): AskedSaid | undefined {
  const number = NUMBER.exec(text)
  const bare = (number ? text.replace(number[0], ' ') : text).replace(EDGES, '')
  for (const [key, word] of Object.entries(WORDS)) {
    // the table has the very keys of the words
    const spoken = [...asked[key as keyof typeof WORDS]].sort((a, b) => b.length - a.length)
    const said = spoken.find(
      (one) => bare === one || (bare.startsWith(one) && /^[\s\p{P}]/u.test(bare.slice(one.length))),
    )
    if (said === undefined) continue
    const rest = bare.slice(said.length).replace(EDGES, '')
    return { ...(number?.[1] && { issue: number[1] }), word, ...(rest && { text: rest }) }
  }
  return undefined
}
