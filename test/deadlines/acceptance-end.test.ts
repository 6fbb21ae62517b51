import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import type { LotFacts } from '../../src/deadlines/index.ts'
import type { PaymentTerm } from '../../src/ledger/index.ts'
import { pay } from '../support/clock-lines.ts'

const END = day('2026-03-16')
const sme: Partial<LotFacts> = { supplierIsSme: true, acceptBy: END }
const DELIVERED = 'DELIVERED 2026-03-02'

describe('an acceptance that is delayed (条例第10条)', () => {
  it.each([
    ['not accepted: payment counts from the agreed day', [DELIVERED], '2026-03-16>2026-04-15 OPEN'],
    [
      'asked for in time without a delivery on record: the same',
      ['ACCEPTANCE_REQUESTED 2026-03-09'],
      '2026-03-16>2026-04-15 OPEN',
    ],
    [
      'accepted in time: from the acceptance',
      [DELIVERED, 'ACCEPTED 2026-03-10'],
      '2026-03-10>2026-04-09 OPEN',
    ],
    [
      'accepted on the very day: the same day',
      [DELIVERED, 'ACCEPTED 2026-03-16'],
      '2026-03-16>2026-04-15 OPEN',
    ],
    [
      'accepted late: still from the agreed day',
      [DELIVERED, 'ACCEPTED 2026-04-20'],
      '2026-03-16>2026-04-15 OPEN',
    ],
    [
      'delivered late: nobody delayed the acceptance',
      ['DELIVERED 2026-03-20'],
      '2026-03-20>2026-04-19/2026-04-20 OPEN',
    ],
    [
      'delivered and accepted late: from the acceptance',
      ['DELIVERED 2026-03-20', 'ACCEPTED 2026-03-30'],
      '2026-03-30>2026-04-29 OPEN',
    ],
  ] as const)('%s', (_, lines, expected) => {
    expect(pay(sme, ...lines)).toEqual([`PAY_SME ${expected}`])
  })

  it('says nothing before anything was handed over', () => {
    expect(pay(sme, 'CONTRACT_SIGNED 2026-02-02')).toEqual([])
  })

  it('gathers what was delivered in parts, and is met like any other', () => {
    const parts = ['DELIVERED 2026-03-02 100', 'DELIVERED 2026-03-09 200']
    const facts = { ...sme, contractAmount: 300_00n }
    expect(pay(facts, ...parts, 'PAID 2026-04-01 300')).toEqual([
      'PAY_SME 2026-03-16>2026-04-15 2026-04-01@3',
    ])
  })

  it('concerns SMEs only, and only from the day the article came into force', () => {
    expect(pay({ acceptBy: END, paymentDays: 30 }, DELIVERED)).toEqual([
      'PAY_TERM 2026-03-02>2026-04-01 OPEN',
    ])
    expect(
      pay({ supplierIsSme: true, acceptBy: day('2025-05-30') }, 'DELIVERED 2025-05-20'),
    ).toEqual([])
  })

  it('starts a payment term that waits for the acceptance, but releases no retention', () => {
    const term = (
      id: number,
      kind: PaymentTerm['kind'],
      share: number,
      days: number,
    ): PaymentTerm => ({
      ...{ id, kind, share, days, trigger: 'ACCEPTED', recordedAt: new Date(0) },
    })
    const terms = [term(1, 'ACCEPTANCE', 9_500, 30), term(2, 'RETENTION', 500, 365)]
    expect(pay({ ...sme, terms }, DELIVERED)).toEqual(['PAY_ACCEPTANCE 2026-03-16>2026-04-15 OPEN'])
  })
})
