import { z } from 'zod'
import { readable } from './survey-answer.ts'

/** Bytes of a form with some words in it. */
export const WORDS_LIMIT = 131_072

/** What every form with free words sends: the key that makes a second sending harmless, and the words. */
export const sentWords = {
  once: z
    .string()
    .regex(/^[\w-]{8,40}$/)
    .optional()
    .catch(undefined),
  text: z.string().default('').transform(readable),
}
