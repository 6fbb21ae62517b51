import { z } from 'zod'
import { dataFile, officeTime, readYaml } from '../base/index.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const shape = z.strictObject({
  'look-every-minutes': z.int().min(1).max(60),
  quiet: z.strictObject({ from: time, to: time }),
  'wrong-codes-an-hour': z.int().min(1).max(60),
  'offers-at-once': z.int().min(1).max(4),
  'interrupt-after-minutes': z.int().min(1).max(1440),
  'external-contacts': z.boolean(),
})

/** The bureau's own settings for 微信客服. */
export interface CounterPolicy {
  /** Minutes after which an account is looked at without a callback. */
  readonly lookEvery: number
  /** Nothing is said of our own accord between these times of the office. */
  readonly quiet: { readonly from: string; readonly to: string }
  readonly wrongCodesAnHour: number
  readonly offersAtOnce: number
  /** Minutes without a word of hers after which somebody in the middle of a question is told something else. */
  readonly interruptAfter: number
  /** Whether parties may become external contacts of liaisons and section staff, and be asked through them. */
  readonly externalContacts: boolean
}

/** Reads the settings; throws MistakesError with file:line:column. */
export function loadCounterPolicy(path = dataFile('counter', 'policy.yaml')): CounterPolicy {
  const { value } = readYaml(path, shape)
  return {
    lookEvery: value['look-every-minutes'],
    quiet: value.quiet,
    wrongCodesAnHour: value['wrong-codes-an-hour'],
    offersAtOnce: value['offers-at-once'],
    interruptAfter: value['interrupt-after-minutes'],
    externalContacts: value['external-contacts'],
  }
}

/** Whether nothing is to be said of our own accord at an instant; the quiet time may span midnight. */
export function isQuiet({ quiet }: CounterPolicy, at: Date): boolean {
  const now = officeTime(at)
  return quiet.from <= quiet.to
    ? now >= quiet.from && now < quiet.to
    : now >= quiet.from || now < quiet.to
}
