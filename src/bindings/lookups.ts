import { z } from 'zod'
import { type Day, officeDay } from '../base/index.ts'
import { type Issue, issueOf, openIssues } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import type { DutyBook } from '../duties/index.ts'
import type { HolidayBreak, NameIndex } from '../language/index.ts'
import { type LotName, type PartyName, partyNames, searchNames } from '../ledger/index.ts'
import { scopeOf, type UnitName, unitsOf } from '../people/index.ts'
import { isUnitIssue } from '../supervision/index.ts'
import { type GivenPage, givenPages } from '../surveys/index.ts'
import {
  type Listed,
  lastListed,
  type Matter,
  openDutiesSeen,
  openMatters,
} from './listed-matters.ts'
import { type LotHistories, lotHistories } from './lot-histories.ts'
import type { Occasion, Office } from './office.ts'

/** What a turn may look up; each is read at most once a turn, and only when it is needed. */
export interface Lookups extends LotHistories {
  readonly today: Day
  /** The office's holidays. */
  readonly breaks: readonly HolidayBreak[]
  /** What every unit owes each year. */
  readonly duties: DutyBook
  /** Units that the person speaks for. */
  readonly answersFor: readonly number[]
  /** Lots the person may see. */
  lots(): Promise<readonly LotName[]>
  lotIndex(): Promise<NameIndex>
  parties(): Promise<readonly PartyName[]>
  partyIndex(): Promise<NameIndex>
  /** Units the person may see. */
  units(): Promise<readonly UnitName[]>
  /** Units and parties together, ids as `unit:3` and `party:7`. */
  hostIndex(): Promise<NameIndex>
  /** What is not closed in the units the person may see, nearest day first. */
  issues(): Promise<readonly Issue[]>
  /** An issue that a unit she speaks for asked its section, closed ones too; undefined for any other. */
  askedIssue(id: number): Promise<Issue | undefined>
  /** The lot that the person's conversations were last about, as of the message before; it may be out of reach by now. */
  lastLot(): Promise<number | undefined>
  /** The conversation that the person was last in, as of the message before. */
  lastConversation(): Promise<string | undefined>
  /** The contract pages that parties were given, of lots the person may see. */
  pages(): Promise<readonly GivenPage[]>
  /** The list of matters that the person saw last, or the last one that has a line of that number. */
  listed(number?: number): Promise<Listed>
  /** What is open of a lot the person may see. */
  matters(lotId: number): Promise<readonly Matter[]>
  /** An open standing duty of a unit the person may see; undefined for any other. */
  duty(id: number): Promise<Matter | undefined>
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  return () => {
    value ??= read()
    return value
  }
}

/** The lot's name as it is echoed; the number only where the project has several lots. */
export function lotLabel(
  lot: Pick<LotName, 'name' | 'lotNo' | 'lotsOfProject'>,
  lotSign: string,
): string {
  return lot.lotsOfProject > 1 ? `${lot.name}（${lot.lotNo}${lotSign}）` : lot.name
}

/** The look-ups of one turn. */
export function lookupsOf(
  { calendar, names, duties }: Pick<Office, 'calendar' | 'names' | 'duties'>,
  occasion: Occasion,
): Lookups {
  const { tx, person, at } = occasion
  const scope = scopeOf(person)
  const lots = once(() => searchNames(tx, scope))
  const parties = once(() => partyNames(tx, undefined, scope.unitIds))
  const units = once(() => unitsOf(tx, scope))
  const moment = { today: officeDay(at), at }
  const answersFor = person.roles.flatMap(({ unitId }) => unitId ?? [])
  const lastSeen = once(() => lastListed(occasion, lots, moment))
  return {
    ...lotHistories(tx, scope),
    today: moment.today,
    breaks: calendar.breaks(),
    duties,
    answersFor,
    duty: async (id) => (await openDutiesSeen(tx, [id], person, moment))[0],
    async listed(number = 0) {
      const last = await lastSeen()
      return number <= last.lines.length ? last : lastListed(occasion, lots, moment, number)
    },
    matters: async (lotId) =>
      (await lots()).some((lot) => lot.lotId === lotId) ? openMatters(tx, [lotId], moment) : [],
    lots,
    pages: once(async () =>
      givenPages(
        tx,
        (await lots()).map(({ lotId }) => lotId),
      ),
    ),
    parties,
    units,
    issues: once(() => openIssues(tx, scope)),
    askedIssue: async (id) => {
      const found = await issueOf(tx, id)
      return found && isUnitIssue(found) && answersFor.includes(found.unitId) ? found : undefined
    },
    lotIndex: once(async () =>
      names.of(
        (await lots()).map((lot) => ({
          id: String(lot.lotId),
          names: lotNames(lot),
          codes: [lot.code],
        })),
      ),
    ),
    partyIndex: once(async () =>
      names.of(
        (await parties()).map(({ id, name, aliases }) => ({
          id: `party:${id}`,
          names: [name, ...aliases],
        })),
      ),
    ),
    hostIndex: once(async () =>
      names.of([
        ...(await parties()).map(({ id, name, aliases }) => ({
          id: `party:${id}`,
          names: [name, ...aliases],
        })),
        ...(await units()).map(({ id, name, aliases }) => ({
          id: `unit:${id}`,
          names: [name, ...aliases],
        })),
      ]),
    ),
    lastLot: once(() => lastLotOf(tx, person.id)),
    lastConversation: once(() => lastConversationOf(tx, person.id)),
  }
}

/** Of the facts of a batch, which are all touched together, the one being asked about. */
async function lastLotOf(tx: Tx, personId: number): Promise<number | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT ("body" #>> '{slots,project,value}')::int AS "lotId" FROM "Draft"
    WHERE "personId" = ${personId} AND "body" #> '{slots,project}' IS NOT NULL
    ORDER BY "touchedAt" DESC, "body"->>'touchedAt' DESC, "status" = 'OPEN' DESC LIMIT 1`
  return z.array(z.object({ lotId: z.number() })).parse(rows)[0]?.lotId
}

async function lastConversationOf(tx: Tx, personId: number): Promise<string | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "body"->>'dialogue' AS "dialogue" FROM "Draft" WHERE "personId" = ${personId}
    ORDER BY "touchedAt" DESC, "body"->>'touchedAt' DESC LIMIT 1`
  return z.array(z.object({ dialogue: z.string() })).parse(rows)[0]?.dialogue
}

/** The ways to call a lot. A name that does not begin with its unit is also found with the unit before it. */
function lotNames(lot: LotName): string[] {
  const own = [...new Set([lot.name, lot.projectName, ...lot.aliases])]
  const units = [lot.unitName, ...lot.unitAliases]
  const bare = own.filter((name) => !units.some((unit) => name.startsWith(unit)))
  return [...own, ...units.flatMap((unit) => bare.map((name) => `${unit}${name}`))]
}
