import { describe, expect, it } from 'vitest'
import { computeClocks, type LotFacts } from '../../src/deadlines/index.ts'
import { events, pay, plain, works } from '../support/clock-lines.ts'

describe('which limit of payment runs', () => {
  const delivered = ['DELIVERED 2026-03-02', 'INVOICE_RECEIVED 2026-03-04']
  it.each([
    [
      'an SME without a term: 30 days',
      { supplierIsSme: true },
      ['PAY_INVOICE 2026-03-04>2026-03-18 OPEN', 'PAY_SME 2026-03-02>2026-04-01 OPEN'],
    ],
    [
      'an SME with a term: the term',
      { supplierIsSme: true, paymentDays: 45 },
      ['PAY_INVOICE 2026-03-04>2026-03-18 OPEN', 'PAY_SME 2026-03-02>2026-04-16 OPEN'],
    ],
    [
      'an SME with a term beyond the law: 60 days',
      { supplierIsSme: true, paymentDays: 90 },
      ['PAY_INVOICE 2026-03-04>2026-03-18 OPEN', 'PAY_SME 2026-03-02>2026-05-01/2026-05-06 OPEN'],
    ],
    [
      'another supplier with a term: the term, however long',
      { paymentDays: 90 },
      ['PAY_INVOICE 2026-03-04>2026-03-18 OPEN', 'PAY_TERM 2026-03-02>2026-05-31/2026-06-01 OPEN'],
    ],
    [
      'neither: 30 days from the invoice',
      {},
      ['PAY_INVOICE 2026-03-04>2026-03-18 OPEN', 'PAY_INVOICE_38 2026-03-04>2026-04-03 OPEN'],
    ],
  ] as const)('%s', (_, facts, expected) => {
    expect(pay(facts, ...delivered)).toEqual(expected)
  })

  it('says that a term was longer than the law allows', () => {
    const lot = (paymentDays: number) => ({
      events: events(...delivered),
      facts: { ...plain, supplierIsSme: true, paymentDays },
    })
    const sme = (paymentDays: number) =>
      computeClocks(lot(paymentDays), works).find((clock) => clock.rule.key === 'PAY_SME')
    expect(sme(90)).toMatchObject({ amount: 60, overCeiling: 90 })
    expect(sme(60)).toMatchObject({ amount: 60, overCeiling: null })
  })

  it('counts from acceptance once it is recorded, and so does the invoice', () => {
    expect(pay({ supplierIsSme: true }, ...delivered, 'ACCEPTED 2026-03-10')).toEqual([
      'PAY_INVOICE 2026-03-10>2026-03-24 OPEN',
      'PAY_SME 2026-03-10>2026-04-09 OPEN',
    ])
    expect(pay({}, 'INVOICE_RECEIVED 2026-03-12', 'ACCEPTED 2026-03-10')[0]).toBe(
      'PAY_INVOICE 2026-03-12>2026-03-26 OPEN',
    )
    expect(pay({}, 'INVOICE_RECEIVED 2026-03-12')[0]).toBe('PAY_INVOICE 2026-03-12>2026-03-26 OPEN')
  })

  it('counts every invoice from the one acceptance that came after them', () => {
    const lines = [
      'INVOICE_RECEIVED 2026-03-04',
      'INVOICE_RECEIVED 2026-03-05',
      'ACCEPTED 2026-03-10',
    ]
    expect(pay({ supplierIsSme: true }, ...lines)).toEqual([
      'PAY_INVOICE 2026-03-10>2026-03-24 OPEN',
      'PAY_INVOICE 2026-03-10>2026-03-24 OPEN',
      'PAY_SME 2026-03-10>2026-04-09 OPEN',
    ])
  })

  it('takes the law in force on the start day: before June 2025 no SME limit', () => {
    const old = ['DELIVERED 2025-05-30', 'INVOICE_RECEIVED 2025-05-30']
    expect(pay({ supplierIsSme: true }, ...old).map((c) => c.split(' ')[0])).toEqual([
      'PAY_INVOICE',
      'PAY_INVOICE_38',
    ])
    expect(
      pay({ supplierIsSme: true, paymentDays: 20 }, ...old).map((c) => c.split(' ')[0]),
    ).toEqual(['PAY_INVOICE', 'PAY_TERM'])
    expect(pay({ supplierIsSme: true }, 'DELIVERED 2025-06-01')).toEqual([
      'PAY_SME 2025-06-01>2025-07-01 OPEN',
    ])
  })
})

describe('when a sum due is covered', () => {
  const sme = { supplierIsSme: true, contractAmount: 300_000_00n }
  const smeOnly = (facts: Partial<LotFacts>, ...lines: string[]) =>
    computeClocks({ events: events(...lines), facts: { ...plain, ...facts } }, works)
      .filter((clock) => clock.rule.key === 'PAY_SME')
      .map((c) => ({ metOn: c.metOn, amountDue: c.amountDue, outstanding: c.outstanding }))

  it.each([
    ['a part payment does not', ['PAID 2026-03-20 100000'], null, 200_000_00n],
    [
      'the last instalment does',
      ['PAID 2026-03-20 100000', 'PAID 2026-04-02 200000'],
      '2026-04-02',
      0n,
    ],
    ['an advance counts', ['PAID 2026-02-02 100000', 'PAID 2026-03-20 200000'], '2026-03-20', 0n],
    [
      'entered in the wrong order, the same',
      ['PAID 2026-04-02 200000', 'PAID 2026-03-20 100000'],
      '2026-04-02',
      0n,
    ],
    ['a payment without a sum settles what was due', ['PAID 2026-03-20'], '2026-03-20', 0n],
    ['one fen short is not paid', ['PAID 2026-03-20 299999'], null, 1_00n],
  ] as const)('the whole contract: %s', (_, payments, metOn, outstanding) => {
    expect(smeOnly(sme, 'DELIVERED 2026-03-02', ...payments)).toEqual([
      { metOn, amountDue: 300_000_00n, outstanding },
    ])
  })

  it('part deliveries are paid first come first served', () => {
    const parts = ['DELIVERED 2026-03-02 100000', 'DELIVERED 2026-04-01 200000']
    expect(smeOnly(sme, ...parts, 'PAID 2026-03-20 100000', 'PAID 2026-04-20 150000')).toEqual([
      { metOn: '2026-03-20', amountDue: 100_000_00n, outstanding: 0n },
      { metOn: null, amountDue: 200_000_00n, outstanding: 50_000_00n },
    ])
    expect(smeOnly(sme, ...parts, 'PAID 2026-04-20 300000').map((c) => c.metOn)).toEqual([
      '2026-04-20',
      '2026-04-20',
    ])
  })

  it('a payment without a sum settles only what was due by its day', () => {
    const parts = ['DELIVERED 2026-03-02 100000', 'DELIVERED 2026-04-01 200000']
    expect(smeOnly(sme, ...parts, 'PAID 2026-03-20')).toEqual([
      { metOn: '2026-03-20', amountDue: 100_000_00n, outstanding: 0n },
      { metOn: null, amountDue: 200_000_00n, outstanding: 200_000_00n },
    ])
  })

  it('an acceptance gathers the deliveries up to its day', () => {
    const lines = [
      'DELIVERED 2026-03-02 100000',
      'DELIVERED 2026-03-09 50000',
      'ACCEPTED 2026-03-12',
      'DELIVERED 2026-04-01 150000',
      'PAID 2026-03-31 150000',
    ]
    expect(pay(sme, ...lines)).toEqual([
      'PAY_SME 2026-03-12>2026-04-11/2026-04-13 2026-03-31@5',
      'PAY_SME 2026-04-01>2026-05-01/2026-05-06 OPEN',
    ])
  })

  it('each invoice by its own sum', () => {
    const lines = [
      'INVOICE_RECEIVED 2026-03-02 100000',
      'INVOICE_RECEIVED 2026-04-01 200000',
      'PAID 2026-03-10 120000',
    ]
    expect(pay({ contractAmount: 300_000_00n, paymentDays: 30 }, ...lines)).toEqual([
      'PAY_INVOICE 2026-03-02>2026-03-16 2026-03-10@3',
      'PAY_INVOICE 2026-04-01>2026-04-16 OPEN',
    ])
  })

  it('without any sum, by any payment, one for one', () => {
    const facts = { supplierIsSme: true }
    expect(pay(facts, 'DELIVERED 2026-03-02', 'PAID 2026-03-20 1')).toEqual([
      'PAY_SME 2026-03-02>2026-04-01 2026-03-20@2',
    ])
    expect(
      pay(facts, 'DELIVERED 2026-03-02', 'DELIVERED 2026-03-16', 'PAID 2026-03-20 1').map((c) =>
        c.endsWith('OPEN'),
      ),
    ).toEqual([false, true])
  })
})
