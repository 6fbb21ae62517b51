import type { LateInterest } from '../deadlines/index.ts'
import { sayMoney } from '../language/index.ts'
import { wording } from './wording.ts'

/** What sentences about late interest are filled with: the sum, the rate and what it rests on. */
export function interestFilling({ amount, rate }: LateInterest) {
  const { millionths, per, basis } = rate
  return {
    amount: sayMoney(amount),
    rate: wording.say(per === 'DAY' ? 'interest-day' : 'interest-year', {
      percent: millionths / 10_000,
    }),
    basis: basis ?? wording.say('interest-agreed'),
  }
}
