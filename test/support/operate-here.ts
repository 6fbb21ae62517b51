import { loadYears } from '../../src/calendar/index.ts'
import { runCli, type Terminal, type World } from '../../src/cli/index.ts'
import type { Database } from '../../src/db/index.ts'
import { loadRules, openClocks, openLaw } from '../../src/deadlines/index.ts'
import { openLedger } from '../../src/ledger/index.ts'
import { revokeInvitations } from '../../src/surveys/index.ts'
import type { Ended } from './operator.ts'

const unasked = (): never => {
  throw new Error('not asked in these tests')
}

async function* linesOf(lines: readonly string[]): AsyncIterable<string> {
  yield* lines
}

/**
 * Runs commands of the operator in this process, each with a world of its own: a tenth of what a process costs.
 * What is tested of exit codes and pipes needs `operate`.
 */
export function operateHere(
  database: Database,
  now: () => Date,
  stdin?: readonly string[],
  caseKeyNames: readonly string[] | 'generated' | 'unset' = 'generated',
): (args: readonly string[]) => Promise<Ended> {
  return async (args) => {
    const out: string[] = []
    const err: string[] = []
    const terminal: Terminal = {
      print: (text) => void out.push(text),
      complain: (text) => void err.push(text),
      lines: stdin ? () => linesOf(stdin) : unasked,
    }
    const shipped = openLaw({ book: loadRules(), years: loadYears() })
    const law = async () => {
      await shipped.refresh(database.client)
      return shipped
    }
    const world: World = {
      database: async () => database,
      anyDatabase: async () => database,
      clock: async () => ({ now }),
      realNow: now,
      law,
      lawAtHand: law,
      shippedLaw: () => shipped,
      async writers() {
        const keeper = await openClocks(database, await law(), now())
        const ledger = openLedger({ clocks: keeper.follow, invitations: revokeInvitations })
        const { calendar } = await law()
        return { ledger, keeper, book: shipped.book, calendar }
      },
      publicOrigin: () => 'https://office.test',
      isReal: false,
      boundLinks: () => 'off',
      remind: unasked,
      simulate: unasked,
      caseKeyNames: () => (caseKeyNames === 'unset' ? undefined : caseKeyNames),
      configMistakes: () => [],
      checkWecom: async () => ({ kind: 'simulator' }),
      jobStates: async () => [],
    }
    const code = await runCli(args, terminal, world)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
}
