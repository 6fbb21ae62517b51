import type { Server } from 'node:http'
import type { App, AppSettings, AppWorld } from './app-shape.ts'
import { OfficeError, officeDay } from './base/index.ts'
import {
  loadConversations,
  loadMatterWords,
  type Office,
  openComplaintWords,
  openConfidant,
  openIssueDesk,
} from './bindings/index.ts'
import { boundLinks } from './bound-links.ts'
import { loadYears } from './calendar/index.ts'
import { loadIssuePolicy } from './cases/index.ts'
import { openCounter } from './counter/index.ts'
import { contactsOf, counterOf } from './counter-means.ts'
import { createBoss, isDatabaseAway, migrate, openDatabase } from './db/index.ts'
import { loadRules, openClocks, openLaw } from './deadlines/index.ts'
import { loadDuties } from './duties/index.ts'
import { openGrievances } from './grievances.ts'
import { callbackRoutes, createHttpServer, healthRoutes, type Route } from './http/index.ts'
import { afterWorkingTime, type JobMeans, type Jobs, loadPolicy, startJobs } from './jobs/index.ts'
import { keptIndexes, loadUnderstanding } from './language/index.ts'
import { openLedger } from './ledger/index.ts'
import { createAppBudget, createDispatcher, pushQueues } from './notify/index.ts'
import {
  contractRoutes,
  createSurveyWatch,
  explanationPage,
  formRoutes,
  helpRoutes,
  issueRoutes,
  keepHalves,
  loadContractWording,
  loadFormWording,
  loadIssuePageWording,
  loadOffers,
  loadPageWording,
  loadSurveys,
  surveyRoutes,
  windowRoutes,
} from './pages/index.ts'
import { readiness } from './readiness.ts'
import {
  createReception,
  deliverThrough,
  fetchPhotos,
  nudge,
  openContractDesk,
  openFormDesk,
  pendingMessages,
} from './reception/index.ts'
import { loadSurveyPolicy, openInvitationDesk, revokeInvitations } from './surveys/index.ts'
import {
  APP_BUDGET,
  callbackKeys,
  createMemberBudget,
  createWecomClient,
  minutesToAvoid,
} from './wecom/index.ts'

export type { App, AppSettings, AppWorld } from './app-shape.ts'

/** Messages of one run that were stored when there was no time to act. */
const PENDING_BATCH = 100
/** For a request in hand at the end; longer ones are cut. */
const DRAIN_MS = 6_000

/** Opens the database, brings it up to date and puts every floor together; does not listen yet. */
export async function assemble(settings: AppSettings, world: AppWorld): Promise<App> {
  const { clock, entropy, log } = world
  await migrate(settings.databaseUrl)
  const database = openDatabase({ url: settings.databaseUrl })
  await world.prepare?.(database)
  const boss = await createBoss({ url: settings.databaseUrl, log, queues: pushQueues })
  const law = openLaw({ book: loadRules(), years: loadYears() })
  await law.refresh(database.client)
  const { calendar } = law
  const keeper = await openClocks(database, law, clock.now())
  const ledger = openLedger({ clocks: keeper.follow, invitations: revokeInvitations })
  const dialogues = loadConversations()
  const { publicOrigin } = settings
  const policy = loadPolicy()
  const office: Office = {
    ledger,
    get book() {
      return law.book
    },
    calendar,
    surveys: loadSurveyPolicy(),
    issues: loadIssuePolicy(),
    duties: loadDuties(),
    understanding: loadUnderstanding(),
    names: keptIndexes(),
    matterWords: loadMatterWords(),
    answerWithin: policy.escalation.answerWithin,
    entropy,
    publicOrigin,
  }
  const wecom = createWecomClient({ ...settings.wecom, fetch: world.fetch, clock, log })
  const dispatcher = createDispatcher({
    database,
    boss,
    deliver: deliverThrough(wecom),
    budget: createMemberBudget(clock),
    appBudget: createAppBudget(database, clock, APP_BUDGET),
    clock,
    log,
    quietMinutes: minutesToAvoid,
  })
  const wake = () => dispatcher.wake('chat')
  const turnParts = {
    office,
    dialogues,
    boss,
    entropy,
    nudgeAt: (from: Date) => afterWorkingTime(policy, calendar, from, policy.nudgeAfter),
  }
  const reception = createReception({
    ...turnParts,
    database,
    clock,
    log,
    wait: world.wait,
    dispatcher,
    confide: openConfidant({
      ...{ database, clock, entropy, publicOrigin },
      isOpen: settings.caseKeys !== undefined,
    }),
  })
  const surveys = loadSurveys()
  const running = { boss, database, clock, log, wake, kf: wecom.kf }
  const isOpen = settings.caseKeys !== undefined
  const complaints = openComplaintWords({ publicOrigin, isOpen })
  const counterMeans = counterOf(office, settings.wecom.kfId, running, {
    surveys,
    complaints,
  })
  const counter = counterMeans && openCounter(counterMeans)
  const contacts = contactsOf(office, { ...running, contacts: wecom.contacts }, surveys)
  const apology = dialogues.common.photo.failed
  const grievances = openGrievances({
    ...world,
    database,
    ...{ caseKeys: settings.caseKeys, publicOrigin, office },
  })
  const jobMeans: JobMeans = {
    database,
    boss,
    calendar,
    clock,
    entropy,
    log,
    dispatcher,
    policy,
    grievances: grievances.parts,
    linkUrl: (page, token) => `${publicOrigin}/${page}/${token}`,
    unreachedAfter: office.surveys.unreachedAfter,
    remindAfter: office.surveys.remindAfter,
    fetchMedia: () => fetchPhotos({ database, wecom, boss, clock, apology, wake }),
    endReconciliations: () => {
      const at = clock.now()
      return database.transaction((tx) => ledger.endReconciliations(tx, officeDay(at), at))
    },
    lookAtCounter: async () => ((await counter?.look()) ?? 0) + (await contacts.ask()),
    nudge: () => nudge({ database, dialogues, boss, entropy, clock, wake }),
    renewLaw: async () => {
      if (await law.refresh(database.client)) await keeper.renew(clock.now())
    },
    finishMessages: async () => {
      const waiting = await pendingMessages(database.client, PENDING_BATCH)
      for (const message of waiting) await reception.finish(message)
      return waiting.length
    },
    ...(world.everyMinute && { everyMinute: world.everyMinute }),
  }
  const keys = callbackKeys({
    token: settings.wecom.token,
    encodingAesKey: settings.wecom.encodingAesKey,
    receiveId: settings.wecom.corpId,
  })
  const { say } = loadPageWording()
  const { isComplaint } = complaints
  const contracts = openContractDesk({
    ...office,
    boss,
    database,
    clock,
    wake: () => dispatcher.wake(),
    ...(counter && { kfWay: counter.ways.contract }),
    contactWay: contacts.wayTo,
  })
  const issuePages = {
    desk: openIssueDesk({ ...office, database, clock }),
    say: loadIssuePageWording().say,
    ...{ common: say, isComplaint },
  }
  const desk = openInvitationDesk({ database, clock, log })
  const halves = keepHalves(settings.publicOrigin.startsWith('https:'))
  const bound = boundLinks(settings, world, wecom.visitors, say)
  const watch = createSurveyWatch(loadSurveyPolicy(), { clock, entropy })
  const routes: readonly Route[] = [
    ...callbackRoutes({
      keys,
      clock,
      entropy,
      receive: reception.receive,
      noticed: async (notice) => (await counter?.noticed(notice)) ?? { kind: 'empty' },
      contactChanged: contacts.changed,
    }),
    ...healthRoutes(() => readiness(database, { policy, calendar }, clock)),
    ...surveyRoutes({ desk, surveys, say, isComplaint, watch, halves, ...bound }),
    ...formRoutes({
      forms: openFormDesk({ ...turnParts, database, clock, wake }),
      say: loadFormWording().say,
      ...{ sayShared: say, isComplaint },
    }),
    ...contractRoutes({
      desk: contracts,
      surveys,
      offers: loadOffers(),
      say: loadContractWording().say,
      common: say,
      today: () => officeDay(clock.now()),
    }),
    ...issueRoutes(issuePages),
    ...helpRoutes(issuePages),
    ...windowRoutes({
      way: async () => counter?.ways.office(),
      ...(isOpen && { reportUrl: `${publicOrigin}/report` }),
      say: loadContractWording().say,
    }),
    ...grievances.routes,
    ...((await world.extraRoutes?.(database)) ?? []),
  ]
  const server = createHttpServer({
    routes,
    log,
    isAway: isDatabaseAway,
    explain: explanationPage(say),
  })
  let jobs: Jobs | undefined
  return {
    database,
    dispatcher,
    calendar,
    writers: {
      ...{ ledger, keeper, calendar },
      get book() {
        return law.book
      },
    },
    jobs: () => jobs,
    reception,
    ...(counter && { counter }),
    ...(counterMeans && { counterMeans }),
    server,
    routes,
    begin() {
      dispatcher.start()
      jobs = startJobs(jobMeans)
    },
    async stop() {
      await closeServer(server)
      await jobs?.stop()
      await reception.idle()
      await counter?.idle()
      await dispatcher.drain()
      await boss.stop()
      await database.close()
    },
  }
}

/** Listens; throws `app.port-in-use` or `app.cannot-listen`, which name what to do. */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'EADDRINUSE' ? 'app.port-in-use' : 'app.cannot-listen'
      reject(new OfficeError(code, { host, port, reason: error.code ?? '' }, error))
    })
    server.listen(port, host, () => resolve())
  })
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
  })
}
