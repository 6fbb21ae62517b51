/** Floor 1: Chinese. Reads dates, sums, shares, names and what a sentence reports; says days and sums. Knows no procurement. */

export { type DateOptions, findDates, readDate } from './dates.ts'
export { facesShown } from './faces.ts'
export type { KnownNames } from './frame-builder.ts'
export {
  type Because,
  type Candidates,
  type Frame,
  type FrameKey,
  type Understanding,
  understandingJson,
} from './frames.ts'
export type { HolidayBreak } from './holiday-break.ts'
export { keptIndexes, type NameIndexes } from './kept-indexes.ts'
export type { Lean } from './lean.ts'
export type { IntentWords, Lexicons } from './lexicons.ts'
export { withoutPersonalData } from './masking.ts'
export { findMoney, readMoney } from './money.ts'
export {
  type Among,
  CHOICE_SCORE,
  createNameIndex,
  type Named,
  type NameIndex,
  type NameLevel,
  type NameMatch,
  type NameOptions,
  type NameSearch,
  SURE_SCORE,
} from './name-index.ts'
export { type Normalised, normalise } from './normalise.ts'
export { readCount, readNumber } from './numbers.ts'
export { findPercents, readPercent } from './percent.ts'
export {
  compilePhrases,
  type Phrase,
  type PhraseEntry,
  type PhraseLexicon,
  phrasesIn,
} from './phrases.ts'
export type { Found, ImpossibleReason, Reading, Span } from './reading.ts'
export { SAME_QUESTION } from './request-frame.ts'
export { readSatisfaction, type Score } from './satisfaction.ts'
export { sayCount, sayDate, sayDay, sayMoney, sayPercent, sayWeekday } from './say.ts'
export type { Asked } from './turn.ts'
export { SMALL_TALK, UNSURE, type UnderstandOptions, understand } from './understand.ts'
export { loadUnderstanding } from './understanding-file.ts'
export { INTENTS, type Intent } from './understanding-schema.ts'
export { understandValues, type ValueKind, type ValueLine } from './values.ts'
export { type Answer, readConsent, readYesNo } from './yes-no.ts'
