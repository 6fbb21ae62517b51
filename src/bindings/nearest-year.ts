import { type Day, daysBetween, yearOf } from '../base/index.ts'
import { type DateOptions, readDate } from '../language/index.ts'

/** Words that say which year is meant. */
const YEAR_SAID = /年/

/**
 * 「9月12号」 on the 10th of September is read as last year's, since reports look back, and 「9月1号」 as a promise is
 * read as next year's. Nobody means that: of two years not said, the nearer one is taken, and a rule may then
 * say that the day has not come, or is past.
 */
export function nearestYear(
  day: Day,
  words: string,
  { today, breaks }: Pick<DateOptions, 'today' | 'breaks'>,
): Day {
  if (yearOf(day) === yearOf(today) || YEAR_SAID.test(words)) return day
  const lean = day < today ? 'future' : 'past'
  const other = readDate(words, { today, lean, ...(breaks && { breaks }) })
  if (other.kind !== 'value') return day
  const distance = (one: Day): number => Math.abs(daysBetween(today, one))
  return distance(other.value) < distance(day) ? other.value : day
}
