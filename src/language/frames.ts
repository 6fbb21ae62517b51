import { type Day, type Fen, yuanOf } from '../base/index.ts'
import type { NameSearch } from './name-index.ts'
import type { Span } from './reading.ts'
import type { Score } from './satisfaction.ts'
import type { Intent } from './understanding-schema.ts'

/** What a frame may hold, named as the slots of `cli understand` and of conversations. */
export type FrameKey =
  | 'event'
  | 'date'
  | 'amount'
  | 'percent'
  | 'project'
  | 'party'
  | 'unit'
  | 'satisfaction'
  | 'opinion'

/** Why something was understood: a rule and the characters of the message that it took. */
export interface Because extends Span {
  readonly rule: string
  readonly text: string
}

/** Readings to choose from, for the keys named in `ambiguous`. */
export interface Candidates {
  readonly date?: readonly Day[]
  readonly amount?: readonly Fen[]
  readonly percent?: readonly number[]
  /** Event keys. */
  readonly event?: readonly string[]
}

/** One reported fact, question or request. Keys the message does not carry are absent. */
export interface Frame {
  readonly intent: Intent
  readonly event?: string
  /** Only ever true. 没签, 尾款未付. */
  readonly negated?: true
  /** Only ever true. 准备下周开标, or a day still ahead. */
  readonly planned?: true
  readonly date?: Day
  /** In 分. */
  readonly amount?: Fen
  /** 30 for 30 %. */
  readonly percent?: number
  /** The words of the message. */
  readonly project?: string
  readonly party?: string
  readonly unit?: string
  readonly satisfaction?: Score
  /** The words of the message. */
  readonly opinion?: string
  /** No name, but 那个, 它 or 刚才那个项目: the project spoken of last is meant. */
  readonly refers?: 'last'
  /** Keys with more than one reading; their candidates are in `candidates` or `found`. */
  readonly ambiguous?: readonly FrameKey[]
  /** Keys whose words mean nothing, such as 2月30日. */
  readonly impossible?: readonly FrameKey[]
  readonly candidates?: Candidates
  /** What the name indexes answered, where they were handed in. */
  readonly found?: Partial<Record<'project' | 'party' | 'unit', NameSearch>>
  /** The id of the surely matched project (its 项目编号), the official names of party and unit. */
  readonly projectCode?: string
  readonly partyName?: string
  readonly unitName?: string
  readonly because: readonly Because[]
}

/** What a message means. */
export interface Understanding {
  readonly text: string
  readonly frames: readonly Frame[]
}

/** The line that `cli understand` prints: amounts in yuan; `because` only where it was asked for. */
export function understandingJson(
  { text, frames }: Understanding,
  options: { readonly explain?: boolean } = {},
): { text: string; frames: Record<string, unknown>[] } {
  return {
    text,
    frames: frames.map(({ amount, because, candidates: _candidates, found: _found, ...rest }) => ({
      ...rest,
      ...(amount !== undefined && { amount: yuanOf(amount) }),
      ...(options.explain && { because }),
    })),
  }
}
