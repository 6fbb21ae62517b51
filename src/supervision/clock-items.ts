import { type Day, daysBetween, loadWording } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import {
  dueClocks,
  type KnownClock,
  lightOf,
  openClocksOf,
  type Rule,
  type UnpaidContract,
  unpaidContracts,
  unpaidFrom,
} from '../deadlines/index.ts'
import { isVoluntary } from '../ledger/index.ts'
import { dutyItemsDue, dutyItemsOpen } from './duty-items.ts'
import { issuesDue } from './issue-items.ts'
import type { ClockItem, Footing, Place, UnpaidItem } from './item.ts'

/** What rules call the bureau in `responsible`. */
const wording = loadWording(['pushes', 'whose.yaml'], { bureau: [], supplier: [] })

/** For which day and as known when; inside these units where given. */
export interface Question {
  readonly today: Day
  readonly at: Date
  readonly unitIds?: readonly number[]
}

/** What asks for attention by `today`: steps near or past their day, contracts with money due, what suppliers were promised, and standing duties. Four queries. */
export async function itemsDue(tx: Tx, question: Question): Promise<(ClockItem | UnpaidItem)[]> {
  const clocks = await dueClocks(tx, question)
  const unpaid = clocks.some(isPayment) ? await unpaidContracts(tx, question) : []
  return [
    ...together(clocks, question.today, unpaid),
    ...(await issuesDue(tx, question)),
    ...(await dutyItemsDue(tx, question)),
  ]
}

/** Everything open in these units, near or not. Three queries. */
export async function itemsOpen(
  tx: Tx,
  unitIds: readonly number[],
  { today, at }: Question,
): Promise<(ClockItem | UnpaidItem)[]> {
  const issues = await issuesDue(tx, { today, unitIds }, true)
  const duties = await dutyItemsOpen(tx, { today, at, unitIds })
  return [...together(await openClocksOf(tx, unitIds, at), today), ...issues, ...duties]
}

/** Items of open clocks. The payment clocks of a contract, however many, make one. */
export function together(
  clocks: readonly KnownClock[],
  today: Day,
  unpaid: readonly UnpaidContract[] = unpaidFrom(clocks, today),
): (ClockItem | UnpaidItem)[] {
  const steps = clocks
    .filter((clock) => !isPayment(clock) && !isPausedOn(clock, today) && !isMoot(clock, today))
    // How long a supplier may challenge or complain is shown where it is asked for; nobody here is to do it.
    .filter(({ rule }) => rule.responsible !== wording.say('supplier'))
    .map((clock) => stepOf(clock, today))
  return [...steps, ...unpaid.map((contract) => paymentOf(contract, today))]
}

/** What stands still by law is nobody's duty until it runs again. */
const isPausedOn = (clock: KnownClock, today: Day): boolean =>
  lightOf(clock, today).light === 'PAUSED'

/** A clarification that nobody has made by its day is not late: from then on it only moves the deadline. */
export const isMoot = ({ rule, state, due }: KnownClock, today: Day): boolean =>
  state === 'OPEN' && due !== null && due < today && isVoluntary(rule.endEvent)

const isPayment = (clock: KnownClock): boolean => clock.rule.endEvent === 'PAID'

function stepOf(clock: KnownClock, today: Day): ClockItem {
  const { rule, due, rawDue } = clock
  return {
    kind: 'clock',
    place: placeOf(clock),
    rule: rule.key,
    what: rule.title,
    ends: rule.endEvent,
    due,
    rawDue,
    daysLate: lightOf(clock, today).daysLate,
    footing: footingOf(rule),
    // What the bureau itself owes (a decision on a 投诉) is no matter of the unit's people.
    ...(rule.responsible === wording.say('bureau') && { owner: 'section' as const }),
  }
}

function paymentOf(
  { binding, supplier, isSme, amount, parts }: UnpaidContract,
  today: Day,
): UnpaidItem {
  const { rule, due, rawDue } = binding
  return {
    kind: 'unpaid',
    place: placeOf(binding),
    amount,
    ...(parts.length > 0 && { parts }),
    supplier: supplier?.name ?? null,
    sme: isSme,
    due,
    rawDue,
    daysLate: due === null ? 0 : Math.max(0, daysBetween(due, today)),
    footing: footingOf(rule),
  }
}

const placeOf = ({ lot, unit }: KnownClock): Place => ({
  lotId: lot.id,
  code: lot.code,
  lotNo: lot.no,
  name: lot.name,
  unitId: unit.id,
  unit: unit.name,
  regionId: unit.regionId,
  ...(unit.sectionId !== undefined && { sectionId: unit.sectionId }),
  ...(unit.sectionName !== undefined && { section: unit.sectionName }),
})

/** What a rule's limit rests on, as messages say it. */
export const footingOf = (rule: Rule): Footing => ({
  basis: rule.basis,
  target: rule.level === 'bureau',
  toCheck: rule.ship === 'marked',
  soft: rule.worstLight === 'YELLOW',
  // A target or a contract's term comes into force with nobody's decree.
  undated: rule.effectiveFrom === null && rule.level === 'national',
})
