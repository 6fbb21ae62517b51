/** What happens in a transcript, in its order. */
export type TranscriptTurn =
  /** `arrives`: WeCom delivers the callback twice, or later than what was said after it. */
  | {
      readonly kind: 'says'
      readonly who: string
      readonly text: string
      readonly arrives?: 'twice' | 'late'
    }
  /** `card`: of her cards the how-manieth, when it is not the last one with that button; `twice` before it turns grey. */
  | {
      readonly kind: 'taps'
      readonly who: string
      readonly button: string
      readonly card?: number
      readonly picks?: readonly number[]
      readonly twice?: true
    }
  /** The office's clock moves on (“过了25小时”). */
  | { readonly kind: 'waits'; readonly milliseconds: number; readonly text: string }
  | { readonly kind: 'restarts' }
  /** The conversation files are of a newer version than the open drafts. */
  | { readonly kind: 'upgrades' }
  /** The clock is set to a moment of the office, and what is due by then is done (“到了2026-09-11 09:07”). */
  | { readonly kind: 'comes'; readonly at: string }
  /** Something goes wrong with 微信客服 (“下一个回调丢了”). */
  | { readonly kind: 'mishap'; readonly text: string }
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
const UPGRADE = '对话文件改版'
const MISHAPS: readonly string[] = ['下一个回调丢了', '游标丢了', '消息乱序到达', '下一条没有送达']
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
  if (aside === UPGRADE) return { kind: 'upgrades' }
  if (aside !== undefined && MISHAPS.includes(aside)) return { kind: 'mishap', text: aside }
  const moment = aside && /^到了(\d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(aside)?.[1]
  if (moment) return { kind: 'comes', at: moment }
  if (aside !== undefined) return { kind: 'waits', milliseconds: waitIn(aside), text: aside }
  const [, who, tap, text = ''] =
    /^([^：\n]+?)(连?点|（送到两次）|（晚到）)?：([\s\S]+)$/.exec(block) ?? []
  if (who === undefined) throw new Error(`not a turn of a conversation: ${block}`)
  if (who === BOT) return { kind: 'bot', text }
  if (tap === '（送到两次）') return { kind: 'says', who, text, arrives: 'twice' }
  if (tap === '（晚到）') return { kind: 'says', who, text, arrives: 'late' }
  return tap ? tapIn(who, text.trim(), tap) : { kind: 'says', who, text }
}

/** `提交`, `第1张的提交`, or with what is marked on the card `选这个（1、3）`. */
function tapIn(who: string, text: string, tap: string): TranscriptTurn {
  const [, card, button = '', picks] =
    /^(?:第(\d+)张的)?([^（]+)(?:（([\d、]+)）)?$/.exec(text) ?? []
  if (button === '') throw new Error(`not a button to tap: ${text}`)
  return {
    kind: 'taps',
    who,
    button,
    ...(card !== undefined && { card: Number(card) }),
    ...(picks !== undefined && { picks: picks.split('、').map(Number) }),
    ...(tap.length > 1 && { twice: true as const }),
  }
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
 * turns of people: what the bot said after each of them, message by message.
 */
export function rewriteTranscript(source: string, said: readonly (readonly string[])[]): string {
  const { head, talk, end } = partsOf(source.replaceAll('\r\n', '\n'))
  const blocks: string[] = []
  let golden: string[] = []
  let answers = 0
  for (const block of blocksOf(talk).reverse()) {
    const { kind } = turnIn(block)
    if (kind === 'bot') {
      golden.unshift(block)
      continue
    }
    const isTurn = kind === 'says' || kind === 'taps'
    blocks.unshift(block, ...(isTurn ? renewed(golden, said.at(-1 - answers)) : []))
    if (isTurn) answers += 1
    golden = []
  }
  return `${head}\n${TALK}\n\n${blocks.join('\n\n')}\n${end}`
}

/** The golden blocks of one turn as they ought to be, given what the bot says now. */
function renewed(golden: readonly string[], now: readonly string[] | undefined): readonly string[] {
  return (now ?? []).map((message, n) => {
    const old = golden[n]
    const turn = old === undefined ? undefined : turnIn(old)
    const fits = turn?.kind === 'bot' && fitsGolden(turn.text, message)
    return fits && old !== undefined ? old : `${BOT}：${message.trim()}`
  })
}
