import { wordingFile } from '../base/index.ts'
import { type Dialogues, loadDialogues } from '../dialogue/index.ts'
import { boundNames } from './bound-names.ts'

/** All conversations, checked against the bound names. Throws MistakesError with file:line:column. */
export function loadConversations(): Dialogues {
  return loadDialogues(wordingFile('dialogues'), boundNames)
}
