import type { Digest, Template } from './digests.ts'
import { type Reason, reasonOf } from './item.ts'

/** A reminder as `cli remind` prints it. */
export interface PlannedPush {
  /** 企业微信账号. */
  readonly to: string
  readonly template: Template
  /** 项目编号; null when the message is about several, or none. */
  readonly project: string | null
  /** Why, one row a matter, most important first, those that did not fit the text included. */
  readonly reasons: readonly Reason[]
  /** How many of the reasons the text shows: the first ones. */
  readonly shown: number
  readonly text: string
  /** The same in parts, where it is about one matter and may go as a card; not part of what `cli remind` prints. */
  readonly single?: Digest['single']
  /** It carries news that count as shown once it is queued: it is not taken back. */
  readonly news?: true
}

/** The push that says a digest. */
export function pushOf(to: string, template: Template, digest: Digest, news = false): PlannedPush {
  const reasons = digest.items.map(reasonOf)
  const codes = new Set(reasons.map((reason) => reason.project))
  const [only = null] = codes
  return {
    to,
    template,
    project: codes.size === 1 ? only : null,
    reasons,
    shown: digest.shown.length,
    text: digest.text,
    ...(news && { news }),
    ...(digest.single && { single: digest.single }),
  }
}
