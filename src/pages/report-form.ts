import { z } from 'zod'
import { MOST_PICTURE_BYTES } from '../base/index.ts'
import type { ReportWording, Wrong } from './report-wording.ts'
import type { SentForm } from './sent-form.ts'
import { readable } from './survey-answer.ts'

/** Pictures of one form, and bytes of a whole form; the proxy of README.md allows as much. */
export const MOST_FILES = 3
export const FORM_LIMIT = MOST_FILES * MOST_PICTURE_BYTES + 256 * 1024
/** Characters of the story, and of each of the other texts. */
export const STORY_LIMIT = 3000
const LINE_LIMIT = 200

const line = z.string().default('').transform(readable)
const Fields = z.object({
  once: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional()
    .catch(undefined),
  wrong: z.string().default(''),
  named: z.enum(['yes', 'no']).optional().catch(undefined),
  accused: line,
  project: line,
  text: line,
  reporter: line,
})

/** What was filled in, complete or not. */
export type FilledReport = z.infer<typeof Fields>

/** Nothing filled in yet. */
export const EMPTY_REPORT: FilledReport = Fields.parse({})

/** What is wrong, by field: the whole sentences. */
export type ReportMistakes = Readonly<Partial<Record<keyof FilledReport | 'files', string>>>

/** Reads the fields; unknown ones and impossible values count as not filled in. */
export function readReport(form: Pick<SentForm, 'texts'>): FilledReport {
  return Fields.parse(form.texts)
}

/** What is still wrong with it; undefined where nothing is. */
export function mistakesIn(
  filled: FilledReport,
  files: readonly Buffer[],
  wrongs: readonly Wrong[],
  say: ReportWording['say'],
): ReportMistakes | undefined {
  const chosen = wrongs.find(({ key }) => key === filled.wrong)
  const tooLong = (text: string, limit: number) =>
    [...text].length > limit ? say('long', { limit }) : undefined
  const isNamed = filled.named === 'yes'
  const found = {
    wrong: chosen ? undefined : say('missing-wrong'),
    accused: filled.accused === '' ? say('missing-accused') : tooLong(filled.accused, LINE_LIMIT),
    project: tooLong(filled.project, LINE_LIMIT),
    text: filled.text === '' ? say('missing-text') : tooLong(filled.text, STORY_LIMIT),
    named:
      filled.named === undefined
        ? say('missing-named')
        : chosen?.formal && !isNamed
          ? say('formal-named')
          : undefined,
    reporter:
      isNamed && filled.reporter === ''
        ? say('missing-reporter')
        : tooLong(filled.reporter, LINE_LIMIT),
    files: filesWrong(files, say),
  }
  const mistakes = Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return Object.keys(mistakes).length > 0 ? mistakes : undefined
}

/** What is wrong with the files before any is opened. */
export function filesWrong(
  files: readonly Buffer[],
  say: ReportWording['say'],
): string | undefined {
  if (files.length > MOST_FILES) return say('many-files', { count: MOST_FILES })
  const large = files.findIndex(({ length }) => length > MOST_PICTURE_BYTES)
  return large < 0 ? undefined : say('large-file', { n: large + 1 })
}
