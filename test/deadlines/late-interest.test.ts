import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { computeClocks, estimateInterest, type LotFacts } from '../../src/deadlines/index.ts'
import { events, plain, works } from '../support/clock-lines.ts'

/** The estimate for a lot as its clocks stand: fen, since when. */
function estimate(facts: Partial<LotFacts>, today: string, ...lines: string[]) {
  const lot = { events: events(...lines), facts: { ...plain, ...facts } }
  const paid = lot.events.filter(({ kind }) => kind === 'PAID')
  const found = estimateInterest(computeClocks(lot, works), paid, day(today))
  return found && [found.amount, found.since]
}

// Due on Wednesday, 1 April 2026.
const DELIVERED = 'DELIVERED 2026-03-02'
const sme: Partial<LotFacts> = { supplierIsSme: true, contractAmount: 1_000_000_00n }

describe('late interest', () => {
  it.each([
    ['nothing on the due day', '2026-04-01', [], undefined],
    ['0.05 % for the first day', '2026-04-02', [], [500_00n, '2026-04-02']],
    ['0.05 % for each of ten days', '2026-04-11', [], [5_000_00n, '2026-04-02']],
    [
      'after a part payment before the due day on the rest only',
      '2026-04-11',
      ['PAID 2026-03-20 400000'],
      [3_000_00n, '2026-04-02'],
    ],
    // 3 days on the million, 7 on six hundred thousand.
    [
      'after a late part payment on the whole up to its day, then on the rest',
      '2026-04-11',
      ['PAID 2026-04-04 400000'],
      [1_500_00n + 2_100_00n, '2026-04-02'],
    ],
    [
      'nothing more once it is paid, but what had run up stays',
      '2026-06-30',
      ['PAID 2026-04-04 400000', 'PAID 2026-04-11 600000'],
      [1_500_00n + 2_100_00n, '2026-04-02'],
    ],
    ['nothing where it was paid in time', '2026-06-30', ['PAID 2026-04-01 1000000'], undefined],
    [
      'nothing where a payment without a sum settled it',
      '2026-06-30',
      ['PAID 2026-04-01'],
      undefined,
    ],
    [
      'up to the day of a late payment without a sum',
      '2026-06-30',
      ['PAID 2026-04-05'],
      [2_000_00n, '2026-04-02'],
    ],
  ] as const)('is %s', (_, today, payments, expected) => {
    expect(estimate(sme, today, DELIVERED, ...payments)).toEqual(expected)
  })

  it('adds up over deliveries that were due on different days', () => {
    // 100,000 due on 1 April, 200,000 more on 6 May, after the holiday.
    const lines = ['DELIVERED 2026-03-02 100000', 'DELIVERED 2026-04-02 200000']
    const facts = { supplierIsSme: true, contractAmount: 300_000_00n }
    const untilMay = 35n * 50_00n
    expect(estimate(facts, '2026-05-14', ...lines)).toEqual([untilMay + 8n * 150_00n, '2026-04-02'])
  })

  it("follows the contract's rate, by the day or by the year, whoever the supplier is", () => {
    const daily = { ...sme, lateRate: { millionths: 300, per: 'DAY' as const } }
    expect(estimate(daily, '2026-04-11', DELIVERED)).toEqual([3_000_00n, '2026-04-02'])
    const yearly = {
      contractAmount: 1_000_000_00n,
      paymentDays: 30,
      lateRate: { millionths: 36_500, per: 'YEAR' as const },
    }
    expect(estimate(yearly, '2026-04-11', DELIVERED)).toEqual([1_000_00n, '2026-04-02'])
  })

  it('is rounded once, to the fen', () => {
    const odd = { supplierIsSme: true, contractAmount: 33_33n }
    // 33.33 yuan × 0.05 % = 1.6665 fen a day.
    expect(estimate(odd, '2026-04-02', DELIVERED)?.[0]).toBe(2n)
    expect(estimate(odd, '2026-04-04', DELIVERED)?.[0]).toBe(5n)
    const yearly = { ...odd, lateRate: { millionths: 34_500, per: 'YEAR' as const } }
    expect(estimate(yearly, '2026-04-12', DELIVERED)?.[0]).toBe(3n)
  })

  it('is not claimed from those who owe none: a large supplier without an agreed rate, or no sum known', () => {
    expect(estimate({ contractAmount: 1_000_00n, paymentDays: 30 }, '2026-06-30', DELIVERED)).toBe(
      undefined,
    )
    expect(estimate({ supplierIsSme: true }, '2026-06-30', DELIVERED)).toBe(undefined)
  })

  it('names the article it rests on', () => {
    const lot = { events: events(DELIVERED), facts: { ...plain, ...sme } }
    expect(estimateInterest(computeClocks(lot, works), [], day('2026-04-11'))?.rate).toEqual({
      millionths: 500,
      per: 'DAY',
      basis: '保障中小企业款项支付条例第17条',
    })
  })
})
