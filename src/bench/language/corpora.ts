import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../base/index.ts'
import { type Expression, KINDS, type Kind, LIBRARIES, type Read } from './libraries.ts'

interface Case extends Expression {
  readonly expected: string | number
}

/** How well and how fast a library reads one kind of expression. */
export interface Score {
  readonly kind: Kind
  readonly library: string
  readonly right: number
  readonly of: number
  /** Microseconds for each expression, the middle of three rounds. */
  readonly micros: number
}

const FILES: Readonly<Record<Kind, readonly string[]>> = {
  date: ['duckling-date', 'chrono-date'],
  money: ['duckling-money', 'cn2an-money'],
  number: ['duckling-number', 'cn2an-number'],
}

/** The simplified, undisputed cases of a kind. */
function casesOf(kind: Kind): Case[] {
  return FILES[kind].flatMap((file) => {
    const path = join(projectRoot, 'test', 'vectors', 'corpora', `${file}.json`)
    const all: {
      cases: {
        text: string
        reference?: string
        expected: { value: string | number }
        script: string
        disputed?: string
      }[]
    } = JSON.parse(readFileSync(path, 'utf8'))
    return all.cases
      .filter(({ script, disputed }) => script === 'hans' && !disputed)
      .map(({ text, reference, expected }) => ({
        text,
        today: (reference ?? '2026-09-08').slice(0, 10),
        expected: expected.value,
      }))
  })
}

/** A library that throws has not read it. */
function tried(read: Read, one: Case): string | number | undefined {
  try {
    return read(one)
  } catch {
    return undefined
  }
}

function isRight(read: Read, one: Case): boolean {
  const value = tried(read, one)
  if (typeof value === 'number' && typeof one.expected === 'number')
    return Math.abs(value - one.expected) <= 1e-9 * Math.max(1, Math.abs(one.expected))
  return value === one.expected
}

function micros(read: Read, cases: readonly Case[]): number {
  const rounds = [0, 1, 2].map(() => {
    const started = performance.now()
    for (const one of cases) tried(read, one)
    return (1000 * (performance.now() - started)) / cases.length
  })
  return rounds.sort((a, b) => a - b)[1] ?? 0
}

/** Every library on every kind it reads, in one run. */
export function compare(): Score[] {
  return KINDS.flatMap((kind) => {
    const cases = casesOf(kind)
    return LIBRARIES.flatMap(({ name, reads }): Score[] => {
      const read = reads[kind]
      if (!read) return []
      const right = cases.filter((one) => isRight(read, one)).length
      return [{ kind, library: name, right, of: cases.length, micros: micros(read, cases) }]
    })
  })
}
