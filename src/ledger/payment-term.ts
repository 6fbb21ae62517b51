import type { Fen } from '../base/index.ts'
import type { EventKind } from './kinds.ts'

/** 预付款, 进度款, 验收款, 质保金: in this order a contract pays them. */
export const TERM_KINDS = ['ADVANCE', 'PROGRESS', 'ACCEPTANCE', 'RETENTION'] as const

/** See TERM_KINDS. */
export type TermKind = (typeof TERM_KINDS)[number]

/** The events from which the days of a term may be counted. */
export const TERM_TRIGGERS = [
  'CONTRACT_SIGNED',
  'DELIVERED',
  'SETTLEMENT_CONFIRMED',
  'ACCEPTED',
  'INVOICE_RECEIVED',
  'WARRANTY_ENDED',
] as const satisfies readonly EventKind[]

/** See TERM_TRIGGERS. */
export type TermTrigger = (typeof TERM_TRIGGERS)[number]

/** One part of a contract's sum: how much, from when, within how many calendar days. */
export interface PaymentTerm {
  readonly id: number
  readonly kind: TermKind
  /** Of the contract's sum, in ten-thousandths; absent where the sum itself is agreed. */
  readonly share?: number
  readonly amount?: Fen
  readonly trigger: TermTrigger
  readonly days: number
  readonly recordedAt: Date
  readonly voidedAt?: Date
}

/** In the order in which they are paid: by kind, those of one kind as they were recorded. */
export function inPayingOrder<T extends Pick<PaymentTerm, 'kind' | 'id'>>(
  terms: readonly T[],
): T[] {
  const rank = ({ kind }: T): number => TERM_KINDS.indexOf(kind)
  return [...terms].sort((a, b) => rank(a) - rank(b) || a.id - b.id)
}

const WHOLE = 10_000n

/**
 * What each term comes to; null for a share of a sum nobody has said. Shares are rounded to the fen so that
 * their running total is right: 33.33 %, 33.33 % and 33.34 % make the whole.
 */
export function termSums(
  terms: readonly {
    readonly share?: number | undefined
    readonly amount?: Fen | undefined
  }[],
  contractAmount: Fen | null,
): (Fen | null)[] {
  let shares = 0n
  const upTo = (sum: Fen): Fen => (sum * shares + WHOLE / 2n) / WHOLE
  return terms.map(({ share, amount }) => {
    if (share === undefined) return amount ?? null
    if (contractAmount === null) return null
    const before = upTo(contractAmount)
    shares += BigInt(share)
    return upTo(contractAmount) - before
  })
}
