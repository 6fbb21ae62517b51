import { z } from 'zod'
import {
  fill,
  MistakesError,
  OfficeError,
  placeholdersOf,
  readYaml,
  wordingFile,
} from './base/index.ts'

const FILE = z.record(z.string(), z.string())

/**
 * What to tell the operator of an error: one Chinese sentence that names what to do next, from
 * conversations/operator/errors.yaml by code. Undefined for an error that is no OfficeError: that is for the log.
 */
export function errorWords(
  error: unknown,
  isAway: (error: unknown) => boolean,
): string | undefined {
  // A mistake in any other file must still be told when this file has one too.
  const sentences = readYaml(wordingFile('operator', 'errors.yaml'), FILE).value
  if (isAway(error)) return sentences['db.away']
  if (!(error instanceof OfficeError)) return undefined
  const sentence = sentences[error.code]
  if (sentence === undefined) return fill(sentences.unforeseen ?? '{code}', { code: error.code })
  const list = error instanceof MistakesError ? { list: error.message } : {}
  const known = Object.fromEntries(
    placeholdersOf(sentence).map((name) => [name, String(error.fields[name] ?? '')]),
  )
  return fill(sentence, { ...known, ...list })
}
