import { clipBytes } from '../base/index.ts'

/** Answers to a person go before everything else; digests can wait a minute. */
export type PushQueue = 'chat' | 'digest'

/** Any JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * A message as it is sent, receiver apart. The outbox looks into one kind only: a text that the same
 * person got within the last 4 hours is numbered, since WeCom would discard the repeat.
 */
export type PushBody = { readonly [key: string]: Json | undefined }

/** Bytes of one text message of WeCom (doc 90236), less room for the number of a repeated text. */
export const PUSHED_BYTES = 2048 - 16

/** A text as a push's body. What does not fit into one message is cut at a line's end, with an ellipsis. */
export const textBody = (content: string): PushBody => ({
  msgtype: 'text',
  text: { content: clipBytes(content, PUSHED_BYTES) },
})

/** What is to be sent to whom, and why. */
export interface NewPush {
  readonly kind: 'SEND' | 'UPDATE_CARD'
  readonly queue: PushQueue
  readonly userid: string
  /** Name and version of the wording it was made from. */
  readonly template: string
  readonly version: number
  readonly body: PushBody
  /** The reason rows of `cli remind`; empty for an answer. */
  readonly reasons: readonly Json[]
  /** A second push with this key is never stored. */
  readonly dedupeKey: string
  /** The slot it was made for, `morning 2026-09-08`. */
  readonly slot?: string
}

/** A stored push in the hands of a sender. */
export interface TakenPush {
  readonly id: bigint
  readonly kind: 'SEND' | 'UPDATE_CARD'
  readonly queue: PushQueue
  readonly userid: string
  readonly template: string
  /** Read back from the database, so that every try sends the same bytes. */
  readonly body: PushBody
  readonly attempts: number
  /** Start of the earliest try, before this one, that may have arrived. */
  readonly doubtFrom: Date | null
}

/** What became of one try. */
export type Delivery =
  | { readonly kind: 'sent'; readonly msgid?: string }
  /** It certainly did not arrive; another try may succeed. */
  | { readonly kind: 'retry'; readonly failure: string }
  /** Too many messages: nothing more may go before that many milliseconds. */
  | { readonly kind: 'throttled'; readonly failure: string; readonly retryAfterMs: number }
  /** No further try can succeed: a receiver who cannot be reached, a wrong set-up, a bug of ours. */
  | { readonly kind: 'rejected'; readonly failure: string }
  /** It may have arrived: the answer did not come. */
  | { readonly kind: 'unknown'; readonly failure: string }

/**
 * Sends one push. Must ask WeCom to suppress an identical message for 4 hours from the very first
 * try, must not throw for anything that a network or WeCom does, and must end within 20 seconds.
 * `failure` is a class and a code, never contents.
 */
export type Deliver = (push: TakenPush) => Promise<Delivery>

/** Messages to one member, at most. */
export interface MemberLimits {
  readonly perMinute: number
  readonly perHour: number
}

/** How what is stored now may be taken for this process in the same statement. */
export interface AtOnce extends MemberLimits {
  /** What has reached the person and is not written down as sent yet: nothing need wait behind it. */
  readonly arrived: readonly bigint[]
}

/**
 * When the next message to a member may go, as far as this process knows; counts what went (see wecom's member
 * budget). `limits` are checked once more against what all nodes sent, in the statement that takes a push.
 */
export interface PushBudget {
  nextAt(userid: string, lane: 'chat' | 'bulk'): Date
  sent(userid: string): void
  limits(lane: 'chat' | 'bulk'): MemberLimits
}
