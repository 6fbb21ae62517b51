import { officeDay } from '../base/index.ts'
import { contactsRefused } from '../counter/index.ts'
import type { Database } from '../db/index.ts'
import type { Finding } from './finding.ts'
import { say } from './words.ts'

/** That WeCom does not let the app use external contacts: nothing breaks, the surveys wait at their links instead. */
export async function contactFinding(database: Database): Promise<Finding | undefined> {
  const refused = await contactsRefused(database.sql)
  if (!refused) return undefined
  const said = say('said-no-contacts', {
    code: refused.errcode ?? '',
    day: officeDay(refused.at),
  })
  return { check: 'contacts', ok: true, what: say('doctor-contacts'), said }
}
