import { z } from 'zod'
import { dataFile, readYaml } from '../base/index.ts'
import { OCCASIONS, type SurveyOccasion } from './occasion.ts'

const PARTIES = ['supplier', 'agency'] as const
/** Whom a survey asks. */
export type AskedParty = (typeof PARTIES)[number]

const shape = z.strictObject({
  'link-days': z.int().min(1).max(365),
  'batch-at-least': z.int().min(5).max(100),
  'a-quarter-at-most': z.int().min(1).max(100),
  'remind-after-working-days': z.int().min(1).max(60),
  'reconcile-working-days': z.int().min(1).max(60),
  'unreached-after-working-days': z.int().min(1).max(60),
  'per-address-a-minute': z.int().min(10).max(10_000),
  signs: z.strictObject({
    'same-marks': z.strictObject({
      parties: z.int().min(2).max(100),
      minutes: z.int().min(1).max(1_440),
    }),
    'one-place-parties': z.int().min(2).max(100),
    'hasty-seconds': z.int().min(1).max(60),
  }),
  asks: z.record(z.enum(OCCASIONS), z.array(z.enum(PARTIES))),
})

/** The bureau's own settings for surveys. */
export interface SurveyPolicy {
  /** Days a link lives. */
  readonly linkDays: number
  /** How many anonymous answers of a unit are moved together at least. */
  readonly batchAtLeast: number
  /** Requests to one party in a calendar quarter. */
  readonly aQuarterAtMost: number
  /** Working days after which a section is given an unanswered link once more, and never again. */
  readonly remindAfter: number
  /** Working days in which unit and section reconcile quietly what a supplier contradicts. */
  readonly reconcileDays: number
  /** Working days after a reported payment by which its receiver must have been reached. */
  readonly unreachedAfter: number
  /** Openings and submissions from one network address. */
  readonly perAddress: { readonly times: number; readonly seconds: number }
  /** From when on an answer is marked as odd. */
  readonly signs: {
    readonly sameMarks: { readonly parties: number; readonly minutes: number }
    readonly onePlaceParties: number
    readonly hastySeconds: number
  }
  readonly asks: Readonly<Record<SurveyOccasion, readonly AskedParty[]>>
}

/** Reads the settings; throws MistakesError with file:line:column. */
export function loadSurveyPolicy(path = dataFile('surveys', 'policy.yaml')): SurveyPolicy {
  const { value } = readYaml(path, shape)
  return {
    linkDays: value['link-days'],
    batchAtLeast: value['batch-at-least'],
    aQuarterAtMost: value['a-quarter-at-most'],
    remindAfter: value['remind-after-working-days'],
    reconcileDays: value['reconcile-working-days'],
    unreachedAfter: value['unreached-after-working-days'],
    perAddress: { times: value['per-address-a-minute'], seconds: 60 },
    signs: {
      sameMarks: value.signs['same-marks'],
      onePlaceParties: value.signs['one-place-parties'],
      hastySeconds: value.signs['hasty-seconds'],
    },
    asks: value.asks,
  }
}
