import type { Day, Fen } from '../base/index.ts'
import { loadUnderstanding } from '../language/index.ts'
import { type EventKind, isEventKind, type TermKind, type TermTrigger } from '../ledger/index.ts'
import {
  type CellReader,
  choiceReader,
  patternReader,
  readCode,
  readCount,
  readDay,
  readLateRate,
  readMoney,
  readNames,
  readShare,
  textReader,
} from './cell-readers.ts'
import {
  type Category,
  headingOf,
  type LawDomain,
  type PartyKind,
  type Role,
  SHEET_KEYS,
  type SheetKey,
  sheetWords,
  type UnitStatus,
} from './sheet-words.ts'

/** A column: how its cells are read, and whether a row can do without. */
export interface Column<T = unknown, R extends boolean = boolean> {
  readonly read: CellReader<T>
  readonly required: R
  /** A sum cannot be shared by merged rows: nobody can say how much of it is whose. */
  readonly isAmount: boolean
}

const must = <T>(read: CellReader<T>): Column<T, true> => ({
  read,
  required: true,
  isAmount: read === AMOUNT,
})
const may = <T>(read: CellReader<T>): Column<T, false> => ({
  read,
  required: false,
  isAmount: read === AMOUNT,
})

const AMOUNT: CellReader<Fen> = readMoney
const DATE: CellReader<Day> = readDay
const TEXT = textReader()
/** 企业微信账号: 1 to 64 letters, digits and `_-@.`, beginning with a letter or digit. */
const USERID = patternReader(/^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/, 'bad-userid')
const MOBILE = patternReader(/^\+?\d[\d\- ]{5,19}$/, 'bad-mobile')
/** GB 32100-2015: 18 digits and capitals. */
const CREDIT_CODE = patternReader(/^[0-9A-Z]{18}$/, 'bad-credit-code')

/** Words are looked up at the first cell, so that loading this module reads no file. */
function later<T>(make: () => CellReader<T>): CellReader<T> {
  let reader: CellReader<T> | undefined
  return (cell) => {
    reader ??= make()
    return reader(cell)
  }
}

const YES_NO = later(() => {
  const { yes, no } = sheetWords().words
  const answers = [...yes.map((w) => [w, true] as const), ...no.map((w) => [w, false] as const)]
  return choiceReader(new Map(answers), () => ['not-yes-no'])
})

function oneOf<K extends string>(lists: Readonly<Record<K, readonly string[]>>): CellReader<K> {
  // Object.keys forgets the key type of a record that zod has just checked to have exactly these keys.
  const keys = Object.keys(lists) as K[]
  const values = new Map(keys.flatMap((key) => lists[key].map((word) => [word, key] as const)))
  const choices = keys.map((key) => lists[key][0] ?? '').join('、')
  return choiceReader(values, () => ['not-a-choice', { choices }])
}

const ROLE = later<Role>(() => oneOf(sheetWords().words.roles))
const PARTY_KIND = later<PartyKind>(() => oneOf(sheetWords().words.partyKinds))
const CATEGORY = later<Category>(() => oneOf(sheetWords().words.categories))
const STATUS = later<UnitStatus>(() => oneOf(sheetWords().words.statuses))
const LAW = later<LawDomain>(() => oneOf(sheetWords().words.laws))
/** A kind of event by its name; what 项目 and 付款 have columns for is told there. */
const EVENT = later<EventKind>(() => {
  const named = [...loadUnderstanding().labelOf].flatMap(([key, label]) =>
    isEventKind(key) && !(key in DATES) && key !== 'FAILED' ? [[label, key] as const] : [],
  )
  return choiceReader(new Map(named), () => ['not-an-event'])
})
const TERM = later<TermKind>(() => oneOf(sheetWords().words.terms))
const TRIGGER = later<TermTrigger>(() => oneOf(sheetWords().words.triggers))

/** The kinds of events that the sheet 项目 has a date column for, in the order of a project. */
const DATES = {
  PLAN_FILED: may(DATE),
  INTENT_PUBLISHED: may(DATE),
  AGENCY_ENTRUSTED: may(DATE),
  NOTICE_PUBLISHED: may(DATE),
  BID_OPENED: may(DATE),
  EVALUATION_END: may(DATE),
  REPORT_RECEIVED: may(DATE),
  AWARD_CONFIRMED: may(DATE),
  RESULT_PUBLISHED: may(DATE),
  AWARD_NOTICE_SENT: may(DATE),
  CONTRACT_SIGNED: may(DATE),
  CONTRACT_PUBLISHED: may(DATE),
  CONTRACT_FILED: may(DATE),
  DELIVERED: may(DATE),
  ACCEPTANCE_REQUESTED: may(DATE),
  ACCEPTED: may(DATE),
  INVOICE_RECEIVED: may(DATE),
  PAID: may(DATE),
}

/** A kind of event that 项目 has a date column for. */
export type DatedKind = keyof typeof DATES

/** See DatedKind; in the order of a project. */
export const DATED_KINDS = Object.keys(DATES) as readonly DatedKind[] // exactly the keys written above

/** Whether the sheet 项目 has a date column for the kind. */
export const isDatedKind = (kind: string): kind is DatedKind => Object.hasOwn(DATES, kind)

/** The sheets of INTERFACE.md “Import”, in the order of the template. Headings: conversations/operator/sheets.yaml. */
const SHEETS = {
  sections: { name: must(TEXT), region: may(TEXT), procurement: may(YES_NO) },
  units: {
    name: must(TEXT),
    aliases: may(readNames),
    region: may(TEXT),
    section: may(TEXT),
    status: may(STATUS),
  },
  people: {
    name: must(TEXT),
    userid: must(USERID),
    role: must(ROLE),
    belongs: may(TEXT),
    mobile: may(MOBILE),
  },
  parties: {
    name: must(TEXT),
    kind: must(PARTY_KIND),
    aliases: may(readNames),
    creditCode: may(CREDIT_CODE),
    sme: may(YES_NO),
    contact: may(TEXT),
    mobile: may(MOBILE),
  },
  projects: {
    code: must(readCode),
    lot: may(readCount),
    name: must(TEXT),
    aliases: may(readNames),
    unit: must(TEXT),
    budget: must(AMOUNT),
    category: must(CATEGORY),
    method: may(TEXT),
    agency: may(TEXT),
    supplier: may(TEXT),
    contractAmount: may(AMOUNT),
    paymentDays: may(readCount),
    acceptBy: may(DATE),
    lateRate: may(readLateRate),
    performanceBond: may(AMOUNT),
    lawDomain: may(LAW),
    urgent: may(YES_NO),
    ...DATES,
    paidAmount: may(AMOUNT),
  },
  payments: { code: must(readCode), lot: may(readCount), day: must(DATE), amount: must(AMOUNT) },
  terms: {
    code: must(readCode),
    lot: may(readCount),
    term: must(TERM),
    share: may(readShare),
    amount: may(AMOUNT),
    trigger: must(TRIGGER),
    days: must(readCount),
  },
  matters: {
    code: must(readCode),
    lot: may(readCount),
    event: must(EVENT),
    day: must(DATE),
    amount: may(AMOUNT),
    note: may(TEXT),
  },
} as const satisfies Readonly<Record<SheetKey, Readonly<Record<string, Column>>>>

type Sheets = typeof SHEETS
type ValueOf<C> =
  C extends Column<infer T, true> ? T : C extends Column<infer T> ? T | undefined : never

/** A row whose cells could all be read; `row` counts as the spreadsheet does, header = 1. */
export type RowOf<K extends SheetKey> = { readonly row: number } & {
  readonly [C in keyof Sheets[K]]: ValueOf<Sheets[K][C]>
}

/** All rows of the office's file. */
export type OfficeRows = { readonly [K in SheetKey]: readonly RowOf<K>[] }

/** A column under the heading that the file uses. */
export interface NamedColumn extends Column {
  readonly key: string
  readonly heading: string
}

/** The columns of a sheet, in the order of the template. */
export function columnsOf(key: SheetKey): NamedColumn[] {
  return Object.entries<Column>(SHEETS[key]).map(([column, facts]) => ({
    ...facts,
    key: column,
    heading: headingOf(key, column),
  }))
}

export { SHEET_KEYS, type SheetKey }
