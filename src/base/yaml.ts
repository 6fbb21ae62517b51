import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { OfficeError } from './errors.ts'
import { projectRoot } from './paths.ts'

/** A mistake in a data file that people edit: where, and what is wrong. */
export interface Mistake {
  /** `conversations/dialogues/report-stage.yaml:12:5` */
  readonly at: string
  readonly message: string
}

/** A parsed YAML file: its value and how to point at a place inside it. */
export interface YamlFile<T> {
  readonly value: T
  /** `file:line:column` of the node at that path (the nearest existing parent when it is missing). */
  at(path: readonly PropertyKey[]): string
}

/** All mistakes found while reading data files, reported at once. */
export class MistakesError extends OfficeError {
  readonly mistakes: readonly Mistake[]
  constructor(mistakes: readonly Mistake[]) {
    super('base.mistakes-in-files', { count: mistakes.length })
    this.mistakes = mistakes
    this.message = mistakes.map((m) => `${m.at} ${m.message}`).join('\n')
  }
}

/**
 * Parses and validates YAML text.
 * Throws MistakesError with file:line:column for every syntax error, duplicate key or schema violation.
 */
export function parseYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): YamlFile<z.infer<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  if (document.errors.length > 0) {
    throw new MistakesError(
      document.errors.map((e) => ({ at: place(e.pos[0]), message: e.message })),
    )
  }
  const at = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      const range =
        typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
      if (Array.isArray(range) && typeof range[0] === 'number') return place(range[0])
    }
    return `${file}:1:1`
  }
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) {
    throw new MistakesError(
      parsed.error.issues.flatMap((issue) => {
        const message = `${issue.path.map(String).join('.')}: ${issue.message}`
        if (issue.code !== 'unrecognized_keys') return [{ at: at(issue.path), message }]
        return issue.keys.map((key) => ({
          at: at([...issue.path, key]),
          message: `${[...issue.path, key].map(String).join('.')}: unknown key`,
        }))
      }),
    )
  }
  return { value: parsed.data, at }
}

/** Reads and validates a YAML file; see parseYaml. */
export function readYaml<S extends z.ZodType>(path: string, schema: S): YamlFile<z.infer<S>> {
  return parseYaml(readFileSync(path, 'utf8'), relative(projectRoot, path), schema)
}
