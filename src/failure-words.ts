import { z } from 'zod'
import { MistakesError, OfficeError, readYaml, wordingFile } from './base/index.ts'
import { isDatabaseAway } from './db/index.ts'

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g

let sentences: Readonly<Record<string, string>> | undefined

function sentence(code: string): string | undefined {
  sentences ??= readYaml(
    wordingFile('operator', 'errors.yaml'),
    z.record(z.string(), z.string()),
  ).value
  return sentences[code]
}

/** Every code that has a sentence, for the guard test. */
export function explainedCodes(): string[] {
  sentence('unforeseen')
  return Object.keys(sentences ?? {})
}

/**
 * What went wrong and what to do next, for whoever runs the system (conversations/operator/errors.yaml).
 * A failure that nobody foresaw is said to be one, with its details.
 */
export function failureWords(failure: unknown): string {
  if (failure instanceof MistakesError) {
    const list = failure.mistakes.map(({ at, message }) => `- ${at} ${message}`)
    return [sentence(failure.code) ?? failure.code, ...list].join('\n')
  }
  const code =
    failure instanceof OfficeError ? failure.code : isDatabaseAway(failure) ? 'db.away' : ''
  const fields = failure instanceof OfficeError ? failure.fields : {}
  const known = sentence(code)
  if (known !== undefined) {
    return known.replaceAll(PLACEHOLDER, (_, name: string) => String(fields[name] ?? '')).trimEnd()
  }
  const details = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
  return [sentence('unforeseen'), details].join('\n')
}
