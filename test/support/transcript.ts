/** What happens in a transcript, in its order. */
export type TranscriptTurn =
  | { readonly kind: 'says'; readonly who: string; readonly text: string }
  | { readonly kind: 'taps'; readonly who: string; readonly button: string }
  /** The office's clock moves on (“过了25小时”). */
  | { readonly kind: 'waits'; readonly milliseconds: number; readonly text: string }
  | { readonly kind: 'restarts' }
  /** What the bot says; `…` stands for anything. */
  | { readonly kind: 'bot'; readonly text: string }

/** A conversation as a test: people and results are written by hand, the bot's lines are golden. */
export interface Transcript {
  readonly title: string
  /** The opening lines (钟, 人, 台账 …), in order; a key may come several times. */
  readonly given: readonly (readonly [key: string, value: string])[]
  readonly turns: readonly TranscriptTurn[]
  /** What must hold afterwards (台账, 时限, 草稿 …). */
  readonly afterwards: readonly (readonly [key: string, value: string])[]
}

const BOT = '机器人'
const TALK = '## 对话'
const RESULT = '## 结果'
const RESTART = '重启'
const UNITS: Readonly<Record<string, number>> = { 分钟: 60_000, 小时: 3_600_000, 天: 86_400_000 }

interface Parts {
  readonly head: string
  readonly talk: string
  readonly end: string
}

/** Cuts a transcript at its two headings; joined again they give the very same text. */
function partsOf(source: string): Parts {
  const talk = source.indexOf(`\n${TALK}\n`)
  const result = source.indexOf(`\n${RESULT}\n`)
  if (talk < 0 || result < talk) throw new Error(`a transcript needs ${TALK} and then ${RESULT}`)
  return {
    head: source.slice(0, talk),
    talk: source.slice(talk, result),
    end: source.slice(result),
  }
}

/** The blocks between blank lines, without the heading. */
function blocksOf(talk: string): string[] {
  return talk
    .replace(`\n${TALK}\n`, '')
    .trim()
    .split(/\n{2,}/)
    .filter((block) => block !== '')
}

/** Reads a transcript (test/transcripts/**.md). Throws, naming the block, when it makes no sense. */
export function readTranscript(source: string): Transcript {
  const { head, talk, end } = partsOf(source.replaceAll('\r\n', '\n'))
  const title = /^# (.+)$/m.exec(head)?.[1]
  if (title === undefined) throw new Error('a transcript needs a title')
  const afterwards = itemsIn(end)
  if (afterwards.length === 0)
    throw new Error(`a transcript must say what holds afterwards: ${title}`)
  return { title, given: itemsIn(head), turns: blocksOf(talk).map(turnIn), afterwards }
}

function itemsIn(text: string): [string, string][] {
  return [...text.matchAll(/^- ([^：\n]+)：(.+)$/gm)].map(([, key = '', value = '']) => [
    key,
    value,
  ])
}

function turnIn(block: string): TranscriptTurn {
  const aside = /^—— (.+) ——$/.exec(block)?.[1]
  if (aside === RESTART) return { kind: 'restarts' }
  if (aside !== undefined) return { kind: 'waits', milliseconds: waitIn(aside), text: aside }
  const [, who, tap, text = ''] = /^([^：\n]+?)(点)?：([\s\S]+)$/.exec(block) ?? []
  if (who === undefined) throw new Error(`not a turn of a conversation: ${block}`)
  if (who === BOT) return { kind: 'bot', text }
  return tap ? { kind: 'taps', who, button: text.trim() } : { kind: 'says', who, text }
}

function waitIn(aside: string): number {
  const [, count = '', unit = ''] = /^过了(\d+)(分钟|小时|天)$/.exec(aside) ?? []
  const length = UNITS[unit]
  if (length === undefined) throw new Error(`not a time to wait: ${aside}`)
  return Number(count) * length
}

/** Whether what the bot said fits the golden text, in which `…` stands for anything. */
export function fitsGolden(golden: string, said: string): boolean {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = golden.trim().split('…').map(literal).join('[\\s\\S]*')
  return new RegExp(`^${pattern}$`).test(said.trim())
}

/**
 * The transcript with the bot's lines replaced by what it says now (for `UPDATE=1`). A line that still
 * fits keeps its `…`; everything written by people stays as it is. `said` follows the order of the
 * turns of people: one answer to each of them.
 */
export function rewriteTranscript(source: string, said: readonly string[]): string {
  const { head, talk, end } = partsOf(source.replaceAll('\r\n', '\n'))
  const blocks: string[] = []
  let answers = 0
  const old = blocksOf(talk)
  for (const [i, block] of old.entries()) {
    const { kind } = turnIn(block)
    if (kind === 'bot') continue
    blocks.push(block)
    if (kind !== 'says' && kind !== 'taps') continue
    const now = said[answers]
    answers += 1
    const next = old[i + 1]
    const golden = next === undefined ? undefined : turnIn(next)
    if (golden?.kind === 'bot' && (now === undefined || fitsGolden(golden.text, now)))
      blocks.push(next ?? '')
    else if (now !== undefined && now !== '') blocks.push(`${BOT}：${now.trim()}`)
  }
  return `${head}\n${TALK}\n\n${blocks.join('\n\n')}\n${end}`
}
