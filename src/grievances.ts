import type { Clock, Entropy } from './base/index.ts'
import { type GrievanceParts, type Office, openCaseDesk, openReportDesk } from './bindings/index.ts'
import { loadGrievancePolicy, sealerOf } from './cases/index.ts'
import type { Database } from './db/index.ts'
import type { Route } from './http/index.ts'
import {
  caseRoutes,
  createAddressGuard,
  followRoutes,
  loadCaseWording,
  loadPageWording,
  loadReportWording,
  loadWrongs,
  reportRoutes,
} from './pages/index.ts'

/** What complaints and reports of wrongdoing need of the office. */
export interface GrievanceSetting {
  readonly database: Database
  readonly clock: Clock
  readonly entropy: Entropy
  readonly office: Pick<Office, 'book' | 'calendar'>
  /** CASE_KEY; undefined: the pages say where to turn instead, and nothing else happens. */
  readonly caseKeys: readonly [string, ...string[]] | undefined
  /** How phones reach us. */
  readonly publicOrigin: string
  wait(ms: number): Promise<void>
}

/** Openings of the pages from one address; sending a form counts several. Offices share an address. */
const OPENINGS = { times: 120, seconds: 600 }
/** Tries of number and passphrase from one address. */
const GUESSES = { times: 15, seconds: 900 }

/** The channel for complaints (投诉) and reports of wrongdoing (举报), put together. */
export function openGrievances(setting: GrievanceSetting): {
  readonly routes: readonly Route[]
  /** For the jobs. */
  readonly parts: GrievanceParts | undefined
} {
  const { database, clock, entropy, office, caseKeys } = setting
  const parts: GrievanceParts | undefined = caseKeys && {
    database,
    clock,
    entropy,
    sealer: sealerOf(caseKeys, entropy),
    clocks: {
      get book() {
        return office.book
      },
      calendar: office.calendar,
      policy: loadGrievancePolicy(),
    },
  }
  const desk = parts && openReportDesk({ ...parts, wait: setting.wait })
  const wrongs = loadWrongs()
  const { say } = loadReportWording()
  const guard = createAddressGuard(OPENINGS, { clock, entropy })
  const guesses = createAddressGuard(GUESSES, { clock, entropy })
  return {
    parts,
    routes: [
      ...reportRoutes({ desk, wrongs, say, guard }),
      ...followRoutes({ desk, say, guard, guesses }),
      ...(parts
        ? caseRoutes({
            desk: openCaseDesk(parts),
            wrongs,
            say: loadCaseWording().say,
            common: loadPageWording().say,
            guard,
            secure: setting.publicOrigin.startsWith('https:'),
          })
        : []),
    ],
  }
}
