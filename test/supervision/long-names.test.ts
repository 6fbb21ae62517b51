import { expect, it } from 'vitest'
import { byteLength, day, officeInstant } from '../../src/base/index.ts'
import {
  liaisonDigest,
  sectionDigest,
  unitDigest,
  urgentDigest,
} from '../../src/supervision/digests.ts'
import type { ClockItem, Item, Place, UnpaidItem } from '../../src/supervision/item.ts'
import { leaderBrief } from '../../src/supervision/leader-brief.ts'

const LONG =
  '焦作市城乡一体化示范区公共资源交易与政府采购综合服务保障中心及其所属各二级预算单位联合体（筹）'.repeat(
    2,
  )
/** What WeCom takes, less room for the number of a text that comes again. */
const BYTES = 2_032
const BASIS = '保障中小企业款项支付条例（国务院令802号）第9、10条'
const occasion = {
  name: '欧阳上官司马',
  at: officeInstant(day('2026-09-08'), '09:07'),
  catchingUp: true,
  facts: { asked: 1_000, confirmed: 500, contradicted: 100 },
}
const place: Place = {
  lotId: 1,
  code: '焦财采购-2026-1',
  lotNo: 12,
  name: LONG,
  unitId: 1,
  unit: LONG,
  regionId: 1,
  sectionId: 1,
  section: LONG,
}
const footing = { basis: BASIS, target: false, toCheck: true, soft: false, undated: true }
const late = { place, due: day('2026-01-05'), rawDue: day('2026-01-05'), daysLate: 246, footing }
const clock: ClockItem = {
  ...late,
  kind: 'clock',
  rule: 'CONTRACT_SIGN',
  what: LONG,
  ends: 'CONTRACT_SIGNED',
  asked: { day: day('2026-01-06'), issueId: 1_000 },
}
const unpaid: UnpaidItem = {
  ...late,
  kind: 'unpaid',
  amount: 9_876_543_210n,
  interest: 987_654_321n,
  supplier: LONG,
  sme: true,
}
const own = [unpaid, clock, unpaid, clock, clock, unpaid, clock]
const others: Item[] = [
  { kind: 'help', place, party: LONG },
  { kind: 'survey-unpaid', place, party: LONG },
  { kind: 'unreached', place, party: LONG },
  { kind: 'dispute', place, party: LONG, fact: 'payment', word: 'NO', due: null, daysLate: 0 },
  { kind: 'liaisons', place, count: 0, least: 1, most: 2, basis: BASIS },
  { kind: 'referral', id: 1, unit: LONG, person: LONG, text: LONG.repeat(5) },
]
const handout = (sort: 'page' | 'survey') => ({
  sort,
  place,
  party: LONG,
  url: `https://caigou.jiaozuo-finance.example.cn/${sort === 'page' ? 'p' : 's'}/${'x'.repeat(43)}`,
})
const memory = { times: () => 0, note: { told: 120, done: 90 } }

it('no message is longer than WeCom takes, whatever the names, says at least one matter, and loses no link', () => {
  const links = [handout('page'), handout('survey'), handout('survey')]
  const most = [handout('page'), ...links]
  const section = sectionDigest([...own, ...others], most, occasion, memory)?.text ?? ''
  expect(byteLength(section)).toBeLessThanOrEqual(BYTES)
  expect(section.split('https://')).toHaveLength(most.length + 1)
  const listed = [
    liaisonDigest(own, occasion, memory)?.text,
    urgentDigest(own, occasion, memory)?.text,
    unitDigest(own, occasion, memory)?.text,
    sectionDigest(own, links, occasion, memory)?.text,
    ...others.map((item) => sectionDigest([item], links, occasion, memory)?.text),
  ]
  for (const text of listed) {
    expect(byteLength(text ?? '')).toBeLessThanOrEqual(BYTES)
    expect(text).toContain('\n1. ')
  }
  const rows = Array.from({ length: 60 }, (_, n) => ({
    sectionId: n,
    section: LONG,
    late: 100,
    longest: 999,
    unpaid: 100,
    unpaidAmount: 9_876_543_210n,
    help: 10,
    unitHelp: 10,
  }))
  const brief = leaderBrief(rows, occasion)
  expect(byteLength(brief ?? '')).toBeLessThanOrEqual(BYTES)
  expect(brief).toContain('逾期100件')
})
