import type { Clock, Day, Entropy } from '../base/index.ts'
import { newToken, officeDay } from '../base/index.ts'
import {
  accusedIn,
  fileGrievance,
  followUp,
  type Grievance,
  type GrievanceClocks,
  noteGrievance,
  notesForReporter,
  owedOn,
  type Sealer,
} from '../cases/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { stateOf } from './case-state.ts'

/** What the desks of grievances stand on. */
export interface GrievanceParts {
  readonly database: Database
  readonly clock: Clock
  readonly entropy: Entropy
  readonly sealer: Sealer
  readonly clocks: GrievanceClocks
}

interface FollowKey {
  readonly receipt: string
  readonly passphrase: string
}

/** A grievance as its reporter sees it; shapes as `pages` needs them. */
function shown(grievance: Grievance, today: Day) {
  return {
    ...stateOf(grievance),
    notes: notesForReporter(grievance).map(({ side, act, day, text, pictures }) => ({
      side,
      act,
      day: sayDay(day, { today }),
      text,
      pictures,
    })),
  }
}

/** The pages of whoever complains or reports, over the business. */
export function openReportDesk(parts: GrievanceParts & { wait(ms: number): Promise<void> }) {
  const { database, clock, entropy, sealer, clocks } = parts
  const means = () => ({ sealer, entropy, at: clock.now() })
  const today = () => officeDay(clock.now())
  return {
    once: () => newToken(entropy),
    async file(
      {
        text,
        pictures,
        ...said
      }: {
        readonly wrong: string
        readonly formal: boolean
        readonly accused: string
        readonly project: string
        readonly reporter: string
        readonly text: string
        readonly pictures: readonly Buffer[]
      },
      once: string,
    ) {
      const day = today()
      return database.transaction(async (tx: Tx) => {
        const report = {
          ...said,
          ...(await accusedIn(tx, { ...said, text }, clocks.policy.ownNames)),
        }
        const receipt = await fileGrievance(tx, { text, pictures, report }, once, means())
        if (!receipt) return undefined
        const [first] = owedOn(
          { id: '', no: '', openedOn: day, decided: false, report, notes: [] },
          clocks,
        )
        const due = first?.due ? sayDay(first.due, { today: day }) : ''
        return { ...receipt, day: sayDay(day, { today: day }), due, basis: first?.basis }
      }, PICTURED)
    },
    async follow(key: FollowKey) {
      const found = await database.transaction((tx: Tx) => followUp(tx, key, sealer))
      // The same for a right pair and a wrong one: a machine that guesses is slow, and learns nothing from the time.
      await parts.wait(LOOK_MS)
      return found && shown(found, today())
    },
    async say(key: FollowKey, text: string, pictures: readonly Buffer[]) {
      return database.transaction(async (tx: Tx) => {
        const found = await followUp(tx, key, sealer)
        if (!found) return undefined
        const last = found.notes.at(-1)
        const isRepeat =
          last?.act === 'SAY' && last.text === text && last.pictures === pictures.length
        const note = { side: 'reporter', act: 'SAY', text } as const
        if (!isRepeat) await noteGrievance(tx, found.id, note, means(), pictures)
        const now = await followUp(tx, key, sealer)
        return now && shown(now, today())
      }, PICTURED)
    },
  }
}

/** Pictures are megabytes. */
const PICTURED = { timeout: 20_000 }

/** How long a look takes at least. */
const LOOK_MS = 700
