import type { Clock } from '../../base/index.ts'
import type { FakeCard } from './card-rules.ts'

/** What a phone shows: a line of the member or of the app. */
export type PhoneContent =
  | { readonly from: 'member'; readonly kind: 'text'; readonly text: string }
  | { readonly from: 'member'; readonly kind: 'image'; readonly mediaId: string }
  /** A voice message, a place … */
  | { readonly from: 'member'; readonly kind: 'other'; readonly type: string }
  | {
      readonly from: 'app'
      readonly kind: 'text' | 'markdown'
      readonly text: string
      readonly via: 'passive' | 'send'
    }
  /** A question of 微信客服 with lines to tap, to open or only to read. */
  | {
      readonly from: 'app'
      readonly kind: 'menu'
      readonly text: string
      readonly choices: readonly {
        readonly label: string
        readonly id?: string
        readonly url?: string
      }[]
      readonly tail: string
    }
  | {
      readonly from: 'app'
      readonly kind: 'card'
      /** The id of the original; an update keeps it. */
      readonly taskId?: string
      readonly card: FakeCard
      /** The word on the greyed buttons; without it they can be tapped. */
      readonly grey?: string
      readonly updates: number
    }

/** An entry of a phone. `id` grows over all phones; a changed card keeps its place and gets a new `version`. */
export type PhoneItem = PhoneContent & {
  readonly id: number
  readonly version: number
  readonly at: Date
}

/** A card on a phone. */
export type PhoneCard = Extract<PhoneItem, { kind: 'card' }>

/** Entries kept a phone; the oldest go first. */
const KEPT = 500

/** The members' phones, by user id without case. */
export interface Phones {
  items(userId: string): readonly PhoneItem[]
  show(userId: string, content: PhoneContent): PhoneItem
  card(userId: string, taskId: string): PhoneCard | undefined
  /** Puts another face on a card, in place. */
  change(userId: string, taskId: string, face: Pick<PhoneCard, 'card'> & { grey?: string }): void
  /** Puts back what the phone showed before a restart; new entries follow. */
  restore(userId: string, items: readonly PhoneItem[]): void
  /** Calls back at every entry and change until the returned function is called. */
  watch(listener: (userId: string, item: PhoneItem) => void): () => void
}

/** Phones that show nothing yet. */
export function createPhones(clock: Clock): Phones {
  const phones = new Map<string, PhoneItem[]>()
  const listeners = new Set<(userId: string, item: PhoneItem) => void>()
  let last = 0

  const of = (userId: string): PhoneItem[] => phones.get(userId.toLowerCase()) ?? []
  const tell = (userId: string, item: PhoneItem): void => {
    for (const listener of listeners) listener(userId.toLowerCase(), item)
  }
  const card = (userId: string, taskId: string): PhoneCard | undefined =>
    of(userId)
      .filter((item) => item.kind === 'card')
      .findLast((item) => item.taskId === taskId)

  return {
    items: of,
    card,
    show(userId, content) {
      last += 1
      const item = { ...content, id: last, version: last, at: clock.now() }
      const before = of(userId)
      const kept = before.length < KEPT ? before : before.slice(1 - KEPT)
      phones.set(userId.toLowerCase(), [...kept, item])
      tell(userId, item)
      return item
    },
    change(userId, taskId, face) {
      const old = card(userId, taskId)
      if (!old) return
      last += 1
      const { grey: _, ...kept } = old
      const changed: PhoneItem = { ...kept, ...face, version: last, updates: old.updates + 1 }
      phones.set(
        userId.toLowerCase(),
        of(userId).map((item) => (item.id === old.id ? changed : item)),
      )
      tell(userId, changed)
    },
    restore(userId, items) {
      phones.set(userId.toLowerCase(), [...items])
      last = Math.max(last, ...items.map((item) => item.version))
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
