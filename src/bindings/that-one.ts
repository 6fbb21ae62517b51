import { z } from 'zod'
import { wording } from './wording.ts'

/** Words for the project spoken of last, as an answer to which project is meant. */
const words = wording.say('that-one').split('、')

/** How comprehension hands on that the last one spoken of is meant. */
export const THAT_ONE = { that: true } as const

/** Whether this is what comprehension hands on, or words that say nothing else. */
export function isThatOne(said: unknown): boolean {
  if (typeof said === 'string') return words.includes(said.trim().replace(/[，。,.]$/u, ''))
  return z.object({ that: z.literal(true) }).safeParse(said).success
}
