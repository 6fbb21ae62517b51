import { describe, expect, test } from 'vitest'
import { type Day, day, type Fen } from '../../src/base/index.ts'
import {
  contractOf,
  type EventKind,
  type LedgerFact,
  type LotHistory,
  reviewReport,
  severityOf,
  stageOf,
} from '../../src/ledger/index.ts'

const today = day('2026-09-10')
const yuan = (amount: number): Fen => BigInt(amount) * 100n

type Told = readonly [EventKind, string, number?]

function lot(told: readonly Told[], more: Partial<LotHistory> = {}): LotHistory {
  return {
    lotId: 1,
    projectId: 1,
    code: '焦财采-1',
    lotNo: 1,
    name: '教学楼',
    projectName: '教学楼',
    aliases: [],
    budget: yuan(3_200_000),
    category: 'WORKS',
    unit: { id: 1, name: '市第一中学', suspended: false, regionId: 1 },
    events: told.map(
      ([kind, on, amount], i): LedgerFact => ({
        id: BigInt(i + 1),
        kind,
        day: day(on),
        recordedAt: new Date(0),
        ...(amount !== undefined && { amount: yuan(amount) }),
      }),
    ),
    ...more,
  }
}

const upToNotice: Told[] = [
  ['PLAN_FILED', '2026-05-01'],
  ['NOTICE_PUBLISHED', '2026-07-01'],
  ['BID_OPENED', '2026-08-01'],
  ['EVALUATION_END', '2026-08-02'],
  ['AWARD_CONFIRMED', '2026-08-05'],
  ['AWARD_NOTICE_SENT', '2026-08-07'],
]
const signed: Told[] = [...upToNotice, ['CONTRACT_SIGNED', '2026-08-20', 3_000_000]]

function review(history: LotHistory, kind: EventKind, on: Day, amount?: number) {
  return reviewReport(
    history,
    { kind, day: on, ...(amount !== undefined && { amount: yuan(amount) }) },
    today,
  )
}
const kinds = (problems: readonly { kind: string }[]) => problems.map((problem) => problem.kind)

describe('reviewing a report', () => {
  test('the next step on its day within the budget has no problem', () => {
    expect(review(lot(upToNotice), 'CONTRACT_SIGNED', day('2026-09-09'), 3_180_000)).toEqual([])
  })

  test('missing steps are named in order and ask for a reason', () => {
    const problems = review(lot([['PLAN_FILED', '2026-05-01']]), 'AWARD_CONFIRMED', today)
    expect(problems).toEqual([
      { kind: 'steps-missing', missing: ['NOTICE_PUBLISHED', 'BID_OPENED', 'EVALUATION_END'] },
    ])
    expect(problems.map(severityOf)).toEqual(['reason'])
  })

  test('the evaluation report is only missed where an agency writes one', () => {
    const evaluated: Told[] = upToNotice.slice(0, 4)
    expect(review(lot(evaluated), 'AWARD_CONFIRMED', today)).toEqual([])
    const agency = { agency: { id: 9, name: '某代理' } }
    expect(review(lot(evaluated, agency), 'AWARD_CONFIRMED', today)).toEqual([
      { kind: 'steps-missing', missing: ['REPORT_RECEIVED'] },
    ])
  })

  test('a recorded later step settles what lies behind it', () => {
    expect(review(lot([['CONTRACT_SIGNED', '2026-08-20']]), 'DELIVERED', today)).toEqual([])
  })

  test('a day before an earlier step and after a later one is told', () => {
    expect(kinds(review(lot(upToNotice), 'CONTRACT_SIGNED', day('2026-08-06')))).toEqual([
      'before-earlier-step',
    ])
    expect(kinds(review(lot(signed), 'RESULT_PUBLISHED', today))).toEqual([])
    expect(
      kinds(review(lot(signed.slice(0, 4).concat(signed.slice(-1))), 'AWARD_CONFIRMED', today)),
    ).toEqual(['after-later-step'])
  })

  test('what happens once is refused the second time whatever its day', () => {
    const problems = review(lot(signed), 'CONTRACT_SIGNED', day('2026-08-25'))
    expect(kinds(problems)).toEqual(['already-recorded'])
    expect(problems.map(severityOf)).toEqual(['refuse'])
  })

  test('a second payment is ordinary; the same day and amount is asked about', () => {
    const paid = lot([...signed, ['PAID', '2026-09-01', 100_000]])
    expect(review(paid, 'PAID', day('2026-09-08'), 100_000)).toEqual([])
    const problems = review(paid, 'PAID', day('2026-09-01'), 100_000)
    expect(kinds(problems)).toEqual(['similar-recorded'])
    expect(problems.map(severityOf)).toEqual(['ask'])
  })

  test.each([
    ['a day to come', lot(upToNotice), 'CONTRACT_SIGNED', day('2026-09-11'), 1, 'in-future'],
    ['more than the budget', lot(upToNotice), 'CONTRACT_SIGNED', today, 3_200_001, 'over-budget'],
    ['more than the contract', lot(signed), 'PAID', today, 3_000_001, 'over-contract'],
    [
      'a step after 废标',
      lot([...upToNotice, ['FAILED', '2026-08-10']]),
      'CONTRACT_SIGNED',
      today,
      1,
      'project-failed',
    ],
    [
      'a suspended unit',
      lot(upToNotice, { unit: { id: 1, name: '某', suspended: true, regionId: 1 } }),
      'CONTRACT_SIGNED',
      today,
      1,
      'unit-suspended',
    ],
  ] as const)('%s is told', (_, history, kind, on, amount, problem) => {
    expect(kinds(review(history, kind, on, amount))).toEqual([problem])
  })

  test('a suspended unit goes on with what is signed, and may end what is not', () => {
    const unit = { id: 1, name: '某', suspended: true, regionId: 1 }
    expect(review(lot(signed, { unit }), 'PAID', today, 1)).toEqual([])
    expect(review(lot(signed, { unit }), 'ACCEPTED', today)).toEqual([])
    expect(review(lot(upToNotice, { unit }), 'FAILED', today)).toEqual([])
    expect(kinds(review(lot(upToNotice, { unit }), 'BID_DEADLINE', today))).toEqual([
      'unit-suspended',
    ])
  })

  test('the budget itself is not too much', () => {
    expect(review(lot(upToNotice), 'CONTRACT_SIGNED', today, 3_200_000)).toEqual([])
  })
})

describe('the stage of a lot', () => {
  const accepted: Told[] = [...signed, ['ACCEPTED', '2026-09-01']]
  test.each([
    ['nothing recorded', [], 'PLAN'],
    ['the agency', [['AGENCY_ENTRUSTED', '2026-05-03']], 'AGENCY'],
    ['an award', upToNotice, 'TENDER'],
    ['a contract', signed, 'CONTRACT'],
    ['an acceptance', accepted, 'ACCEPT'],
    ['part of the money', [...accepted, ['PAID', '2026-09-05', 1_000_000]], 'PAY'],
    [
      'all the money in two parts',
      [...accepted, ['PAID', '2026-09-05', 1_000_000], ['PAID', '2026-09-06', 2_000_000]],
      'CLOSED',
    ],
    ['all the money before acceptance', [...signed, ['PAID', '2026-09-05', 3_000_000]], 'PAY'],
    ['废标', [...upToNotice, ['FAILED', '2026-08-10']], 'FAILED'],
  ] as const)('%s', (_, told, stage) => {
    expect(stageOf(lot(told))).toBe(stage)
  })
})

test('what was signed wins over what was imported, until it is voided', () => {
  const imported = { importedAmount: yuan(1), importedSupplier: { id: 1, name: '甲' } }
  const history = lot([], {
    ...imported,
    events: [
      {
        id: 1n,
        kind: 'CONTRACT_SIGNED',
        day: day('2026-08-20'),
        amount: yuan(5),
        party: { id: 2, name: '乙' },
        recordedAt: new Date(0),
      },
    ],
  })
  expect(contractOf(history)).toMatchObject({ supplier: { id: 2, name: '乙' }, amount: yuan(5) })
  const [event] = history.events
  if (!event) throw new Error('unreachable')
  const undone = { ...event, voided: { at: new Date(1), reason: 'mistake' } }
  expect(contractOf({ ...history, events: [undone] })).toEqual({
    supplier: { id: 1, name: '甲' },
    amount: yuan(1),
    terms: [],
  })
})
