import type { Answer } from './answers.ts'

/** One exchange between the app and WeCom, as WeCom saw it. */
export type Exchange =
  /** The app called the API. */
  | {
      readonly kind: 'call'
      readonly at: Date
      /** As `message/send`. */
      readonly path: string
      /** The JSON that was sent; undefined for calls without one. */
      readonly request: unknown
      /** Undefined for files and broken connections. */
      readonly answer: Answer | undefined
    }
  /** WeCom called the app. */
  | {
      readonly kind: 'callback'
      readonly at: Date
      readonly userId: string
      /** The XML before it was sealed. */
      readonly plaintext: string
      /** 1 for the first delivery. */
      readonly attempt: number
      /** The HTTP status; undefined when nothing came back in time. */
      readonly status: number | undefined
      /** The text of the sealed passive reply, opened; undefined for an empty body. */
      readonly reply: string | undefined
    }
