import type { Day, Fen } from '../base/index.ts'
import type { Matter } from '../cases/index.ts'
import type { UnpaidPart } from '../deadlines/index.ts'

/** Why a message was sent: one row, as `cli remind` prints it. */
export interface Reason {
  /** A rule's key, UNPAID, HELP, SURVEY_UNPAID, DISPUTE, UNREACHED, ISSUE-<n>, DUTY-<n>, LIAISONS-<unit>-<count>, LAID_OPEN-<unit>-<count>; REFERRAL for what somebody told the bot in plain words. */
  readonly rule: string
  /** 项目编号; null where it concerns no project. */
  readonly project: string | null
  readonly lot: number | null
  readonly due: Day | null
  /** Calendar days after `due`; 0 before. */
  readonly daysLate: number
}

/** The lot that an item is about, and its unit. */
export interface Place {
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  /** The lot's official name. */
  readonly name: string
  readonly unitId: number
  readonly unit: string
  readonly regionId?: number
  readonly sectionId?: number
  readonly section?: string
}

/** What a limit rests on and how sure that is. */
export interface Footing {
  /** The article as it is shown. */
  readonly basis: string
  /** The bureau's own target, not law. */
  readonly target: boolean
  /** Not confirmed by the text of the law: 待核. */
  readonly toCheck: boolean
  /** Holds only in principle (原则上): nobody is late by it. */
  readonly soft: boolean
  /** In force since a day that nobody has established: 施行日待核. */
  readonly undated: boolean
}

/** That the unit asked its section for help with a matter, and still waits for it. */
interface Asked {
  readonly day: Day
  /** The issue's number. */
  readonly issueId: number
}

interface Dated {
  /** Null where the calendar of its year is missing. */
  readonly due: Day | null
  /** Before any move to a working day; all that is known without a calendar. */
  readonly rawDue: Day | null
  /** Calendar days after `due`. */
  readonly daysLate: number
  readonly asked?: Asked
}

/** A step that is due by a day. */
export interface ClockItem extends Dated {
  readonly kind: 'clock'
  readonly place: Place
  readonly rule: string
  /** The step in a few words, `合同公告`. */
  readonly what: string
  /** The event that ends it. */
  readonly ends: string
  /** A standing duty of the unit: its rule's key, and whom it is to visit where it is a visit. */
  readonly duty?: { readonly key: string; readonly visit?: string }
  /** The bureau is to do it, not the unit: an answer to a call of the unit, a step of a 投诉. */
  readonly owner?: 'section'
  readonly footing: Footing
}

/** A contract with money due: one item, however many limits run for it. */
export interface UnpaidItem extends Dated {
  readonly kind: 'unpaid'
  readonly place: Place
  /** What is still to be paid of what is due; null where no sum was reported. */
  readonly amount: Fen | null
  /** The payment terms it is made up of; absent without terms. */
  readonly parts?: readonly UnpaidPart[]
  /** An estimate of late interest so far, for those who watch over the unit. */
  readonly interest?: Fen
  readonly supplier: string | null
  readonly sme: boolean
  readonly footing: Footing
}

/** A supplier who asked for help in the survey. */
export interface HelpItem {
  readonly kind: 'help'
  readonly place: Place
  readonly party: string
}

/** A supplier who answered in the survey that the money has not come. */
export interface SurveyUnpaidItem {
  readonly kind: 'survey-unpaid'
  readonly place: Place
  readonly party: string
}

/** A reported event that its supplier contradicts. */
export interface DisputeItem {
  readonly kind: 'dispute'
  readonly place: Place
  readonly party: string
  readonly fact: 'contract' | 'acceptance' | 'payment'
  readonly word: 'NO' | 'NOT_YET'
  /** The last day on which unit and section reconcile quietly; null where no calendar says. */
  readonly due: Day | null
  /** Calendar days after it. */
  readonly daysLate: number
}

/** A supplier who was reported paid and has never opened a link. */
export interface UnreachedItem {
  readonly kind: 'unreached'
  readonly place: Place
  readonly party: string
}

/** A unit with fewer or more liaisons than the notice wants. */
export interface LiaisonsItem {
  readonly kind: 'liaisons'
  readonly place: Place
  readonly count: number
  readonly least: number
  readonly most: number
  readonly basis: string
}

/** Words of anonymous writers about a unit, which they let 采购科 read, and nobody has read yet. */
export interface LaidOpenItem {
  readonly kind: 'laid-open'
  readonly place: Place
  readonly count: number
}

/** Something that somebody told the bot and that a person must read. */
export interface ReferralItem {
  readonly kind: 'referral'
  readonly id: number
  readonly unit: string | null
  readonly person: string
  readonly text: string
}

/** Anything that a reminder can say. */
export type Item =
  | ClockItem
  | UnpaidItem
  | DisputeItem
  | HelpItem
  | SurveyUnpaidItem
  | UnreachedItem
  | LiaisonsItem
  | LaidOpenItem
  | ReferralItem

/** The reason row of an item. */
export function reasonOf(item: Item): Reason {
  switch (item.kind) {
    case 'clock':
    case 'unpaid': {
      const { due, daysLate, place } = item
      const rule = item.kind === 'clock' ? item.rule : 'UNPAID'
      return {
        rule,
        project: place.code || null,
        lot: place.code ? place.lotNo : null,
        due,
        daysLate,
      }
    }
    case 'dispute': {
      const { due, daysLate, place } = item
      return { rule: 'DISPUTE', project: place.code, lot: place.lotNo, due, daysLate }
    }
    case 'unreached':
      return {
        rule: 'UNREACHED',
        project: item.place.code,
        lot: item.place.lotNo,
        due: null,
        daysLate: 0,
      }
    case 'help':
    case 'survey-unpaid': {
      const { code, lotNo } = item.place
      const rule = item.kind === 'help' ? 'HELP' : 'SURVEY_UNPAID'
      return { rule, project: code, lot: lotNo, due: null, daysLate: 0 }
    }
    case 'liaisons': {
      // With the number in it: another number is another matter, and told at once.
      const rule = `LIAISONS-${item.place.unitId}-${item.count}`
      return { rule, project: null, lot: null, due: null, daysLate: 0 }
    }
    case 'laid-open': {
      const rule = `LAID_OPEN-${item.place.unitId}-${item.count}`
      return { rule, project: null, lot: null, due: null, daysLate: 0 }
    }
    case 'referral':
      return { rule: 'REFERRAL', project: null, lot: null, due: null, daysLate: 0 }
  }
}

/** Two reasons that say the same: same matter, same day. */
export function reasonKey({ rule, project, lot, due }: Omit<Reason, 'daysLate'>): string {
  return `${rule} ${project} ${lot} ${due}`
}

/** What a remark is about, when it is about this item. */
export const matterOf = (item: ClockItem | UnpaidItem): Matter => ({
  lotId: item.place.lotId,
  rule: item.kind === 'clock' ? item.rule : 'UNPAID',
  due: item.due,
})

/** Tells matters apart. */
export const matterKey = ({ lotId, rule, due }: Matter): string => `${lotId} ${rule} ${due}`
