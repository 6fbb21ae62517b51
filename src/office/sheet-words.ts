import { z } from 'zod'
import { readYaml, wordingFile } from '../base/index.ts'
import { TERM_KINDS, TERM_TRIGGERS, type TermTrigger } from '../ledger/index.ts'

/** See the schema's enum of the same name. */
export const ROLES = [
  'LIAISON',
  'FINANCE_HEAD',
  'UNIT_LEADER',
  'SECTION_STAFF',
  'PROCUREMENT_OFFICE',
  'BUREAU_LEADER',
  'ADMIN',
  'AUDITOR',
] as const
const PARTY_KINDS = ['SUPPLIER', 'AGENCY'] as const
const CATEGORIES = ['GOODS', 'WORKS', 'SERVICES'] as const

const STATUSES = ['ACTIVE', 'SUSPENDED'] as const
const LAWS = ['PROCUREMENT', 'TENDERING'] as const

/** See the schema's enum UnitStatus. */
export type UnitStatus = (typeof STATUSES)[number]
/** Which law a lot is bought under. */
export type LawDomain = (typeof LAWS)[number]
/** One of ROLES. */
export type Role = (typeof ROLES)[number]
/** See the schema's enum of the same name. */
export type PartyKind = (typeof PARTY_KINDS)[number]
/** See the schema's enum of the same name. */
export type Category = (typeof CATEGORIES)[number]

const list = z.array(z.string().min(1)).min(1)
const sheet = z.strictObject({
  name: z.string().min(1),
  columns: z.record(z.string(), z.string().min(1)),
  example: z.record(z.string(), z.string()),
})

/** The sheets in the order in which they build on each other. */
export const SHEET_KEYS = [
  'sections',
  'units',
  'people',
  'parties',
  'projects',
  'payments',
  'terms',
  'matters',
] as const

/** One of the sheets. */
export type SheetKey = (typeof SHEET_KEYS)[number]

const SCHEMA = z.strictObject({
  sheets: z.record(z.enum(SHEET_KEYS), sheet),
  words: z.strictObject({
    yes: list,
    no: list,
    roles: z.record(z.enum(ROLES), list),
    partyKinds: z.record(z.enum(PARTY_KINDS), list),
    categories: z.record(z.enum(CATEGORIES), list),
    statuses: z.record(z.enum(STATUSES), list),
    laws: z.record(z.enum(LAWS), list),
    terms: z.record(z.enum(TERM_KINDS), list),
    triggers: z.record(z.enum(TERM_TRIGGERS), list),
  }),
  homeRegion: z.string().min(1),
})

/** What sheets and columns are called and which words may be filled in. */
export type SheetWords = z.infer<typeof SCHEMA>

let loaded: SheetWords | undefined

/** conversations/operator/sheets.yaml, read once; a mistake in it throws MistakesError. */
export function sheetWords(): SheetWords {
  loaded ??= readYaml(wordingFile('operator', 'sheets.yaml'), SCHEMA).value
  return loaded
}

/** A sheet's name in the file. */
export function sheetName(key: SheetKey): string {
  return sheetWords().sheets[key].name
}

/** The heading of a column. */
export function headingOf(key: SheetKey, column: string): string {
  return sheetWords().sheets[key].columns[column] ?? column
}

/** The official word of a choice: the first of its list. */
export function wordOf(key: Role | PartyKind | Category): string {
  const { roles, partyKinds, categories } = sheetWords().words
  const all: Readonly<Record<string, readonly string[]>> = {
    ...roles,
    ...partyKinds,
    ...categories,
  }
  return all[key]?.[0] ?? key
}

/** The official word of what a payment term is counted from. */
export const triggerWord = (trigger: TermTrigger): string =>
  sheetWords().words.triggers[trigger][0] ?? trigger
