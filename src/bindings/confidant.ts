import { type Clock, type Entropy, officeDay } from '../base/index.ts'
import { handPass } from '../cases/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { can, findPerson } from '../people/index.ts'
import { type ConfidentialWords, loadConfidentialWords } from './confidential-words.ts'

/** What it stands on. */
export interface ConfidantParts {
  readonly database: Database
  readonly clock: Clock
  readonly entropy: Entropy
  readonly publicOrigin: string
  /** Whether CASE_KEY is set. */
  readonly isOpen: boolean
}

/**
 * Answers the messages that must leave no trace: undefined for every other one. Of a complaint nothing is stored or
 * logged, not even that it came, so a repeat is simply answered again; a handler gets a link that opens once, which
 * for the same reason stands in no stored answer.
 */
export type Confidant = (text: string, userid: string) => Promise<string | undefined>

/** Opens it. */
export function openConfidant(parts: ConfidantParts): Confidant {
  const words = loadConfidentialWords()
  return async (text, userid) => {
    switch (words.kindOf(text)) {
      case undefined:
        return undefined
      case 'desk':
        return deskAnswer(parts, words, userid)
      case 'grievance':
        return grievanceAnswer(parts, words, text)
    }
  }
}

function grievanceAnswer(
  { isOpen, publicOrigin }: Pick<ConfidantParts, 'isOpen' | 'publicOrigin'>,
  words: ConfidentialWords,
  text: string,
): string {
  const said = isOpen
    ? words.say('report', { url: `${publicOrigin}/report` })
    : words.say('without-key')
  return words.isLong(text) ? `${said}\n${words.say('besides')}` : said
}

async function deskAnswer(
  { isOpen, publicOrigin, database, clock, entropy }: ConfidantParts,
  words: ConfidentialWords,
  userid: string,
): Promise<string> {
  if (!isOpen) return words.say('without-key')
  const at = clock.now()
  const token = await database.transaction(async (tx: Tx) => {
    const person = await findPerson(tx, userid, officeDay(at))
    if (!person || !can(person, 'handle-grievances')) return undefined
    return handPass(tx, person.id, { entropy, at })
  })
  return token === undefined
    ? words.say('follow', { url: `${publicOrigin}/report/follow` })
    : words.say('pass', { url: `${publicOrigin}/case/${token}` })
}

/** Complaints as 微信客服 meets them: recognised before anything of them is stored, and answered with the page. */
export interface ComplaintWords {
  isComplaint(text: string): boolean
  answer(text: string): string
}

/** The same words as in the chat with members. */
export function openComplaintWords(
  parts: Pick<ConfidantParts, 'isOpen' | 'publicOrigin'>,
): ComplaintWords {
  const words = loadConfidentialWords()
  return {
    isComplaint: (text) => words.kindOf(text) === 'grievance',
    answer: (text) => grievanceAnswer(parts, words, text),
  }
}
