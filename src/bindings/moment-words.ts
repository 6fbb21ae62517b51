import { officeDay, officeTime } from '../base/index.ts'
import { sayDate } from '../language/index.ts'
import { wording } from './wording.ts'

/** An instant as people say it, `9月10日09:30`; with the year where it is not the one of `now`. */
export function momentWords(instant: Date, now: Date): string {
  const day = sayDate(officeDay(instant), { today: officeDay(now) })
  return wording.say('moment', { day, time: officeTime(instant) })
}
