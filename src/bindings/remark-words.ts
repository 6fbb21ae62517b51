import { type Day, officeDay } from '../base/index.ts'
import type { Remark } from '../cases/index.ts'
import { sayDay } from '../language/index.ts'
import { foreignLine } from '../wecom/index.ts'
import { wording } from './wording.ts'

/** What was said of a matter, in brackets behind it. */
export function remarkWords(remark: Remark, today: Day): string {
  const who = foreignLine(remark.name)
  const text = foreignLine(remark.text ?? '')
  const day = sayDay(remark.day ?? officeDay(remark.at), { today })
  switch (remark.kind) {
    case 'KNOWN':
      return wording.say('remark-known', { who, day })
    case 'EXPLAINED':
      return remark.day === null
        ? wording.say('remark-explained-open', { who, text })
        : wording.say('remark-explained', { who, text, day })
    case 'HELP':
      return wording.say('remark-help', { who, text })
    case 'URGED':
      return wording.say('remark-urged', { who, text, day })
    case 'COORDINATED':
      return wording.say('remark-coordinated', { who, text })
    case 'NOTED':
      return wording.say('remark-noted', { who, text })
  }
}
