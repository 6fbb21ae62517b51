import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { checkDay, computeClocks, ruleBookOf } from '../../src/deadlines/index.ts'
import { book, clocks, events, plain, works } from '../support/clock-lines.ts'

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
