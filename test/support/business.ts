import { type Day, day, fenOfYuan, officeInstant } from '../../src/base/index.ts'
import { type Calendar, calendarOf, loadYears } from '../../src/calendar/index.ts'
import type { Database } from '../../src/db/index.ts'
import {
  type ClockKeeper,
  loadRules,
  openClocks,
  type RuleBook,
} from '../../src/deadlines/index.ts'
import {
  type EventKind,
  type Ledger,
  openLedger,
  type RecordOutcome,
} from '../../src/ledger/index.ts'
import { revokeInvitations } from '../../src/surveys/index.ts'

/** The ledger with its real followers over a test database. */
export interface Business {
  readonly ledger: Ledger
  readonly keeper: ClockKeeper
  readonly book: RuleBook
  readonly calendar: Calendar
  /** Records one event in a transaction of its own, at noon of its day unless told. */
  tell(
    lotId: number,
    kind: EventKind,
    on: string,
    more?: { yuan?: string; partyId?: number; personId?: number; at?: Date; another?: boolean },
  ): Promise<RecordOutcome>
  /** Takes one event back. */
  takeBack(eventId: bigint, at: Date): Promise<void>
}

/** Noon of an office day. */
export const noon = (on: string): Date => officeInstant(day(on), '12:00')

/** Opens the business over a database, with the real rules and calendar. */
export async function openBusiness(database: Database): Promise<Business> {
  const book = loadRules()
  const calendar = calendarOf(loadYears())
  const keeper = await openClocks(database, { book, calendar }, noon('2020-01-01'))
  const ledger = openLedger({ clocks: keeper.follow, invitations: revokeInvitations })
  return {
    ledger,
    keeper,
    book,
    calendar,
    tell(lotId, kind, on, { yuan, partyId, personId, at, another } = {}) {
      const amount = yuan === undefined ? undefined : fenOfYuan(yuan)
      const told: Day = day(on)
      return database.transaction((tx) =>
        ledger.record(
          tx,
          {
            lotId,
            kind,
            day: told,
            actor: 'test',
            source: 'CHAT',
            ...(amount !== undefined && { amount }),
            ...(partyId !== undefined && { partyId }),
            ...(personId !== undefined && { personId }),
            ...(another && { nth: 'another' as const }),
          },
          at ?? noon(on),
        ),
      )
    },
    async takeBack(eventId, at) {
      await database.transaction((tx) =>
        ledger.voidEvents(tx, { eventIds: [eventId], actor: 'test', reason: 'mistake' }, at),
      )
    },
  }
}
