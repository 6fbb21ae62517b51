import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import { TERM_KINDS } from '../ledger/index.ts'

const dayText = z.string().refine(isDay, 'not a day (YYYY-MM-DD)')
const text = z.string().trim().min(1)
const key = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'not a key (capitals, digits, _)')
const wholeDays = z.int().min(1)
const wholeYuan = z.int().min(1)

const STAGES = ['PLAN', 'AGENCY', 'TENDER', 'CONTRACT', 'ACCEPT', 'PAY', 'CROSS'] as const

/** When a rule applies to a lot. Every condition given must be known to hold: what nobody recorded makes no breach. */
const condition = z.strictObject({
  category: z.array(z.enum(['GOODS', 'WORKS', 'SERVICES'])).optional(),
  /** 采购方式 in the office's words. */
  method: z.array(text).optional(),
  lawDomain: z.array(z.enum(['PROCUREMENT', 'TENDERING'])).optional(),
  /** The lot's budget in yuan: from this sum on, and below that one. */
  budgetFrom: wholeYuan.optional(),
  budgetBelow: wholeYuan.optional(),
  agency: z.boolean().optional(),
  sme: z.boolean().optional(),
  agreedTerm: z.boolean().optional(),
  /** Event kinds that must have been recorded. */
  recorded: z.array(key).optional(),
  /** Event kinds that must not have been recorded. */
  notRecorded: z.array(key).optional(),
  /** Rules that must not apply to the lot on that day. */
  unlessRules: z.array(key).optional(),
})

const cited = {
  key,
  title: text.max(20),
  /** The article, as it is shown. */
  basis: text,
  effectiveFrom: dayText.nullable(),
  effectiveTo: dayText.nullable(),
  source: z.string(),
}
const dated = { ...cited, version: wholeDays, appliesTo: text }
/** What law says beside a rule: that it pauses, does not apply, counts from elsewhere. */
const aside = { ...cited, ship: z.enum(['on', 'marked', 'off']), note: z.string() }

const orderedDates = (rule: { effectiveFrom: Day | null; effectiveTo: Day | null }): boolean =>
  !rule.effectiveFrom || !rule.effectiveTo || rule.effectiveFrom <= rule.effectiveTo
const DATES_ORDER = { path: ['effectiveTo'], message: 'earlier than effectiveFrom' }

/** What must have been read before a rule may be switched on, or on with the mark 待核. */
const READ_ENOUGH: Readonly<Record<'on' | 'marked', readonly string[]>> = {
  on: ['CONFIRMED', 'TARGET', 'CONTRACT'],
  marked: ['SECONDARY'],
}

export const ruleShape = z
  .strictObject({
    ...dated,
    stage: z.enum(STAGES),
    startEvent: key,
    endEvent: key,
    startMeans: text,
    amount: wholeDays.nullable(),
    unit: z.enum(['day', 'workday', 'year']),
    direction: z.enum(['max', 'min', 'exact', 'min_before', 'max_before']),
    agreedTerm: z.strictObject({ ceiling: key.optional() }).optional(),
    /** The kind of payment term whose clock it is. */
    contractTerm: z.enum(TERM_KINDS).optional(),
    /** Rules that give way where the contract has payment terms. */
    replaces: z.array(key).default([]),
    worstLight: z.enum(['YELLOW', 'RED']).default('RED'),
    opensClock: z.boolean().default(true),
    responsible: text,
    confidence: z.enum(['CONFIRMED', 'SECONDARY', 'FROM_MEMORY', 'TARGET', 'CONTRACT']),
    ship: z.enum(['on', 'marked', 'off']),
    level: z.enum(['national', 'bureau', 'contract', 'local-benchmark']),
    appliesWhen: condition.default({}),
    note: z.string(),
    /** The office day on which the bureau imported it: what was met before keeps its verdict. */
    adoptedOn: dayText.nullable().default(null),
  })
  .refine(orderedDates, DATES_ORDER)
  .refine((rule) => rule.amount !== null || rule.agreedTerm !== undefined, {
    path: ['amount'],
    message: 'no amount, and none agreed in the contract either',
  })
  .refine((rule) => rule.ship === 'off' || READ_ENOUGH[rule.ship].includes(rule.confidence), {
    path: ['ship'],
    message: 'the confidence does not allow it',
  })
  .refine((rule) => rule.ship === 'off' || rule.level !== 'local-benchmark', {
    path: ['ship'],
    message: "another city's limit binds nobody here",
  })

/** What stops clocks from one event to another, as dated, cited data (`rules/pauses.yaml`). */
export const pauseShape = z
  .strictObject({
    ...aside,
    from: key,
    /** Whichever comes first ends it. */
    until: z.array(key).min(1),
    /** The rules it stops, by key, or every rule of these stages. */
    rules: z.array(key).default([]),
    stages: z.array(z.enum(STAGES)).default([]),
    /** A rule whose number of days is the most it may last. */
    atMost: key.optional(),
    confidence: z.enum(['CONFIRMED', 'SECONDARY', 'FROM_MEMORY', 'TARGET']),
  })
  .refine(orderedDates, DATES_ORDER)

/** See pauseShape. */
export type PauseRule = z.infer<typeof pauseShape>

/** What takes a lot out of the reach of rules, as dated, cited data (`rules/exemptions.yaml`). */
export const exemptionShape = z
  .strictObject({
    ...aside,
    when: z.strictObject({
      lawDomain: z.enum(['PROCUREMENT', 'TENDERING']).optional(),
      urgent: z.boolean().optional(),
    }),
    /** The rules it lifts, by key, or every rule of these stages. */
    rules: z.array(key).default([]),
    stages: z.array(z.enum(STAGES)).default([]),
    confidence: z.enum(['CONFIRMED', 'SECONDARY']),
  })
  .refine(orderedDates, DATES_ORDER)

/** See exemptionShape. */
export type ExemptionRule = z.infer<typeof exemptionShape>

/** What ends clocks without a verdict, as dated, cited data (`rules/endings.yaml`). */
export const endingShape = z
  .strictObject({
    ...aside,
    /** The event that ends them. */
    on: key,
    /** Rules that end where their day has not passed by then, and rules that end even so. */
    running: z.array(key).default([]),
    always: z.array(key).default([]),
    confidence: z.enum(['CONFIRMED', 'SECONDARY', 'TARGET']),
  })
  .refine(orderedDates, DATES_ORDER)

/** See endingShape. */
export type EndingRule = z.infer<typeof endingShape>

/** That payment counts from the agreed end of acceptance where acceptance is delayed (`rules/contracts.yaml`). */
export const delayShape = z
  .strictObject({
    ...aside,
    appliesWhen: condition,
    /** The rules whose start it moves, by key, and the payment terms. */
    rules: z.array(key).default([]),
    terms: z.array(z.enum(TERM_KINDS)).default([]),
    confidence: z.enum(['CONFIRMED', 'SECONDARY']),
  })
  .refine(orderedDates, DATES_ORDER)

/** See delayShape. */
export type DelayRule = z.infer<typeof delayShape>

/**
 * The most that may be held as security, in ten-thousandths of the contract's sum, or of the budget for a bond of a
 * bid; 0 where none may be taken (`rules/contracts.yaml`).
 */
export const capShape = z
  .strictObject({
    ...dated,
    bond: z.enum(['PERFORMANCE', 'RETENTION', 'BID']),
    share: z.int().min(0).max(10_000),
    lawDomain: condition.shape.lawDomain,
    confidence: z.enum(['CONFIRMED', 'SECONDARY']),
    ship: z.enum(['on', 'marked', 'off']),
    note: z.string(),
  })
  .refine(orderedDates, DATES_ORDER)

/** See capShape. */
export type CapRule = z.infer<typeof capShape>

export const rateShape = z
  .strictObject({
    ...dated,
    /** Interest a day in millionths of the sum: 万分之五 = 500. */
    perDayMillionths: wholeDays,
    confidence: z.enum(['CONFIRMED', 'SECONDARY']),
  })
  .refine(orderedDates, DATES_ORDER)

/**
 * One version of one time limit: dated, cited data from `rules/*.yaml` (the file's head explains each field).
 * `amount` is in days of `unit`; null where only the contract says it. `effectiveFrom` null: applied always.
 */
export type Rule = z.infer<typeof ruleShape>

/** A dated, cited rate of late interest, always shown as an estimate. */
export type InterestRate = z.infer<typeof rateShape>
