import { readYaml, wordingFile } from '../base/index.ts'
import { compileLexicons, type Lexicons } from './lexicons.ts'
import { understandingFile } from './understanding-schema.ts'

/**
 * Loads `conversations/dialogues/_understanding.yaml`: the words by which intents, events and names are told.
 * Every mistake is reported with file:line:column (MistakesError).
 */
export function loadUnderstanding(): Lexicons {
  return compileLexicons(
    readYaml(wordingFile('dialogues', '_understanding.yaml'), understandingFile).value,
  )
}
