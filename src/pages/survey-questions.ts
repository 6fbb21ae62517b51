import { z } from 'zod'
import { readYaml, wordingFile } from '../base/index.ts'
import { OCCASIONS } from '../surveys/index.ts'

const questions = z.strictObject({
  version: z.int().min(1),
  title: z.string(),
  intro: z.string(),
  'asks-paid': z.boolean(),
  questions: z.array(z.string()).length(5),
})

/** What is asked on one occasion. Five questions because the fields score1…score5 are fixed (INTERFACE). */
export type SurveyQuestions = z.infer<typeof questions>

/** Loads all surveys, a file in `conversations/surveys` for each occasion. Throws MistakesError with file:line:column. */
export function loadSurveys(): ReadonlyMap<string, SurveyQuestions> {
  return new Map(
    OCCASIONS.map((occasion) => [
      occasion,
      readYaml(wordingFile('surveys', `${occasion}.yaml`), questions).value,
    ]),
  )
}
