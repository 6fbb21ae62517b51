import { describe, expect, it } from 'vitest'
import { computeClocks, type LotFacts } from '../../src/deadlines/index.ts'
import type { PaymentTerm } from '../../src/ledger/index.ts'
import { events, pay, plain, works } from '../support/clock-lines.ts'

/** `KIND 30% TRIGGER days` or with a sum of yuan, recorded in that order. */
const terms = (...lines: string[]): PaymentTerm[] =>
  lines.map((line, i) => {
    const [kind, sum = '', trigger, days] = line.split(' ')
    const part = sum.endsWith('%')
      ? { share: Math.round(Number(sum.slice(0, -1)) * 100) }
      : { amount: BigInt(sum) * 100n }
    // The lines below hold nothing but kinds and triggers that there are.
    const recordedAt = new Date(0)
    return { id: i, kind, trigger, days: Number(days), recordedAt, ...part } as PaymentTerm
  })

const FOUR = terms(
  'ADVANCE 30% CONTRACT_SIGNED 10',
  'PROGRESS 30% DELIVERED 15',
  'ACCEPTANCE 35% ACCEPTED 30',
  'RETENTION 5% WARRANTY_ENDED 20',
)
const contract: Partial<LotFacts> = { contractAmount: 1_000_000_00n, terms: FOUR }
const SIGNED = 'CONTRACT_SIGNED 2026-03-02'
const DELIVERED = 'DELIVERED 2026-04-01'
const ACCEPTED = 'ACCEPTED 2026-04-15'

const sums = (facts: Partial<LotFacts>, ...lines: string[]) =>
  computeClocks({ events: events(...lines), facts: { ...plain, ...facts } }, works)
    .filter((clock) => clock.rule.contractTerm)
    .map((c) => [c.rule.key, c.metOn, c.amountDue, c.outstanding])

describe('payment terms of a contract', () => {
  it('open each at its own trigger, and nothing counts the contract as a whole beside them', () => {
    const sme = { ...contract, supplierIsSme: true, paymentDays: 30 }
    expect(pay(sme, SIGNED)).toEqual(['PAY_ADVANCE 2026-03-02>2026-03-12 OPEN'])
    expect(pay(sme, SIGNED, DELIVERED, ACCEPTED)).toEqual([
      'PAY_ACCEPTANCE 2026-04-15>2026-05-15 OPEN',
      'PAY_ADVANCE 2026-03-02>2026-03-12 OPEN',
      'PAY_PROGRESS 2026-04-01>2026-04-16 OPEN',
    ])
    expect(pay(contract, SIGNED, DELIVERED, ACCEPTED, 'WARRANTY_ENDED 2026-10-15')).toContain(
      'PAY_RETENTION 2026-10-15>2026-11-04 OPEN',
    )
  })

  it('are met in their order, a part payment closes the right one', () => {
    const lines = [SIGNED, DELIVERED, ACCEPTED]
    expect(sums(contract, ...lines, 'PAID 2026-03-10 300000')).toEqual([
      ['PAY_ADVANCE', '2026-03-10', 300_000_00n, 0n],
      ['PAY_PROGRESS', null, 300_000_00n, 300_000_00n],
      ['PAY_ACCEPTANCE', null, 350_000_00n, 650_000_00n],
    ])
    expect(
      sums(contract, ...lines, 'PAID 2026-03-10 300000', 'PAID 2026-05-04 450000').map((c) => c[1]),
    ).toEqual(['2026-03-10', '2026-05-04', null])
  })

  it('take a payment without a sum for all that had become due by its day', () => {
    expect(
      sums(contract, SIGNED, DELIVERED, 'PAID 2026-04-10', ACCEPTED).map(([key, metOn]) => [
        key,
        metOn,
      ]),
    ).toEqual([
      ['PAY_ADVANCE', '2026-04-10'],
      ['PAY_PROGRESS', '2026-04-10'],
      ['PAY_ACCEPTANCE', null],
    ])
  })

  it('say nothing of terms whose trigger has not come: they are not part of what is due', () => {
    expect(sums(contract, SIGNED)).toEqual([['PAY_ADVANCE', null, 300_000_00n, 300_000_00n]])
  })

  it('of one kind open one by one, with every delivery the next', () => {
    const parts = {
      contractAmount: 900_00n,
      terms: terms(
        'PROGRESS 33.33% DELIVERED 10',
        'PROGRESS 33.33% DELIVERED 10',
        'ACCEPTANCE 33.34% ACCEPTED 10',
      ),
    }
    const lines = ['DELIVERED 2026-03-02', 'DELIVERED 2026-04-01', 'ACCEPTED 2026-05-06']
    expect(pay(parts, ...lines)).toEqual([
      'PAY_ACCEPTANCE 2026-05-06>2026-05-16/2026-05-18 OPEN',
      'PAY_PROGRESS 2026-03-02>2026-03-12 OPEN',
      'PAY_PROGRESS 2026-04-01>2026-04-11/2026-04-13 OPEN',
    ])
    // Rounded so that the whole is the whole.
    expect(sums(parts, ...lines).map((c) => c[2])).toEqual([299_97n, 299_97n, 300_06n])
    expect(sums(parts, ...lines).at(-1)?.[3]).toBe(900_00n)
  })

  it('counted from invoices take every invoice for the next term', () => {
    const byInvoice = {
      contractAmount: 100_000_00n,
      terms: terms('ADVANCE 40% INVOICE_RECEIVED 5', 'ACCEPTANCE 60% INVOICE_RECEIVED 5'),
    }
    const lines = ['INVOICE_RECEIVED 2026-03-02', 'INVOICE_RECEIVED 2026-05-06']
    expect(pay(byInvoice, ...lines).filter((c) => !c.startsWith('PAY_INVOICE'))).toEqual([
      'PAY_ACCEPTANCE 2026-05-06>2026-05-11 OPEN',
      'PAY_ADVANCE 2026-03-02>2026-03-07/2026-03-09 OPEN',
    ])
  })

  it('give an SME at most the 60 days of the law for progress and acceptance, and say so', () => {
    const long = {
      contractAmount: 100_00n,
      terms: terms('ACCEPTANCE 95% ACCEPTED 90', 'RETENTION 5% ACCEPTED 365'),
    }
    const of = (supplierIsSme: boolean) =>
      computeClocks(
        { events: events(ACCEPTED), facts: { ...plain, ...long, supplierIsSme } },
        works,
      ).map((c) => [c.rule.key, c.amount, c.overCeiling])
    expect(of(true)).toEqual([
      ['PAY_ACCEPTANCE', 60, 90],
      ['PAY_RETENTION', 365, null],
    ])
    expect(of(false)).toEqual([
      ['PAY_ACCEPTANCE', 90, null],
      ['PAY_RETENTION', 365, null],
    ])
  })

  it('let the invoice rule warn of what has become due, from the later of invoice and trigger', () => {
    const lines = [SIGNED, 'INVOICE_RECEIVED 2026-03-01', 'PAID 2026-03-12 300000']
    expect(pay(contract, ...lines)).toEqual([
      'PAY_ADVANCE 2026-03-02>2026-03-12 2026-03-12@3',
      'PAY_INVOICE 2026-03-02>2026-03-16 2026-03-12@3',
    ])
  })

  it('with agreed sums need no contract sum', () => {
    const facts = { terms: terms('ADVANCE 3000 CONTRACT_SIGNED 10', 'ACCEPTANCE 7000 ACCEPTED 10') }
    expect(sums(facts, SIGNED, ACCEPTED, 'PAID 2026-03-05 4000')).toEqual([
      ['PAY_ADVANCE', '2026-03-05', 3_000_00n, 0n],
      ['PAY_ACCEPTANCE', null, 7_000_00n, 6_000_00n],
    ])
  })
})
