import { z } from 'zod'
import { dataFile, readYaml } from '../base/index.ts'

const shape = z.strictObject({
  'link-days': z.int().min(1).max(365),
  'batch-at-least': z.int().min(5).max(100),
})

/** The bureau's own settings for surveys. */
export interface SurveyPolicy {
  /** Days a link lives. */
  readonly linkDays: number
  /** How many anonymous answers of a unit are moved together at least. */
  readonly batchAtLeast: number
}

/** Reads the settings; throws MistakesError with file:line:column. */
export function loadSurveyPolicy(path = dataFile('surveys', 'policy.yaml')): SurveyPolicy {
  const { value } = readYaml(path, shape)
  return { linkDays: value['link-days'], batchAtLeast: value['batch-at-least'] }
}
