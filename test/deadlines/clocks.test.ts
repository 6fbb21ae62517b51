import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  checkDay,
  computeClocks,
  type LotEvent,
  type LotFacts,
  loadRules,
  ruleBookOf,
} from '../../src/deadlines/index.ts'

const book = loadRules()
const calendar = calendarOf(loadYears())
const reportable = new Set(
  `PLAN_FILED INTENT_PUBLISHED AGENCY_ENTRUSTED NOTICE_PUBLISHED BID_OPENED EVALUATION_END REPORT_RECEIVED
   AWARD_CONFIRMED RESULT_PUBLISHED AWARD_NOTICE_SENT CONTRACT_SIGNED CONTRACT_PUBLISHED CONTRACT_FILED DELIVERED
   ACCEPTANCE_REQUESTED ACCEPTED INVOICE_RECEIVED PAID FAILED`.split(/\s+/),
)
const works = { book, calendar, reportable }

const plain: LotFacts = {
  category: 'GOODS',
  method: '公开招标',
  hasAgency: true,
  supplierIsSme: false,
  paymentDays: null,
  contractAmount: null,
}

/** `KIND 2026-03-02 [yuan]`, one event each, recorded in that order. */
const events = (...lines: string[]): LotEvent[] =>
  lines.map((line, i) => {
    const [kind = '', at = '', yuan] = line.split(' ')
    return { id: BigInt(i + 1), kind, day: day(at), amount: yuan ? BigInt(yuan) * 100n : null }
  })

/** `KEY start>rawDue[/due if moved] OPEN|metOn[@event]` of every clock. */
const clocks = (facts: Partial<LotFacts>, ...lines: string[]): string[] =>
  computeClocks({ events: events(...lines), facts: { ...plain, ...facts } }, works).map((c) => {
    const due = c.due === c.rawDue ? '' : `/${c.due}`
    const met = c.state === 'MET' ? `${c.metOn}@${c.metEventId}` : 'OPEN'
    return `${c.rule.key} ${c.start}>${c.rawDue}${due} ${met}`
  })
const pay = (facts: Partial<LotFacts>, ...lines: string[]): string[] =>
  clocks(facts, ...lines)
    .filter((clock) => clock.startsWith('PAY'))
    .sort()

describe('from plan to contract', () => {
  it('each event opens its clocks and meets those it ends', () => {
    expect(
      clocks(
        {},
        'INTENT_PUBLISHED 2026-01-30',
        'NOTICE_PUBLISHED 2026-03-10',
        'EVALUATION_END 2026-04-01',
        'REPORT_RECEIVED 2026-04-02',
        'AWARD_CONFIRMED 2026-04-08',
        'RESULT_PUBLISHED 2026-04-09',
        'AWARD_NOTICE_SENT 2026-04-09',
        'CONTRACT_SIGNED 2026-04-20',
        'CONTRACT_PUBLISHED 2026-04-23',
      ),
    ).toEqual([
      'INTENT_PUBLISH 2026-03-10>2026-02-08/2026-02-06 2026-01-30@1',
      'REPORT_DELIVERY 2026-04-01>2026-04-03 2026-04-02@4',
      'AWARD_CONFIRM 2026-04-02>2026-04-10 2026-04-08@5',
      'RESULT_NOTICE 2026-04-08>2026-04-10 2026-04-09@6',
      'AWARD_NOTICE_SEND 2026-04-08>2026-04-10 2026-04-09@7',
      'CONTRACT_SIGN 2026-04-09>2026-05-09 2026-04-20@8',
      'CONTRACT_PUBLISH 2026-04-20>2026-04-22 2026-04-23@9',
      'CONTRACT_FILING 2026-04-20>2026-04-29 OPEN',
    ])
  })

  it('is the same in whatever order it is reported', () => {
    const lines = ['CONTRACT_SIGNED 2026-04-20', 'AWARD_NOTICE_SENT 2026-04-09']
    const without = (list: string[]) => list.map((clock) => clock.replace(/@\d+/, ''))
    expect(without(clocks({}, ...lines))).toEqual(without(clocks({}, ...lines.toReversed())))
    expect(clocks({}, ...lines)[0]).toBe('CONTRACT_SIGN 2026-04-09>2026-05-09 2026-04-20@1')
  })

  it('opens nothing before its start is known, and nothing that nobody can report', () => {
    expect(clocks({}, 'INTENT_PUBLISHED 2026-01-30')).toEqual([])
    expect(clocks({}, 'CONTRACT_PUBLISHED 2026-04-23', 'BID_OPENED 2026-03-31')).toEqual([])
    const bond = clocks({}, 'AWARD_NOTICE_SENT 2026-04-09').filter((c) => c.startsWith('BOND'))
    expect(bond).toEqual([])
  })

  it.each([
    ['with an agency, the report and then the award', { hasAgency: true }, ['REPORT_DELIVERY']],
    ['without, the award from the evaluation', { hasAgency: false }, ['AWARD_CONFIRM_SELF']],
    ['without and not tendered, neither', { hasAgency: false, method: '询价' }, []],
    ['without and the method unknown, neither', { hasAgency: false, method: null }, []],
    ['works under 招标投标法, neither', { hasAgency: true, lawDomain: 'TENDERING' }, []],
  ] as const)('after the evaluation: %s', (_, facts, keys) => {
    const opened = clocks(facts, 'EVALUATION_END 2026-04-01').map((clock) => clock.split(' ')[0])
    expect(opened).toEqual(keys)
  })

  it('lets a report that was received set the only clock of the award', () => {
    const lines = ['EVALUATION_END 2026-04-01', 'REPORT_RECEIVED 2026-04-03']
    expect(clocks({ hasAgency: false }, ...lines)).toEqual([
      'AWARD_CONFIRM 2026-04-03>2026-04-13 OPEN',
    ])
  })
})

describe('FAILED', () => {
  it('closes what is open without a verdict and leaves what was met', () => {
    expect(
      clocks({}, 'EVALUATION_END 2026-04-01', 'REPORT_RECEIVED 2026-04-02', 'FAILED 2026-04-20'),
    ).toEqual(['REPORT_DELIVERY 2026-04-01>2026-04-03 2026-04-02@2'])
  })

  it('still ends what was reported of its own day', () => {
    expect(clocks({}, 'AWARD_CONFIRMED 2026-04-20', 'FAILED 2026-04-20')).toEqual([])
    const lines = ['EVALUATION_END 2026-04-17', 'REPORT_RECEIVED 2026-04-20', 'FAILED 2026-04-20']
    expect(clocks({}, ...lines)).toEqual(['REPORT_DELIVERY 2026-04-17>2026-04-21 2026-04-20@2'])
  })

  it('ends one try: the next has clocks of its own, and the intent counts for both', () => {
    expect(
      clocks(
        {},
        'INTENT_PUBLISHED 2026-01-30',
        'NOTICE_PUBLISHED 2026-03-10',
        'AWARD_CONFIRMED 2026-04-01',
        'FAILED 2026-04-20',
        'NOTICE_PUBLISHED 2026-05-11',
        'AWARD_CONFIRMED 2026-06-02',
        'RESULT_PUBLISHED 2026-06-03',
      ),
    ).toEqual([
      'INTENT_PUBLISH 2026-03-10>2026-02-08/2026-02-06 2026-01-30@1',
      'INTENT_PUBLISH 2026-05-11>2026-04-11/2026-04-10 2026-01-30@1',
      'RESULT_NOTICE 2026-06-02>2026-06-04 2026-06-03@7',
      'AWARD_NOTICE_SEND 2026-06-02>2026-06-04 OPEN',
    ])
  })
})

describe('acceptance, asked for several times', () => {
  const accept = (...lines: string[]) =>
    clocks({}, ...lines).filter((clock) => clock.startsWith('ACCEPT'))

  it('pairs each request with an acceptance of its day or later', () => {
    expect(
      accept(
        'ACCEPTANCE_REQUESTED 2026-03-02',
        'ACCEPTANCE_REQUESTED 2026-04-07',
        'ACCEPTED 2026-03-05',
        'ACCEPTED 2026-04-10',
      ),
    ).toEqual([
      'ACCEPT_TARGET 2026-03-02>2026-03-09 2026-03-05@3',
      'ACCEPT_TARGET 2026-04-07>2026-04-14 2026-04-10@4',
    ])
    expect(
      accept(
        'ACCEPTANCE_REQUESTED 2026-03-02',
        'ACCEPTANCE_REQUESTED 2026-04-07',
        'ACCEPTED 2026-03-02',
      ),
    ).toEqual([
      'ACCEPT_TARGET 2026-03-02>2026-03-09 2026-03-02@3',
      'ACCEPT_TARGET 2026-04-07>2026-04-14 OPEN',
    ])
    expect(
      accept(
        'ACCEPTANCE_REQUESTED 2026-03-02',
        'ACCEPTANCE_REQUESTED 2026-04-07',
        'ACCEPTED 2026-03-02',
        'ACCEPTED 2026-04-08',
      ).map((clock) => clock.split(' ')[2]),
    ).toEqual(['2026-03-02@3', '2026-04-08@4'])
  })
})

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

describe('a year without calendar', () => {
  it('leaves due unknown, and still says from when to look', () => {
    const found = computeClocks(
      {
        events: events('AWARD_NOTICE_SENT 2026-12-10', 'CONTRACT_SIGNED 2026-12-28'),
        facts: plain,
      },
      works,
    )
    expect(found).toMatchObject([
      { rule: { key: 'CONTRACT_SIGN' }, rawDue: '2027-01-09', due: null, missingYear: 2027 },
      {
        rule: { key: 'CONTRACT_PUBLISH' },
        rawDue: '2026-12-30',
        due: '2026-12-30',
        yellowOn: '2026-12-28',
      },
      {
        rule: { key: 'CONTRACT_FILING' },
        rawDue: null,
        due: null,
        yellowOn: null,
        attentionOn: '2026-12-30',
      },
    ])
    expect(found[0]).toMatchObject({ yellowOn: null, attentionOn: '2027-01-04' })
  })
})

describe('a changed rule', () => {
  it('counts from its day on and rewrites nothing before', () => {
    const rules = book.rules.flatMap((rule) =>
      rule.key === 'CONTRACT_SIGN'
        ? [rule, { ...rule, version: 2, amount: 15, effectiveFrom: day('2026-04-01') }]
        : [rule],
    )
    const changed = { ...works, book: ruleBookOf({ ...book, rules }) }
    const sign = (at: string) =>
      computeClocks({ events: events(`AWARD_NOTICE_SENT ${at}`), facts: plain }, changed).map(
        (clock) => [clock.rule.key, clock.rule.version, clock.rawDue],
      )
    expect(sign('2026-03-31')).toEqual([['CONTRACT_SIGN', 1, '2026-04-30']])
    expect(sign('2026-04-01')).toEqual([['CONTRACT_SIGN', 2, '2026-04-16']])
  })
})

describe('a rule with an end of its own', () => {
  it('runs on its last day and not on the next', () => {
    const rules = book.rules.map((rule) =>
      rule.key === 'CONTRACT_SIGN' ? { ...rule, effectiveTo: day('2026-04-01') } : rule,
    )
    const lapsed = ruleBookOf({ ...book, rules })
    expect(lapsed.inForce('CONTRACT_SIGN', day('2026-04-01'))?.version).toBe(1)
    expect(lapsed.inForce('CONTRACT_SIGN', day('2026-04-02'))).toBeUndefined()
  })
})

describe('a shortest or fixed period', () => {
  const check = (added: string, ...before: string[]) => {
    const all = events(...before, added)
    const last = all.at(-1)
    if (!last) throw new Error('no event')
    return checkDay({ events: all, facts: plain }, last, works).map((warning) => [
      warning.rule.key,
      warning.earliest,
    ])
  }

  it('warns of a day that is too early, naming the earliest safe one', () => {
    const issued = 'TENDER_DOC_ISSUED 2026-09-15'
    expect(check('BID_DEADLINE 2026-10-04', issued)).toEqual([['BID_PREP', '2026-10-08']])
    expect(check('BID_DEADLINE 2026-10-05', issued)).toEqual([])
    expect(check(issued, 'BID_DEADLINE 2026-10-04')).toEqual([['BID_PREP', '2026-10-08']])
  })

  it('warns of a fixed period that ends on another day', () => {
    const published = 'NOTICE_PUBLISHED 2025-06-03'
    expect(check('NOTICE_PERIOD_END 2025-06-09', published)).toEqual([
      ['TENDER_NOTICE_PERIOD', '2025-06-10'],
    ])
    expect(check('NOTICE_PERIOD_END 2025-06-10', published)).toEqual([])
  })

  it('says nothing of rules that have a light', () => {
    expect(check('CONTRACT_SIGNED 2026-06-30', 'AWARD_NOTICE_SENT 2026-04-01')).toEqual([])
  })
})
