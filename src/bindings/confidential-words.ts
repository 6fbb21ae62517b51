import { z } from 'zod'
import { fill, readYaml, wordingFile } from '../base/index.ts'
import { normalise } from '../language/index.ts'

/** As words are compared: simplified, full width as half width, without spaces and marks. */
const bare = (text: string): string => normalise(text).text.replace(/[^\p{L}\p{N}]/gu, '')

const list = z.string().transform((text) =>
  text
    .split(/[、\n]/)
    .map(bare)
    .filter((word) => word !== ''),
)
const shape = z.strictObject({
  starts: list,
  contains: list,
  official: list,
  desk: list,
  say: z.strictObject({
    report: z.string(),
    'without-key': z.string(),
    besides: z.string(),
    follow: z.string(),
    pass: z.string(),
  }),
})

/** What a message is that must leave no trace: a complaint, or a handler's wish to see the desk. */
export type Confidential = 'grievance' | 'desk'

/** How complaints are recognised and answered in the chat, from `conversations/dialogues/_confidential.yaml`. */
export interface ConfidentialWords {
  /** Undefined for every other message. */
  kindOf(text: string): Confidential | undefined
  /** Whether there may be another matter in it. */
  isLong(text: string): boolean
  say(key: keyof z.infer<typeof shape>['say'], filling?: { readonly url: string }): string
}

/** A bare 「我要投诉」 is shorter. */
const LONG = 12

/** Loads them. Throws MistakesError with file:line:column. */
export function loadConfidentialWords(): ConfidentialWords {
  const { value } = readYaml(wordingFile('dialogues', '_confidential.yaml'), shape)
  return {
    kindOf(text) {
      const said = bare(text)
      if (value.desk.includes(said)) return 'desk'
      if (value.contains.some((word) => said.includes(word))) return 'grievance'
      if (value.official.some((word) => said.includes(word))) return undefined
      return value.starts.some((word) => said.startsWith(word)) ? 'grievance' : undefined
    },
    isLong: (text) => bare(text).length > LONG,
    say: (key, filling) => fill(value.say[key], filling).trimEnd(),
  }
}
