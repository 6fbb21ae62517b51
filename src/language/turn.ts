import type { DateOptions } from './dates.ts'
import type { Message } from './report-frames.ts'
import type { Intent } from './understanding-schema.ts'

/** What the conversation is waiting for: a slot (named as the keys of a frame) or the confirmation (`commit`). */
export interface Asked {
  readonly intent: Intent
  readonly slot: string
}

/** A message at its place in a conversation. */
export interface Turn extends Message {
  readonly context: Asked | undefined
  readonly dates: DateOptions
}
