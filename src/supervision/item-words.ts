import { clipCharacters, type Day, daysBetween, type Fen, loadWording } from '../base/index.ts'
import { sayDay, sayMoney } from '../language/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ClockItem, DisputeItem, Footing, Item, Place, UnpaidItem } from './item.ts'

const LINE = ['n', 'label', 'days', 'where', 'what', 'day', 'done', 'asked', 'basis']
const wording = loadWording(['pushes', 'items.yaml'], {
  late: [...LINE, 'interest'],
  today: LINE,
  soon: LINE,
  provisional: LINE,
  undetermined: LINE,
  asked: ['day', 'n'],
  done: [],
  'done-pay': [],
  pay: [],
  'pay-to': ['supplier'],
  'pay-amount': ['amount'],
  'pay-amount-to': ['supplier', 'amount'],
  'pay-interest': ['amount'],
  'pay-term': ['term', 'amount'],
  'pay-terms': ['amount', 'terms'],
  'term-ADVANCE': [],
  'term-PROGRESS': [],
  'term-ACCEPTANCE': [],
  'term-RETENTION': [],
  sme: ['supplier'],
  help: ['n', 'party', 'where'],
  'survey-unpaid': ['n', 'party', 'where'],
  unreached: ['n', 'party', 'where'],
  'laid-open': ['n', 'unit', 'count'],
  'no-liaison': ['n', 'unit', 'least', 'most', 'basis'],
  'many-liaisons': ['n', 'unit', 'count', 'least', 'most', 'basis'],
  dispute: ['n', 'party', 'where', 'fact', 'word', 'until'],
  'dispute-until': ['day'],
  'dispute-late': ['day', 'days'],
  'fact-contract': [],
  'fact-acceptance': [],
  'fact-payment': [],
  'word-NO': [],
  'word-NOT_YET': [],
  referral: ['n', 'who', 'text'],
  'referral-who': ['unit', 'person'],
  place: ['name'],
  'place-lot': ['name', 'lot'],
  'place-of-unit': ['unit', 'place'],
  'label-target': [],
  'label-to-check': [],
  undated: ['basis'],
  'note-undated': [],
  'more-articles': ['basis'],
})

/** Characters of a project's name, of a unit's or a supplier's, of a step, and of what somebody wrote: long ones push other items out of the message. */
const NAME = 26
const PARTY = 20
const STEP = 30
const QUOTE = 60

/** A supplier's or a unit's name as a message says it. */
export const nameWords = (name: string): string => clipCharacters(foreignLine(name), PARTY)

/** The lot's name as a message says it. */
export function placeWords(place: Place, withUnit: boolean): string {
  const name = clipCharacters(foreignLine(place.name), NAME)
  const lot =
    place.lotNo === 1
      ? wording.say('place', { name })
      : wording.say('place-lot', { name, lot: place.lotNo })
  // A project's official name often begins with the unit's.
  if (!withUnit || place.name.startsWith(place.unit)) return lot
  return wording.say('place-of-unit', { unit: nameWords(place.unit), place: lot })
}

/** The first article of a basis, marked when its day of coming into force is not established. */
export function basisWords({ basis, undated }: Footing): string {
  const [first = basis, ...others] = basis.split(/[；;]/)
  const short = others.length > 0 ? wording.say('more-articles', { basis: first }) : first
  return undated ? wording.say('undated', { basis: short }) : short
}

/** What the mark in basisWords means; empty when no item carries it. */
export function footnote(items: readonly Item[]): string {
  return markNote(
    items.flatMap((item) =>
      item.kind === 'clock' || item.kind === 'unpaid' ? [item.footing] : [],
    ),
  )
}

/** The same for limits that stand in another sentence. */
export function markNote(footings: readonly Footing[]): string {
  return footings.some((footing) => footing.undated) ? wording.say('note-undated') : ''
}

/** One line of a message, numbered. `withUnit` names the unit, for those who serve several. */
export function itemWords(item: Item, n: number, today: Day, withUnit: boolean): string {
  if (item.kind === 'referral') {
    const who = wording.say('referral-who', {
      unit: nameWords(item.unit ?? ''),
      person: nameWords(item.person),
    })
    return wording.say('referral', { n, who, text: clipCharacters(foreignLine(item.text), QUOTE) })
  }
  if (item.kind === 'liaisons') {
    const { place, count, least, most, basis } = item
    const filling = { n, unit: nameWords(place.unit), count, least, most, basis }
    return wording.say(count < least ? 'no-liaison' : 'many-liaisons', filling)
  }
  if (item.kind === 'laid-open')
    return wording.say('laid-open', { n, unit: nameWords(item.place.unit), count: item.count })
  if (item.kind === 'dispute') return disputeWords(item, n, today, withUnit)
  if (item.kind === 'help' || item.kind === 'survey-unpaid' || item.kind === 'unreached') {
    const party = nameWords(item.party)
    return wording.say(item.kind, { n, party, where: placeWords(item.place, withUnit) })
  }
  const { due, rawDue, daysLate, footing } = item
  const day = due ?? rawDue
  return wording.say(urgencyOf(item, today), {
    n,
    label: labelOf(footing),
    days: due && daysLate === 0 ? daysBetween(today, due) : daysLate,
    where: placeWords(item.place, withUnit),
    what: item.kind === 'clock' ? clipCharacters(item.what, STEP) : paymentWords(item),
    day: day ? sayDay(day, { today }) : '',
    done: wording.say(item.kind === 'clock' ? 'done' : 'done-pay'),
    asked: item.asked
      ? wording.say('asked', { day: sayDay(item.asked.day, { today }), n: item.asked.issueId })
      : '',
    basis: basisWords(footing),
    interest: interestWords(item),
  })
}

function disputeWords(item: DisputeItem, n: number, today: Day, withUnit: boolean): string {
  const { due, daysLate } = item
  const day = due === null ? '' : sayDay(due, { today })
  return wording.say('dispute', {
    n,
    party: nameWords(item.party),
    where: placeWords(item.place, withUnit),
    fact: wording.say(`fact-${item.fact}`),
    word: wording.say(`word-${item.word}`),
    until:
      due === null
        ? ''
        : daysLate > 0
          ? wording.say('dispute-late', { day, days: daysLate })
          : wording.say('dispute-until', { day }),
  })
}

function urgencyOf({ due, rawDue, daysLate }: ClockItem | UnpaidItem, today: Day) {
  if (due === null) return rawDue === null ? 'undetermined' : 'provisional'
  if (daysLate > 0) return 'late'
  return due === today ? 'today' : 'soon'
}

function labelOf({ target, toCheck }: Footing): string {
  if (target) return wording.say('label-target')
  return toCheck ? wording.say('label-to-check') : ''
}

function interestWords(item: ClockItem | UnpaidItem): string {
  return item.kind === 'unpaid' && item.interest !== undefined
    ? wording.say('pay-interest', { amount: sayMoney(item.interest) })
    : ''
}

/** What is to be paid to whom. */
function paymentWords({ supplier, sme, amount, parts = [] }: UnpaidItem): string {
  const name = supplier === null ? '' : clipCharacters(foreignLine(supplier), PARTY)
  const to = sme && name !== '' ? wording.say('sme', { supplier: name }) : name
  if (amount === null)
    return to === '' ? wording.say('pay') : wording.say('pay-to', { supplier: to })
  const sum = sumWords(amount, parts)
  return to === ''
    ? wording.say('pay-amount', { amount: sum })
    : wording.say('pay-amount-to', { supplier: to, amount: sum })
}

/** A sum with the payment terms it is made up of: `预付款30万元`, `90万元（预付款30万元、验收款60万元）`. */
function sumWords(amount: Fen, parts: NonNullable<UnpaidItem['parts']>): string {
  const sum = sayMoney(amount)
  const terms = parts.map((part) =>
    wording.say('pay-term', {
      term: wording.say(`term-${part.term}`),
      amount: part.amount === null ? '' : sayMoney(part.amount),
    }),
  )
  const [only = sum, ...others] = terms
  return others.length > 0
    ? wording.say('pay-terms', { amount: sum, terms: terms.join('、') })
    : only
}
