import type { Draft } from './draft.ts'
import type { Reply } from './exchange.ts'
import type { Dialogues } from './load.ts'
import { briefOf, speak } from './speech.ts'

/**
 * The one reminder of a report that was left half-way. `rows` is how many facts wait with it, itself included.
 * Undefined for a draft whose conversation is gone or only asks.
 */
export function nudgeOf(
  dialogues: Dialogues,
  draft: Draft,
  rows: number,
  filling: Readonly<Record<string, string>>,
): Reply | undefined {
  const dialogue = dialogues.byId.get(draft.dialogue)
  if (dialogue?.kind !== 'report') return undefined
  const { nudge, batch, resume, cancel } = dialogues.common
  const one = briefOf(dialogue, draft)
  const brief = rows > 1 ? speak(batch.brief, { brief: one, count: String(rows) }) : one
  return {
    text: speak(nudge, { ...filling, title: dialogue.title, brief }),
    buttons: [
      { key: 'resume', label: resume.label, style: 1 },
      { key: 'cancel', label: cancel.label },
    ],
    draftId: draft.id,
  }
}
