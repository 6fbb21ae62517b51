import { type Day, officeDay } from '../base/index.ts'
import {
  accusedIn,
  allHolders,
  type Grievance,
  handlersOf,
  isPass,
  type LookAct,
  listGrievances,
  logLook,
  namesOf,
  noteGrievance,
  type Outcome,
  openGrievance,
  owedOn,
  pictureSizes,
  picturesOf,
  type Standstill,
  sealFile,
  sittingOf,
  usePass,
} from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { stateOf } from './case-state.ts'
import type { GrievanceParts } from './report-desk.ts'

/** Pictures are megabytes. */
const PICTURED = { timeout: 20_000 }

const ACTS = {
  reply: 'REPLY',
  memo: 'MEMO',
  accept: 'ACCEPT',
  pause: 'PAUSE',
  resume: 'RESUME',
  decide: 'DECIDE',
} as const

interface CaseAct {
  readonly act: keyof typeof ACTS
  readonly text: string
  readonly outcome: Outcome | undefined
  readonly standstill: Standstill | undefined
}

type Owing = ReturnType<typeof owedOn>[number]

/** What is owed, as pages show it. */
interface ShownOwed extends Pick<Owing, 'what' | 'basis' | 'paused'> {
  readonly day: string | undefined
  readonly late: boolean
}

/** A case in the list: of one under a lost key only that it is there. */
type ListedCase =
  | { readonly locked: true; readonly no: string; readonly day: string }
  | ({
      readonly locked: false
      readonly id: string
      readonly no: string
      readonly day: string
      readonly formal: boolean
      readonly owed: readonly ShownOwed[]
    } & ReturnType<typeof stateOf>)

/** A handler at her desk, in the transaction of one request. */
interface Sitting {
  readonly tx: Tx
  readonly personId: number
  readonly name: string
  readonly at: Date
  readonly today: Day
  /** Whether this grievance is hers to handle, by today's roles. */
  mayHandle(grievance: Grievance): boolean
}

/** The handlers' pages over the business; shapes as `pages` needs them. */
export function openCaseDesk(parts: GrievanceParts) {
  const { database, clock, entropy, sealer, clocks } = parts

  /** Runs the work for whoever sits there; undefined when the hour is over or she handles nothing any more. */
  const seated = <T>(session: string, work: (sitting: Sitting) => Promise<T | undefined>) =>
    database.transaction(async (tx: Tx) => {
      const at = clock.now()
      const today = officeDay(at)
      const found = await sittingOf(tx, session, at)
      if (!found) return undefined
      const { personId } = found
      const holders = await allHolders(tx, today)
      const name = holders.find((holder) => holder.personId === personId)?.name ?? found.userid
      const mayHandle = ({ report }: Grievance): boolean =>
        handlersOf(report, holders).some((holder) => holder.personId === personId)
      return work({ tx, personId, name, at, today, mayHandle })
    }, PICTURED)

  const owed = (grievance: Grievance, today: Day): ShownOwed[] =>
    owedOn(grievance, clocks).map(({ what, due, paused, basis }) => ({
      what,
      paused,
      basis,
      day: due === null ? undefined : sayDay(due, { today }),
      late: due !== null && due < today,
    }))

  async function shown({ tx, today }: Sitting, grievance: Grievance) {
    const { report, notes, id, no, openedOn } = grievance
    const { formal, wrong, accused, project, reporter } = report
    return {
      ...{ id, no, formal, wrong, accused, project, reporter },
      ...stateOf(grievance),
      day: sayDay(openedOn, { today }),
      owed: owed(grievance, today),
      concerned: await namesOf(tx, report),
      notes: notes.map(({ side, by = '', act, day, text, pictures, standstill, outcome }) => ({
        ...{ side, by, act, text, pictures, standstill, outcome },
        day: sayDay(day, { today }),
      })),
      pictures: await pictureSizes(tx, id),
    }
  }

  type Naming =
    | { readonly kind: 'named' | 'nobody'; readonly found: Awaited<ReturnType<typeof shown>> }
    | { readonly kind: 'left' }

  /** The grievance, if it is hers. */
  async function ifHers({ tx, mayHandle }: Sitting, id: string) {
    const grievance = await openGrievance(tx, id, sealer)
    return grievance && mayHandle(grievance) ? grievance : undefined
  }

  /** The same, with the look or act written down first. */
  async function hers(sitting: Sitting, id: string, act: LookAct, reason: string) {
    const { tx, personId, at } = sitting
    const grievance = await ifHers(sitting, id)
    if (grievance) await logLook(tx, { grievanceId: id, personId, act, reason }, at)
    return grievance
  }

  return {
    isPass: (token: string) => database.transaction((tx: Tx) => isPass(tx, token, clock.now())),
    enter: (token: string) =>
      database.transaction((tx: Tx) => usePass(tx, token, { entropy, at: clock.now() })),

    list: (session: string) =>
      seated(session, async (sitting) => {
        const { today } = sitting
        const found = await listGrievances(sitting.tx, sealer, 'all')
        return found.flatMap((one): ListedCase[] => {
          const { no } = one
          const day = sayDay(one.openedOn, { today })
          if ('locked' in one) return [{ no, day, locked: true as const }]
          if (!sitting.mayHandle(one)) return []
          const { formal } = one.report
          const shownOwed = owed(one, today)
          return [
            {
              locked: false as const,
              id: one.id,
              no,
              day,
              formal,
              owed: shownOwed,
              ...stateOf(one),
            },
          ]
        })
      }),

    open: (session: string, id: string, reason: string) =>
      seated(session, async (sitting) => {
        const grievance = await hers(sitting, id, 'LOOK', reason)
        return grievance && shown(sitting, grievance)
      }),

    /** The nth picture; only what is there is written down as looked at. */
    picture: (session: string, id: string, reason: string, n: number) =>
      seated(session, async (sitting) => {
        if (!(await ifHers(sitting, id))) return undefined
        const [bytes] = await picturesOf(sitting.tx, id, sealer, n)
        const grievance = bytes && (await hers(sitting, id, 'PICTURE', reason))
        return grievance && { no: grievance.no, bytes }
      }),

    act: (session: string, id: string, reason: string, { act, ...said }: CaseAct) =>
      seated(session, async (sitting) => {
        const grievance = await hers(sitting, id, ACTS[act], reason)
        if (!grievance) return undefined
        const isAgain = isRepeat(grievance, ACTS[act], said.text)
        const kept = isAgain || isPossible(grievance, act)
        if (kept && !isAgain) {
          const note = {
            side: 'office' as const,
            by: sitting.name,
            act: ACTS[act],
            text: said.text,
            ...(act === 'decide' && said.outcome && { outcome: said.outcome }),
            ...(act === 'pause' && said.standstill && { standstill: said.standstill }),
          }
          await noteGrievance(sitting.tx, id, note, { sealer, entropy, at: sitting.at })
        }
        const now = await openGrievance(sitting.tx, id, sealer)
        return now && { found: await shown(sitting, now), kept }
      }),

    /**
     * Says whom it concerns where the reporter did not, by the office's names. Who is of them reads it no more,
     * the handler herself included: `left`.
     */
    name: (session: string, id: string, reason: string, text: string) =>
      seated(session, async (sitting): Promise<Naming | undefined> => {
        const { tx, name, at } = sitting
        const grievance = await hers(sitting, id, 'NAME', reason)
        if (!grievance) return undefined
        const said = { accused: text, project: '', text: '' }
        const named = await accusedIn(tx, said, clocks.policy.ownNames)
        const isKnown = [named.unitIds, named.sectionIds, named.personIds].some((ids) => ids.length)
        if (isKnown && !isRepeat(grievance, 'NAME', text)) {
          const note = { side: 'office' as const, by: name, act: 'NAME' as const, text, named }
          await noteGrievance(tx, id, note, { sealer, entropy, at })
        }
        const now = await openGrievance(tx, id, sealer)
        if (!now || !sitting.mayHandle(now)) return { kind: 'left' }
        return { kind: isKnown ? 'named' : 'nobody', found: await shown(sitting, now) }
      }),

    export: (
      session: string,
      id: string,
      reason: string,
      how: {
        readonly passphrase: string
        document(
          found: Awaited<ReturnType<typeof shown>>,
          pictures: readonly Buffer[],
          by: { readonly day: string; readonly name: string },
        ): string
      },
    ) =>
      seated(session, async (sitting) => {
        const grievance = await hers(sitting, id, 'EXPORT', reason)
        if (!grievance) return undefined
        const { name, today } = sitting
        const pictures = await picturesOf(sitting.tx, id, sealer)
        const text = how.document(await shown(sitting, grievance), pictures, { day: today, name })
        return { no: grievance.no, file: sealFile(Buffer.from(text), how.passphrase, entropy) }
      }),
  }
}

/** What a stale page may ask for too late is passed over. */
function isPossible(grievance: Grievance, act: keyof typeof ACTS): boolean {
  const { state } = stateOf(grievance)
  if (act === 'reply' || act === 'memo') return true
  if (state === 'decided') return false
  if (act === 'resume') return state === 'paused'
  if (act === 'pause') return state !== 'paused' && grievance.report.formal
  return act === 'decide' || !grievance.notes.some((note) => note.act === 'ACCEPT')
}

/** The same form sent twice. */
function isRepeat({ notes }: Grievance, act: string, text: string): boolean {
  const last = notes.at(-1)
  return last?.side === 'office' && last.act === act && last.text === text
}
