import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asSomebodyWritesIt, chance, officeNames } from '../../../test/language/name-noise.ts'
import { day, projectRoot } from '../../base/index.ts'
import {
  createNameIndex,
  keptIndexes,
  loadUnderstanding,
  type Named,
  type NameIndex,
  understand,
} from '../../language/index.ts'

/** What 5,000 names cost and how surely they are found. Times in milliseconds, memory in megabytes. */
export interface NamesFound {
  readonly names: number
  readonly tried: number
  readonly first: number
  readonly withinThree: number
  readonly wronglySure: number
  readonly p95: number
  readonly memory: number
  readonly build: number
  /** The same index for the next turn of somebody who sees the same names. */
  readonly again: number
  readonly message: { readonly count: number; readonly p50: number; readonly p99: number }
  /** A message of 5,000 characters, for each of some odd kinds: the slowest. */
  readonly longest: number
}

const NAMES = 5000
const TRIED = 5000

const quantile = (times: readonly number[], q: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * q)] ?? 0

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}

/** Builds the index, misspells its names and reads the clerks' sentences against it. */
export function measureNames(): NamesFound {
  const names = officeNames(NAMES, 7)
  createNameIndex(names.slice(0, 50)).find(names[0]?.names[0] ?? '')
  const before = heap()
  let index: NameIndex | undefined
  const build = timed(() => {
    index = createNameIndex(names)
    index.find(names[0]?.names[0] ?? '')
  })
  if (!index) throw new Error('no index')
  const project = index
  const pick = chance(3)
  const times: number[] = []
  let [first, withinThree, wronglySure] = [0, 0, 0]
  for (let i = 0; i < TRIED; i++) {
    const one = names[i % names.length]
    if (!one) continue
    const said = asSomebodyWritesIt(one.names[0] ?? '', pick)
    let place = -1
    times.push(
      timed(() => {
        const { level, matches } = project.find(said)
        place = matches.findIndex((match) => match.id === one.id)
        if (level === 'sure' && place !== 0) wronglySure++
      }),
    )
    if (place === 0) first++
    if (place >= 0 && place < 3) withinThree++
  }
  const memory = (heap() - before) / 1_048_576
  return {
    names: NAMES,
    tried: TRIED,
    first: first / TRIED,
    withinThree: withinThree / TRIED,
    wronglySure: wronglySure / TRIED,
    p95: quantile(times, 0.95),
    memory,
    build,
    again: measureAgain(names),
    ...measureMessages(project),
  }
}

/** What a turn pays for an index that an earlier turn built. */
function measureAgain(names: readonly Named[]): number {
  const indexes = keptIndexes()
  indexes.of(names)
  const times = [...Array(20)].map(() => timed(() => void indexes.of(structuredClone(names))))
  return (
    quantile(times, 0.5) -
    quantile(
      [...Array(20)].map(() => timed(() => void structuredClone(names))),
      0.5,
    )
  )
}

function measureMessages(project: NameIndex): Pick<NamesFound, 'message' | 'longest'> {
  const path = join(projectRoot, 'test', 'vectors', 'clerk-sentences.json')
  const sentences: { text: string }[] = JSON.parse(readFileSync(path, 'utf8'))
  const how = { today: day('2026-09-08'), lexicons: loadUnderstanding(), names: { project } }
  const rounds = 10
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const { text } of sentences) {
      const took = timed(() => void understand(text, how))
      // The first round warms the program up, as the first message after a start does.
      if (round > 0) times.push(took)
    }
  const pieces = sentences.map(({ text }) => text)
  const odd = [pieces.join('，'), ...pieces.slice(0, 20), '1', '9月', '，', '\u200b']
  const longest = Math.max(
    ...odd.map((piece) => timed(() => void understand(piece.repeat(5000).slice(0, 5000), how))),
  )
  return {
    message: { count: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
    longest,
  }
}
