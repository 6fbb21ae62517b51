import { addDays, type Day, day, officeInstant } from '../../src/base/index.ts'
import { keepReferral } from '../../src/cases/index.ts'
import { loadPolicy } from '../../src/jobs/index.ts'
import { enqueuePushes, type PushBoss } from '../../src/notify/index.ts'
import { findPerson } from '../../src/people/index.ts'
import {
  type LinkMeans,
  type PlannedPush,
  planReminders,
  reminderPushes,
} from '../../src/supervision/index.ts'
import { invite, loadSurveyPolicy, markAnswered, openInvitation } from '../../src/surveys/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { seededEntropy } from '../support/entropy.ts'
import {
  buildLiaison,
  buildParty,
  buildPerson,
  buildProject,
  buildSection,
  buildStaff,
  buildUnit,
} from '../support/factories.ts'

/** An office of one section with one school, its liaison and its staff, on a database of its own. */
export async function office(): Promise<Office> {
  const database = await officeDatabase()
  const db = database.client
  const business = await openBusiness(database)
  const section = await buildSection(db, { name: '教科文科' })
  const unit = await buildUnit(db, { name: '焦作市第一中学', sectionId: section.id })
  await buildLiaison(db, unit.id, { userid: 'ZhangMin', name: '张敏' })
  await buildStaff(db, section.id, { userid: 'wanghai', name: '王海' })
  await buildPerson(db, 'BUREAU_LEADER', {}, { userid: 'jz', name: '赵局长' })
  const sme = await buildParty(db, { name: '焦作市宏远建筑有限公司', isSme: true })
  const linkTo = (token: string): string => `https://office.test/s/${token}`
  const planned = (slot: 'morning' | 'urgent', on: string, links?: LinkMeans) =>
    database.transaction((tx) =>
      planReminders(
        tx,
        { slot, key: `${slot} ${on}` },
        {
          ...moment(on, TIMES[slot]),
          calendar: business.calendar,
          since: addDays(day(on), -1),
          catchingUp: false,
          unreachedAfter: 10,
          remindAfter: 5,
          escalation: loadPolicy().escalation,
        },
        links,
      ),
    )
  return {
    database,
    business,
    sectionId: section.id,
    unitId: unit.id,
    smeId: sme.id,
    project: async (code, name, given = {}) =>
      (await buildProject(db, { code, name, unitId: unit.id, ...given })).lotId,
    morning: (on) =>
      planned('morning', on, {
        entropy: seededEntropy('links'),
        url: linkTo,
        page: (token) => `https://office.test/p/${token}`,
      }),
    plan: (slot, on) => planned(slot, on),
    queued: async (slot, on, planned) => {
      const pushes = reminderPushes(planned, { slot, key: `${slot} ${on}` })
      await database.transaction((tx) =>
        enqueuePushes(tx, noQueue, pushes, moment(on, TIMES[slot]).at),
      )
    },
    survey: async (lotId, kind, on, answer) => {
      const { event, history } = await business.tell(lotId, kind, on, { yuan: '1000' })
      const { at } = moment(on, '12:00')
      const asked = await database.transaction((tx) =>
        invite(
          tx,
          { event, history },
          { entropy: seededEntropy(`${lotId}`), at, policy: loadSurveyPolicy() },
        ),
      )
      if (answer && asked.kind === 'invited') await markAnswered(db, asked.token, answer, at)
    },
    refer: async (userid, text, on) => {
      await database.transaction(async (tx) => {
        const person = await findPerson(tx, userid, day(on))
        if (person) {
          await keepReferral(tx, { person, intent: 'none', text, at: moment(on, '12:00').at })
        }
      })
    },
    opens: async (token, on) => (await openInvitation(db, token, moment(on, '12:00').at)).kind,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

export interface Office extends AsyncDisposable {
  readonly database: OfficeDatabase
  readonly business: Business
  readonly sectionId: number
  readonly unitId: number
  readonly smeId: number
  project(
    code: string,
    name: string,
    given?: Omit<Parameters<typeof buildProject>[1], 'code' | 'name'>,
  ): Promise<number>
  /** What a slot would say: it only reads. */
  plan(slot: 'morning' | 'urgent', on: string): Promise<PlannedPush[]>
  /** The morning's pushes, as they are queued: links made, news counted as shown. */
  morning(on: string): Promise<PlannedPush[]>
  /** Stores planned pushes as sent in that slot. */
  queued(slot: 'morning' | 'urgent', on: string, planned: readonly PlannedPush[]): Promise<void>
  /** Records the event, invites the supplier, and answers if told. */
  survey(
    lotId: number,
    kind: 'ACCEPTED' | 'PAID',
    on: string,
    answer?: { help: boolean; paid: 'yes' | 'no' | 'unknown' },
  ): Promise<void>
  refer(userid: string, text: string, on: string): Promise<void>
  /** What a link to a survey leads to. */
  opens(token: string, on: string): Promise<string>
}

const TIMES = { morning: '09:07', urgent: '15:37' } as const

/** Planning needs stored pushes only, no sending. */
const noQueue: PushBoss = {
  enqueue: async () => undefined,
  take: async () => [],
  heldFor: async () => [],
  done: async () => undefined,
  drop: async () => undefined,
  fail: async () => undefined,
}

/** A moment of an office day. */
export function moment(on: string, time: string): { at: Date; today: Day } {
  const today = day(on)
  return { at: officeInstant(today, time), today }
}
