/** Floor 0: the clock, days, money, outcomes, errors, bytes, log, chance, paths, pictures, and files that people edit. */
export { byteLength, clipBytes, clipCharacters, splitBytes } from './bytes.ts'
export { type Clock, ShiftedClock, systemClock } from './clock.ts'
export {
  addDays,
  type Day,
  day,
  dayOf,
  daysBetween,
  isDay,
  officeDay,
  officeInstant,
  officeIso,
  officeTime,
  weekday,
  yearOf,
} from './day.ts'
export { type Entropy, systemEntropy } from './entropy.ts'
export { type ErrorFields, OfficeError } from './errors.ts'
export { escapeHtml } from './escape-html.ts'
export { codeIn, linkCode, newToken, tokenHash, tokenIn } from './link-token.ts'
export { createLog, type Logger, silentLog } from './log.ts'
export { type Fen, fenOfYuan, yuanOf } from './money.ts'
export { dataFile, projectRoot, wordingFile } from './paths.ts'
export { cleanPicture, MOST_PICTURE_BYTES } from './picture.ts'
export { ok, type Result, refused } from './result.ts'
export { withinTime } from './time-limit.ts'
export { type Filling, fill, loadWording, placeholdersOf, type Wording } from './wording.ts'
export { type Mistake, MistakesError, parseYaml, readYaml, type YamlFile } from './yaml.ts'
