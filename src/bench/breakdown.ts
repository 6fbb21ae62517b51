import type { Seen, Statement, TurnSeen } from './probe.ts'

/** Where the time of one kind of turn goes: medians in milliseconds, in the order in which it happens. */
export interface Breakdown {
  readonly kind: 'report' | 'confirm'
  readonly turns: number
  readonly total: number
  /** HTTP, signature, decryption, XML, the person's queue, a connection. */
  readonly before: number
  /** Between statements: the conversation engine, understanding, and the database client. */
  readonly engine: number
  /** After the commit: encryption and HTTP. */
  readonly after: number
  readonly statements: readonly { readonly name: string; readonly ms: number }[]
  /** Waits for the database, BEGIN and COMMIT included: statements sent without waiting for the one before share one. */
  readonly roundTrips: number
}

/** The value that so much of the list stays below; 0 of an empty one. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const median = (values: readonly number[]): number => quantile(values, 0.5)

/** A tap writes an event; a report only a draft. */
const kindOf = ({ statements }: TurnSeen): Breakdown['kind'] =>
  statements.some(({ name }) => name.includes('LedgerEvent') && name.startsWith('write'))
    ? 'confirm'
    : 'report'

/** The breakdown of both kinds. The first tenth is left out: code and statements are still cold. */
export function breakdownOf({ turns }: Seen): Breakdown[] {
  const warm = turns
    .slice(Math.ceil(turns.length / 10))
    .filter((turn) => turn.statements.length > 0)
  return (['report', 'confirm'] as const).flatMap((kind) => {
    const of = warm.filter((turn) => kindOf(turn) === kind)
    const sample = typical(of)
    if (!sample) return []
    const alike = of.filter((turn) => namesOf(turn) === namesOf(sample))
    const at = (pick: (turn: TurnSeen) => number): number => median(alike.map(pick))
    return [
      {
        kind,
        turns: alike.length,
        total: at(({ total }) => total),
        before: at(({ statements }) => statements[0]?.from ?? 0),
        engine: at(gaps),
        after: at(({ statements, total }) => total - (statements.at(-1)?.to ?? total)),
        statements: sample.statements.map(({ name }, i) => ({
          name,
          ms: at(({ statements }) => {
            const one = statements[i]
            return one ? one.to - Math.max(one.from, statements[i - 1]?.to ?? 0) : 0
          }),
        })),
        roundTrips: sample.statements.filter(waited).length,
      },
    ]
  })
}

/** Whether it was sent when everything before had been answered. */
const waited = ({ from }: Statement, i: number, all: readonly Statement[]): boolean =>
  all.slice(0, i).every(({ to }) => to <= from)

const namesOf = ({ statements }: TurnSeen): string => statements.map(({ name }) => name).join()

/** A turn of the most frequent shape. */
function typical(turns: readonly TurnSeen[]): TurnSeen | undefined {
  const counts = new Map<string, number>()
  for (const turn of turns) counts.set(namesOf(turn), (counts.get(namesOf(turn)) ?? 0) + 1)
  return turns.reduce<TurnSeen | undefined>(
    (best, turn) =>
      !best || (counts.get(namesOf(turn)) ?? 0) > (counts.get(namesOf(best)) ?? 0) ? turn : best,
    undefined,
  )
}

/** Time between the first and the last statement in which none was under way. */
function gaps({ statements }: TurnSeen): number {
  let idle = 0
  let until = statements[0]?.to ?? 0
  for (const { from, to } of statements) {
    idle += Math.max(0, from - until)
    until = Math.max(until, to)
  }
  return idle
}
