import type { Outcome, Owed, Standstill } from '../cases/index.ts'

/** Why a handler opens a case; the sentences are reason-… of case.yaml. */
export const REASONS = ['HANDLE', 'CHECK', 'REVIEW', 'LEADER', 'HANDOVER'] as const
export type Reason = (typeof REASONS)[number]

/** How a case stands. */
export interface CaseState {
  readonly state: 'open' | 'accepted' | 'paused' | 'decided'
  readonly outcome: Outcome | undefined
}

/** A case as the list shows it: nothing of what it says. */
export type ListedCase =
  | { readonly no: string; readonly day: string; readonly locked: true }
  | ({
      readonly locked: false
      readonly id: string
      readonly no: string
      readonly day: string
      readonly formal: boolean
      readonly owed: readonly ShownOwed[]
    } & CaseState)

/** What is owed, its day as people say it. */
export interface ShownOwed extends Pick<Owed, 'what' | 'basis' | 'paused'> {
  /** Undefined where the calendar of its year is missing. */
  readonly day: string | undefined
  readonly late: boolean
}

/** A case, opened. */
export interface OpenedCase extends CaseState {
  readonly id: string
  readonly no: string
  readonly day: string
  readonly formal: boolean
  readonly wrong: string
  readonly accused: string
  readonly project: string
  /** Empty for an anonymous one. */
  readonly reporter: string
  readonly owed: readonly ShownOwed[]
  /** Whom the office's lists know it to concern; they do not see it. */
  readonly concerned: readonly string[]
  readonly notes: readonly {
    readonly side: 'reporter' | 'office'
    readonly by: string
    readonly act:
      | 'FILE'
      | 'SAY'
      | 'REPLY'
      | 'MEMO'
      | 'NAME'
      | 'ACCEPT'
      | 'PAUSE'
      | 'RESUME'
      | 'DECIDE'
    readonly day: string
    readonly text: string
    readonly pictures: number
    readonly standstill: Standstill | undefined
    readonly outcome: Outcome | undefined
  }[]
  /** How many bytes each has, in the order they came. */
  readonly pictures: readonly number[]
}
