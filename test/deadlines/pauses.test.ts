import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { checkDay, computeClocks, lightOf } from '../../src/deadlines/index.ts'
import { book, clocks, events, plain, works } from '../support/clock-lines.ts'

const signing = (...lines: string[]) =>
  clocks({}, ...lines).filter((clock) => clock.startsWith('CONTRACT_SIGN '))
const lit = (key: string, on: string, ...lines: string[]) => {
  const all = computeClocks({ events: events(...lines), facts: plain }, works)
  const clock = all.find(({ rule }) => rule.key === key)
  return clock && lightOf({ ...clock, worstLight: clock.rule.worstLight }, day(on))
}

describe('what stops a clock', () => {
  const NOTICE = 'AWARD_NOTICE_SENT 2026-03-02'

  it('a challenge holds the signing from its day until it is answered, day for day', () => {
    expect(signing(NOTICE)).toEqual(['CONTRACT_SIGN 2026-03-02>2026-04-01 OPEN'])
    const challenged = [NOTICE, 'CHALLENGE_RECEIVED 2026-03-10']
    expect(lit('CONTRACT_SIGN', '2026-03-09', ...challenged)?.light).toBe('GREEN')
    expect(lit('CONTRACT_SIGN', '2026-03-10', ...challenged)?.light).toBe('PAUSED')
    expect(lit('CONTRACT_SIGN', '2026-12-31', ...challenged)).toEqual({
      light: 'PAUSED',
      daysLate: 0,
    })
    const answered = [...challenged, 'CHALLENGE_REPLIED 2026-03-19']
    expect(signing(...answered)).toEqual(['CONTRACT_SIGN 2026-03-02>2026-04-10 OPEN'])
    expect(lit('CONTRACT_SIGN', '2026-03-19', ...answered)?.light).toBe('GREEN')
    expect(lit('CONTRACT_SIGN', '2026-04-13', ...answered)).toEqual({ light: 'RED', daysLate: 3 })
  })

  it('what comes after the last day, or ended before the first, changes nothing', () => {
    expect(
      signing(NOTICE, 'CHALLENGE_RECEIVED 2026-04-01', 'CHALLENGE_REPLIED 2026-04-09'),
    ).toEqual(['CONTRACT_SIGN 2026-03-02>2026-04-01 OPEN'])
    expect(lit('CONTRACT_SIGN', '2026-04-10', NOTICE, 'CHALLENGE_RECEIVED 2026-04-05')).toEqual({
      light: 'RED',
      daysLate: 9,
    })
    expect(
      signing('CHALLENGE_RECEIVED 2026-02-20', 'CHALLENGE_REPLIED 2026-02-26', NOTICE),
    ).toEqual(['CONTRACT_SIGN 2026-03-02>2026-04-01 OPEN'])
  })

  it('two that overlap count once; the second may begin in the time that the first has added', () => {
    expect(
      signing(
        NOTICE,
        'CHALLENGE_RECEIVED 2026-03-10',
        'CHALLENGE_REPLIED 2026-03-19',
        'SUSPEND_NOTICE 2026-03-16',
        'SUSPENSION_ENDED 2026-03-23',
        'FORCE_MAJEURE_STARTED 2026-04-12',
        'FORCE_MAJEURE_ENDED 2026-04-14',
      ),
    ).toEqual(['CONTRACT_SIGN 2026-03-02>2026-04-16 OPEN'])
  })

  it('a suspension lasts no longer than the law allows, and stops working days too', () => {
    const lines = ['REPORT_RECEIVED 2026-03-02', 'SUSPEND_NOTICE 2026-03-04']
    const award = clocks({}, ...lines).filter((clock) => clock.startsWith('AWARD_CONFIRM '))
    // Two working days by 4 March, 30 days of suspension to 3 April, three more after Qingming.
    expect(award).toEqual(['AWARD_CONFIRM 2026-03-02>2026-04-09 OPEN'])
    expect(lit('AWARD_CONFIRM', '2026-04-02', ...lines)?.light).toBe('PAUSED')
    expect(lit('AWARD_CONFIRM', '2026-04-03', ...lines)?.light).not.toBe('PAUSED')
  })

  it('payment does not wait for a challenge', () => {
    const lines = ['ACCEPTED 2026-03-02', 'CHALLENGE_RECEIVED 2026-03-04']
    const facts = { supplierIsSme: true }
    expect(clocks(facts, ...lines).filter((clock) => clock.startsWith('PAY_SME'))).toEqual([
      'PAY_SME 2026-03-02>2026-04-01 OPEN',
    ])
  })
})

describe('cases', () => {
  it('open the clocks of the answer, the review, the service and the decision', () => {
    expect(clocks({}, 'CHALLENGE_RECEIVED 2026-09-08')).toEqual([
      'CHALLENGE_REPLY 2026-09-08>2026-09-17 OPEN',
    ])
    expect(clocks({}, 'COMPLAINT_RECEIVED 2026-03-02', 'COMPLAINT_REVIEWED 2026-03-06')).toEqual([
      'COMPLAINT_REVIEW 2026-03-02>2026-03-09 2026-03-06@2',
      'COMPLAINT_REJECT_NOTICE 2026-03-06>2026-03-11 OPEN',
      'COMPLAINT_SERVE 2026-03-02>2026-03-12 OPEN',
      'COMPLAINT_DECISION 2026-03-02>2026-04-14 OPEN',
    ])
  })

  it('the decision does not count the time of an inquiry', () => {
    const [decision] = clocks(
      {},
      'COMPLAINT_RECEIVED 2026-03-02',
      'COMPLAINT_INQUIRY_STARTED 2026-03-09',
      'COMPLAINT_INQUIRY_ENDED 2026-03-16',
    ).filter((clock) => clock.startsWith('COMPLAINT_DECISION'))
    expect(decision).toBe('COMPLAINT_DECISION 2026-03-02>2026-04-21 OPEN')
  })
})

describe('reported days of a tender', () => {
  const check = (...lines: string[]) => {
    const all = events(...lines)
    const [added] = all.slice(-1)
    if (!added) return []
    return checkDay({ events: all.slice(0, -1), facts: plain }, added, works).map(
      ({ rule, earliest }) => `${rule.key} ${earliest} ${rule.basis}`,
    )
  }

  it('a bid deadline less than 20 days after the documents is named with its article', () => {
    const issued = 'TENDER_DOC_ISSUED 2026-03-02'
    expect(check(issued, 'BID_DEADLINE 2026-03-21')).toEqual([
      'BID_PREP 2026-03-23 政府采购法第35条',
    ])
    expect(check(issued, 'BID_DEADLINE 2026-03-22')).toEqual([])
    expect(check('BID_DEADLINE 2026-03-21', issued)).toHaveLength(1)
    // Nobody said when the documents went out: not before the notice.
    expect(check('NOTICE_PUBLISHED 2026-03-02', 'BID_DEADLINE 2026-03-21')).toEqual([
      'BID_PREP 2026-03-23 政府采购法第35条',
    ])
    expect(check('NOTICE_PUBLISHED 2026-03-01', issued, 'BID_DEADLINE 2026-03-22')).toEqual([])
  })

  it('a clarification counts back from the deadline', () => {
    expect(clocks({}, 'BID_DEADLINE 2026-03-30')).toEqual([
      'TENDER_CLARIFY 2026-03-30>2026-03-15/2026-03-13 OPEN',
    ])
    // Nobody had to make one: with the opening it is over.
    expect(clocks({}, 'BID_DEADLINE 2026-03-30', 'BID_OPENED 2026-03-30')).toEqual([])
  })

  it('a refund of bonds is due only where one was received', () => {
    const refund = (...lines: string[]) =>
      clocks({}, ...lines).filter((clock) => clock.startsWith('BOND_REFUND_LOSER'))
    expect(refund('AWARD_NOTICE_SENT 2026-03-02')).toEqual([])
    expect(refund('BOND_RECEIVED 2026-02-02', 'AWARD_NOTICE_SENT 2026-03-02')).toEqual([
      'BOND_REFUND_LOSER 2026-03-02>2026-03-09 OPEN',
    ])
  })
})

it('every rule that ships stands between events that can be recorded', () => {
  const kinds = works.reportable
  const lost = book.rules
    .filter((rule) => rule.ship !== 'off' && rule.startEvent !== 'DELIVERED_OR_ACCEPTED')
    .filter((rule) => !kinds.has(rule.startEvent) || !kinds.has(rule.endEvent))
  expect(lost.map((rule) => rule.key)).toEqual([])
})

describe('the end of a contract', () => {
  const SIGNED = 'CONTRACT_SIGNED 2026-03-02 1000'
  const left = (...lines: string[]) =>
    clocks({ contractAmount: 100_000n }, ...lines).filter((clock) => clock.endsWith('OPEN'))

  it('ends what has not run out, without a verdict; what ran out before stays late', () => {
    // 公告 by the 4th, 备案 by the 11th.
    expect(left(SIGNED, 'CONTRACT_TERMINATED 2026-03-04')).toEqual([])
    expect(left(SIGNED, 'CONTRACT_TERMINATED 2026-03-05')).toEqual([
      'CONTRACT_PUBLISH 2026-03-02>2026-03-04 OPEN',
    ])
    const published = [SIGNED, 'CONTRACT_PUBLISHED 2026-03-06', 'CONTRACT_TERMINATED 2026-03-09']
    expect(clocks({}, ...published)).toEqual([
      'CONTRACT_PUBLISH 2026-03-02>2026-03-04 2026-03-06@2',
    ])
  })

  it("ends the bureau's target of acceptance even where it was late, not one asked for afterwards", () => {
    const asked = [SIGNED, 'CONTRACT_FILED 2026-03-03', 'CONTRACT_PUBLISHED 2026-03-03']
    const lines = [...asked, 'ACCEPTANCE_REQUESTED 2026-03-10', 'CONTRACT_TERMINATED 2026-04-10']
    expect(left(...lines)).toEqual([])
    expect(left(...lines, 'ACCEPTANCE_REQUESTED 2026-04-13')).toEqual([
      'ACCEPT_TARGET 2026-04-13>2026-04-20 OPEN',
    ])
  })

  it('leaves money that is due as it is', () => {
    const sme = { supplierIsSme: true, contractAmount: 100_000n }
    const lines = ['DELIVERED 2026-03-10', 'CONTRACT_TERMINATED 2026-03-20']
    const all = computeClocks({ events: events(...lines), facts: { ...plain, ...sme } }, works)
    expect(all.find(({ rule }) => rule.key === 'PAY_SME')).toMatchObject({
      state: 'OPEN',
      due: '2026-04-09',
      outstanding: 100_000n,
    })
  })

  it('is not yet what 中止履行 is: that only holds the acceptance until it goes on', () => {
    const held = ['ACCEPTANCE_REQUESTED 2026-03-02', 'CONTRACT_SUSPENDED 2026-03-04']
    expect(lit('ACCEPT_TARGET', '2026-03-10', ...held)?.light).toBe('PAUSED')
    expect(clocks({}, ...held, 'CONTRACT_RESUMED 2026-03-11')).toEqual([
      'ACCEPT_TARGET 2026-03-02>2026-03-16 OPEN',
    ])
  })
})
