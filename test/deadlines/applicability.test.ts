import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { holds, ruleFor } from '../../src/deadlines/conditions.ts'
import type { LotFacts, Rule } from '../../src/deadlines/index.ts'
import { book, events, plain } from '../support/clock-lines.ts'

const NATIONAL = [...new Set(book.rules.filter((r) => r.level === 'national').map((r) => r.key))]
const ON = day('2026-11-02')

/** The national rules that apply to a lot in November 2026. */
function rulesOf(facts: Partial<LotFacts>, ...lines: string[]): string[] {
  const situation = { facts: { ...plain, ...facts }, events: events(...lines), book, on: ON }
  return NATIONAL.filter((key) => ruleFor(key, situation))
}

/** Rules that ask nothing of method, category, agency, law, urgency or size. */
const ALWAYS = [
  'INTENT_PUBLISH',
  'AGENCY_INFO_UPDATE',
  'EXPERT_DRAW_EARLIEST',
  'MEDIA_POST',
  'RESULT_NOTICE_PERIOD',
  'CONTRACT_SIGN',
  'CONTRACT_PUBLISH',
  'CONTRACT_FILING',
  'CONTRACT_CHANGE_PUBLISH',
  'FRAMEWORK_SIGN',
  'FRAMEWORK_FILING',
  'FRAMEWORK_INFORM',
  'FRAMEWORK_RESULT',
  'FRAMEWORK_SUMMARY',
  'FRAMEWORK_NONLISTED',
  'FRAMEWORK_OPEN_REVIEW',
  'FRAMEWORK_OPEN_RESULT',
  'FRAMEWORK_EXIT',
  'PAY_INVOICE',
  'RECEIVABLE_CONFIRM',
  'SME_PAY_COMPLAINT_TRANSFER',
  'SME_PAY_COMPLAINT_HANDLE',
  'QUERY_REPLY',
  'CHALLENGE_SUBMIT',
  'CHALLENGE_REPLY',
  'COMPLAINT_SUBMIT',
  'COMPLAINT_REVIEW',
  'COMPLAINT_REJECT_NOTICE',
  'COMPLAINT_SERVE',
  'COMPLAINT_DEFENSE',
  'COMPLAINT_DECISION',
  'COMPLAINT_SUSPEND',
  'CREDIT_EVAL_AGENCY',
  'SME_IDENTIFY_REPLY',
  'ARCHIVE_RETENTION',
]
/** The course of an award under 政府采购法. */
const AWARD = ['AWARD_CONFIRM', 'RESULT_NOTICE', 'AWARD_NOTICE_SEND']
const TENDER = [
  'PREQUAL_NOTICE_PERIOD',
  'PREQUAL_SUBMIT',
  'PREQUAL_CLARIFY',
  'TENDER_NOTICE_PERIOD',
  'TENDER_DOC_PROVIDE',
  'TENDER_CLARIFY',
  'BID_WITHDRAW_REFUND',
  'TENDER_TERMINATE_REFUND',
]
const LARGE = ['PAY_INVOICE_38']
const SME = ['PAY_SME']

const without = (all: readonly string[], ...gone: string[]) => all.filter((k) => !gone.includes(k))
const CASES = ALWAYS.filter((key) => /^(QUERY|CHALLENGE|COMPLAINT)_/.test(key))

describe('which of the 67 national rules apply', () => {
  it('is said of all of them somewhere below, or they are switched off', () => {
    const off = NATIONAL.filter((key) => book.inForce(key, ON)?.ship === 'off')
    expect(off).toEqual([
      'CONSULT_CLARIFY',
      'CONTRACT_SIGN_FORCE_MAJEURE',
      'SUPERVISION_RESULT_PUBLISH',
      'CREDIT_EVAL_EXPERT',
    ])
    const shown = new Set([...SAMPLES.flatMap(([, , , expected]) => expected), ...off])
    expect(NATIONAL).toHaveLength(67)
    expect(NATIONAL.filter((key) => !shown.has(key))).toEqual([])
  })

  const SAMPLES: readonly (readonly [string, Partial<LotFacts>, string[], string[]])[] = [
    [
      'goods by open tender through an agency, a large supplier',
      {},
      [],
      [...ALWAYS, ...TENDER, ...AWARD, 'BID_PREP', 'REPORT_DELIVERY', ...LARGE],
    ],
    [
      'the same by the unit itself, no report on record, a bond taken',
      { hasAgency: false },
      ['BOND_RECEIVED 2026-10-08'],
      [
        ...[...ALWAYS, ...TENDER, ...AWARD, 'BID_PREP', 'AWARD_CONFIRM_SELF', ...LARGE],
        ...['BOND_REFUND_LOSER', 'BOND_REFUND_WINNER'],
      ],
    ],
    [
      'works by open tender under 政府采购法',
      { category: 'WORKS' },
      [],
      [...ALWAYS, ...TENDER, ...AWARD, 'REPORT_DELIVERY', ...LARGE],
    ],
    [
      'works tendered under 招标投标法: nothing of the tender, of 质疑 and 投诉, and of bonds',
      { category: 'WORKS', lawDomain: 'TENDERING' },
      ['BOND_RECEIVED 2026-10-08'],
      [
        ...without(ALWAYS, 'EXPERT_DRAW_EARLIEST', 'MEDIA_POST', 'RESULT_NOTICE_PERIOD', ...CASES),
        ...LARGE,
      ],
    ],
    [
      'an urgent purchase: nothing before the contract, all from it on',
      { urgent: true, supplierIsSme: true },
      [],
      [
        ...without(
          ALWAYS,
          ...['INTENT_PUBLISH', 'AGENCY_INFO_UPDATE', 'EXPERT_DRAW_EARLIEST', 'MEDIA_POST'],
          'RESULT_NOTICE_PERIOD',
        ),
        ...SME,
      ],
    ],
    [
      'said not to be urgent, and under 政府采购法: as if nothing had been said',
      { urgent: false, lawDomain: 'PROCUREMENT' },
      [],
      [...ALWAYS, ...TENDER, ...AWARD, 'BID_PREP', 'REPORT_DELIVERY', ...LARGE],
    ],
    [
      'services by consultation, an SME with an agreed term',
      { category: 'SERVICES', method: '竞争性磋商', supplierIsSme: true, paymentDays: 45 },
      [],
      [
        ...[...ALWAYS, ...AWARD, 'REPORT_DELIVERY', ...SME, 'PAY_SME_MAX'],
        ...['CONSULT_DOC_SALE', 'CONSULT_PREP', 'NONTENDER_NOTICE_PERIOD'],
      ],
    ],
    [
      'goods by negotiation',
      { method: '竞争性谈判' },
      [],
      [
        ...[...ALWAYS, ...AWARD, 'REPORT_DELIVERY', ...LARGE],
        ...['NEGOTIATE_PREP', 'NEGOTIATE_CLARIFY', 'NONTENDER_NOTICE_PERIOD'],
      ],
    ],
    [
      'goods by inquiry',
      { method: '询价' },
      [],
      [
        ...[...ALWAYS, ...AWARD, 'REPORT_DELIVERY', ...LARGE],
        ...['RFQ_PREP', 'RFQ_CLARIFY', 'NONTENDER_NOTICE_PERIOD'],
      ],
    ],
    [
      'from a single source',
      { method: '单一来源采购' },
      [],
      [
        ...[...ALWAYS, ...AWARD, 'REPORT_DELIVERY', ...LARGE],
        ...['SS_PUBLICITY', 'SS_OBJECTION_REVIEW'],
      ],
    ],
  ]

  it.each(SAMPLES)('%s', (_, facts, lines, expected) => {
    expect(rulesOf(facts, ...lines).sort()).toEqual([...expected].sort())
  })
})

describe('exemptions', () => {
  it('are dated and cited like rules', () => {
    for (const { basis, source, title } of book.exemptions) {
      expect(basis).toMatch(/第\d+条/)
      expect(source).not.toBe('')
      expect(title).toMatch(/^\p{Script=Han}+$/u)
    }
    expect(book.exemptions.map(({ key }) => key)).toEqual(['TENDERING_WORKS', 'URGENT_PURCHASE'])
  })
})

describe('a rule for a sum', () => {
  it('applies from it on or below it, and to no lot whose budget nobody knows', () => {
    const applies = (when: Rule['appliesWhen'], budget?: bigint) => {
      const facts = { ...plain, ...(budget !== undefined && { budget }) }
      return holds(when, { facts, events: [], book, on: ON })
    }
    const large = { budgetFrom: 2_000_000 }
    expect(applies(large, 200_000_000n)).toBe(true)
    expect(applies(large, 199_999_999n)).toBe(false)
    expect(applies(large)).toBe(false)
    expect(applies({ budgetBelow: 2_000_000 }, 199_999_999n)).toBe(true)
    expect(applies({ budgetBelow: 2_000_000 }, 200_000_000n)).toBe(false)
  })
})
