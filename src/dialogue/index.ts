/**
 * Floor 2: conversations. Slots, turns, drafts, buttons; no procurement, no WeCom, no database.
 * The domain enters through `Host`, the wording through `conversations/dialogues`.
 */
export type { BoundNames } from './bound-names.ts'
export type { Dialogue } from './definition.ts'
export type { Draft, Ending, Json, Option, Slots, SlotValue, Step, Submission } from './draft.ts'
export type {
  Button,
  Input,
  Reply,
  Session,
  ShownOption,
  TappedCard,
  TurnKind,
  TurnOutcome,
} from './exchange.ts'
export { type FormField, formFields } from './forms.ts'
export type {
  Act,
  Answer,
  Asked,
  Command,
  Context,
  Filling,
  Frame,
  Host,
  Note,
  Reading,
  Source,
  Understanding,
  Undo,
  Verdict,
} from './host.ts'
export { type Dialogues, loadDialogues } from './load.ts'
export { nudgeOf } from './nudging.ts'
export type { Phrasebook } from './phrasebook.ts'
export { turn } from './turn.ts'
