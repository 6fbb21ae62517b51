import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, refuse } from './answers.ts'

const CODE_LIFE_MS = 72 * 3_600_000

/** A card that was sent: who has it. */
export interface SentCard {
  readonly taskId: string
  readonly receivers: readonly string[]
}

/** What WeCom remembers of cards: task ids, each taken once, and response codes, each good once within 72 hours. */
export interface FakeCards {
  /** Takes the task id; false when it was taken before. */
  claim(card: SentCard): boolean
  /** Remembers, after a restart, that the member has the card. */
  restore(taskId: string, userId: string): void
  newCode(taskId: string): string
  /** The card of a code, which is then used up; or the refusal. */
  redeem(code: string): SentCard | Answer
}

/** A memory without cards. */
export function createCards(clock: Clock, entropy: Entropy): FakeCards {
  const cards = new Map<string, SentCard>()
  const codes = new Map<string, { taskId: string; endsAt: number }>()

  return {
    claim(card) {
      if (cards.has(card.taskId)) return false
      cards.set(card.taskId, card)
      return true
    },
    restore(taskId, userId) {
      const receivers = cards.get(taskId)?.receivers ?? []
      cards.set(taskId, { taskId, receivers: [...receivers, userId] })
    },
    newCode(taskId) {
      const code = entropy.bytes(24).toString('base64url')
      codes.set(code, { taskId, endsAt: clock.now().getTime() + CODE_LIFE_MS })
      return code
    },
    redeem(code) {
      const known = codes.get(code)
      codes.delete(code)
      const card = known && known.endsAt > clock.now().getTime() && cards.get(known.taskId)
      // The document names no errcode for a used code; 40058 is its general "bad parameter".
      return card || refuse(40058, 'invalid response_code: used, expired or unknown')
    },
  }
}
