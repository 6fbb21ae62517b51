import type { Span } from './reading.ts'

/** Which way a bare weekday or month-day is read. */
export type Lean = 'past' | 'future'

/**
 * Words that speak of what is still to come. 要, 能, 将 and 会 are guarded against the words they are part of
 * (主要, 节能, 将军路, 会议); 计划 against the document of that name (采购计划, 计划批了).
 */
export const FUTURE_CUE =
  /(?<!采购)计划(?!备案|批|下来|已|通过|申报|提交|报[了完过])|打算|下个?(?:周|星期|礼拜|月|季度)|明年|近期|过(?:几|两)天|推迟|延期|暂缓|还得|得等|定[在于]|安排[在于]|准备|预计|预期|争取|拟(?=[于在定\d])|之前|以前|(?<![主重需必只紧不摘纪还简次首概])要(?![求点素闻件领货账地素么])|(?<![节功智性职效机太潜动热万技可才产势核光风电])能(?![源力耗效量级见容])|(?<![即])将(?![军来])|即将|马上(?!就)|快要?(?=[\ue000签付验]|开标|备案|公示|公告)|(?<![开社协委大工学议])会(?![议计展所员场诊])/

/** A day followed by 前 is a limit still ahead: 「12月5号前」. */
const BEFORE = /^(?:之|以)?前/

/**
 * The lean of an expression in its sentence: the one asked for, unless the sentence itself speaks of the future.
 * `span` is the expression; its own characters do not count as cues (「三天之前」).
 */
export function leanAt(text: string, span: Span, asked: Lean): Lean {
  if (BEFORE.test(text.slice(span.to))) return 'future'
  const around = `${clauseBefore(text, span.from)} ${clauseAfter(text, span.to)}`
  return FUTURE_CUE.test(around) ? 'future' : asked
}

const STOP = /[。;!?\n；]/
const REACH = 30

function clauseBefore(text: string, at: number): string {
  return (
    text
      .slice(Math.max(0, at - REACH), at)
      .split(STOP)
      .at(-1) ?? ''
  )
}

function clauseAfter(text: string, at: number): string {
  return text.slice(at, at + REACH).split(STOP)[0] ?? ''
}
