import type { Fen } from '../base/index.ts'
import { termSums } from '../ledger/index.ts'
import { yuanText } from './cell-readers.ts'
import type { Changes, Counts, LotKey, TermChange } from './changes.ts'
import { say } from './complaint.ts'
import type { KnownTerm } from './known.ts'
import { count } from './plan-places.ts'
import type { Remarks } from './report.ts'
import { triggerWord } from './sheet-words.ts'
import type { RowOf } from './sheets.ts'

/** What planning the payment terms of a lot needs. */
export interface TermPlanning {
  readonly lot: LotKey
  readonly recorded: readonly KnownTerm[]
  /** The contract's sum once the file has been taken over; undefined while nobody has said it. */
  readonly contractAmount: Fen | undefined
  readonly correct: boolean
  readonly changes: Changes
  readonly counts: Counts
  readonly remarks: Remarks
}

type Agreed = Pick<TermChange, 'kind' | 'share' | 'amount' | 'trigger' | 'days'>

/**
 * The payment terms of a lot beside those on record. A row that is on record word for word is the same; one whose
 * kind is on record with other words contradicts it, an error naming both, or with --correct a new term for a
 * voided one. Terms that the file does not name stand.
 */
export function planTerms(rows: readonly RowOf<'terms'>[], planning: TermPlanning): void {
  const { recorded, changes, counts, remarks, correct, lot } = planning
  const loose = [...recorded]
  const take = (fits: (term: KnownTerm) => boolean): KnownTerm | undefined => {
    const at = loose.findIndex(fits)
    return at < 0 ? undefined : loose.splice(at, 1)[0]
  }
  const sound = rows.flatMap((row) => {
    const agreed = agreedIn(row)
    if (agreed) return [{ row, agreed }]
    const at = { key: 'terms', row: row.row, column: 'share' } as const
    remarks.error(at, 'share-or-amount')
    return []
  })
  const outdated = new Set<number>()
  const same = sound.map(({ agreed }) => take((term) => isSame(agreed, term)))
  for (const [i, { row, agreed }] of sound.entries()) {
    if (same[i]) {
      count(counts, 'terms', 'same')
      continue
    }
    const { kind, trigger } = agreed
    const told =
      take((term) => term.kind === kind && term.trigger === trigger) ??
      take((term) => term.kind === kind)
    count(counts, 'terms', told ? 'changed' : 'new')
    if (told) outdated.add(told.id)
    if (told && !correct) {
      const value = termWords(agreed)
      const at = { key: 'terms', row: row.row, column: 'term', value } as const
      remarks.error(at, 'term-differs', { recorded: termWords(plain(told)), value })
      continue
    }
    if (told) changes.termVoids.push(told.id)
    changes.terms.push({ ...lot, ...agreed })
  }
  const kept = recorded.filter(({ id }) => !outdated.has(id)).map(plain)
  const fresh = sound.flatMap(({ agreed }, i) => (same[i] ? [] : [agreed]))
  remarkOnSums([...kept, ...fresh], rows, planning)
}

const plain = ({ kind, share, amount, trigger, days }: KnownTerm): Agreed => ({
  ...{ kind, trigger, days },
  ...(share !== null && { share }),
  ...(amount !== null && { amount }),
})

function agreedIn({ term: kind, share, amount, trigger, days }: RowOf<'terms'>) {
  if ((share === undefined) === (amount === undefined)) return undefined
  return {
    ...{ kind, trigger, days },
    ...(share !== undefined && { share }),
    ...(amount !== undefined && { amount }),
  }
}

const isSame = (agreed: Agreed, term: KnownTerm): boolean =>
  agreed.kind === term.kind &&
  (agreed.share ?? null) === term.share &&
  (agreed.amount ?? null) === term.amount &&
  agreed.trigger === term.trigger &&
  agreed.days === term.days

const percentText = (share: number): string => String(share / 100)

function termWords({ share, amount, trigger, days }: Agreed): string {
  const sum =
    share === undefined
      ? say('term-yuan', { yuan: yuanText(amount ?? 0n) })
      : say('term-percent', { percent: percentText(share) })
  return say('term-words', { sum, trigger: triggerWord(trigger), days })
}

const WHOLE = 10_000

/** The terms of a contract should come to its sum: more is refused, less is worth a look. */
function remarkOnSums(
  terms: readonly Agreed[],
  rows: readonly RowOf<'terms'>[],
  { contractAmount, remarks }: TermPlanning,
): void {
  const row = rows.at(-1)
  if (!row) return
  const at = { key: 'terms', row: row.row, column: 'term' } as const
  const shares = terms.reduce((sum, { share }) => sum + (share ?? 0), 0)
  const shared = terms.every(({ share }) => share !== undefined)
  if (shared || shares > WHOLE) {
    const sum = percentText(shares)
    if (shares > WHOLE) remarks.error(at, 'terms-above-whole', { sum })
    else if (shares < WHOLE) remarks.warn(at, 'terms-below-whole', { sum })
    return
  }
  if (contractAmount === undefined) return
  const sum = termSums(terms, contractAmount).reduce<Fen>((all, one) => all + (one ?? 0n), 0n)
  const filling = { sum: yuanText(sum), contract: yuanText(contractAmount) }
  if (sum > contractAmount) remarks.error(at, 'terms-above-contract', filling)
  else if (sum < contractAmount) remarks.warn(at, 'terms-below-contract', filling)
}
