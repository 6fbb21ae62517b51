import type { Day, Fen } from '../base/index.ts'
import type { AgreedRate, EventKind, PaymentTerm } from '../ledger/index.ts'
import type { SectionRef } from './directory.ts'
import type { Count } from './report.ts'
import type { Category, LawDomain, PartyKind, Role, SheetKey, UnitStatus } from './sheet-words.ts'

/** Fields of a row that change: only those that the file fills in. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** A section to be written. */
export interface SectionChange extends SectionRef {
  readonly id?: number
  readonly isProcurement: boolean
}

/** What a unit may change. */
export interface UnitFields {
  readonly aliases: readonly string[]
  readonly region: string
  readonly section: SectionRef
  readonly status: UnitStatus
}

/** An appointment to be made; the one it replaces ends today. */
export interface AppointmentChange {
  readonly userid: string
  readonly role: Role
  readonly unit?: string
  readonly section?: SectionRef
  readonly replaces?: number
}

/** What a person may change. */
export interface PersonFields {
  readonly name: string
  readonly mobile: string
}

/** What a party may change. */
export interface PartyFields {
  readonly kind: PartyKind
  readonly aliases: readonly string[]
  readonly creditCode: string
  readonly isSme: boolean
  readonly contactName: string
  readonly contactMobile: string
}

/** What a lot may change. */
export interface LotFields {
  readonly name: string
  readonly aliases: readonly string[]
  readonly budget: Fen
  readonly category: Category
  readonly method: string
  readonly agency: string
  readonly supplier: string
  readonly contractAmount: Fen
  readonly paymentDays: number
  readonly acceptBy: Day
  readonly lateRate: AgreedRate
  readonly performanceBond: Fen
  readonly lawDomain: LawDomain
  readonly urgent: boolean
}

/** A lot by its key. */
export interface LotKey {
  readonly code: string
  readonly no: number
}

/** An event to be recorded. */
export interface EventChange extends LotKey {
  readonly kind: EventKind
  readonly day: Day
  readonly amount?: Fen
  /** The document that shows it. */
  readonly reason?: string
  /** The supplier's official name. */
  readonly party?: string
}

/** A payment term to be recorded. */
export type TermChange = LotKey & Omit<PaymentTerm, 'id' | 'recordedAt' | 'voidedAt'>

/** Something on record that changes: its id, the name for the audit, and the new values beside the old. */
export interface Change<T> {
  readonly id: number
  readonly name: string
  readonly patch: Patch<T>
  readonly before: Patch<T>
}

/** Everything an import writes. Names stand for rows, whether these exist or are about to. */
export interface Changes {
  readonly regions: string[]
  readonly sections: SectionChange[]
  readonly units: {
    readonly fresh: ({ readonly name: string } & Patch<UnitFields>)[]
    readonly changed: Change<UnitFields>[]
  }
  readonly people: {
    readonly fresh: ({ readonly userid: string; readonly shown: string } & Patch<PersonFields>)[]
    readonly changed: Change<PersonFields>[]
    readonly appointments: AppointmentChange[]
  }
  readonly parties: {
    readonly fresh: ({ readonly name: string } & Patch<PartyFields>)[]
    readonly changed: Change<PartyFields>[]
  }
  readonly projects: {
    readonly fresh: { readonly code: string; readonly name: string; readonly unit: string }[]
    readonly changed: Change<{ readonly name: string; readonly unit: string }>[]
  }
  readonly lots: {
    readonly fresh: (LotKey & Patch<LotFields>)[]
    readonly changed: (Change<LotFields> & LotKey)[]
  }
  readonly events: EventChange[]
  /** Events taken back by --correct. */
  readonly voids: bigint[]
  readonly terms: TermChange[]
  /** Payment terms taken back by --correct. */
  readonly termVoids: number[]
}

/** Nothing to write yet. */
export const noChanges = (): Changes => ({
  regions: [],
  sections: [],
  units: { fresh: [], changed: [] },
  people: { fresh: [], changed: [], appointments: [] },
  parties: { fresh: [], changed: [] },
  projects: { fresh: [], changed: [] },
  lots: { fresh: [], changed: [] },
  events: [],
  voids: [],
  terms: [],
  termVoids: [],
})

/** Counts of the sheets that the file has. */
export type Counts = Map<SheetKey, { -readonly [K in keyof Count]: number }>

/** Whether two values of a field are equal; lists as sets. */
export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value) => b.includes(value))
  }
  return typeof a === 'object' && a !== null ? JSON.stringify(a) === JSON.stringify(b) : a === b
}

/** The filled-in fields that differ from what is on record; undefined when none does. */
export function difference<T extends object>(
  wanted: Patch<T>,
  recorded: Patch<T>,
): { readonly patch: Patch<T>; readonly before: Patch<T> } | undefined {
  // Object.entries of a mapped type loses its keys; they are those of `wanted` by construction.
  const keys = (Object.keys(wanted) as (keyof T)[]).filter(
    (key) => wanted[key] !== undefined && !equal(wanted[key], recorded[key]),
  )
  if (keys.length === 0) return undefined
  const pick = (from: Patch<T>): Patch<T> =>
    Object.fromEntries(keys.map((key) => [key, from[key]])) as Patch<T> // the same keys, the same values
  return { patch: pick(wanted), before: pick(recorded) }
}
