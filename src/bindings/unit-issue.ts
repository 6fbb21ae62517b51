import { officeDay } from '../base/index.ts'
import { hearParty, type Issue } from '../cases/index.ts'
import { unitPeople } from '../people/index.ts'
import { troubleWords } from '../supervision/index.ts'
import { buttonCard, cardMessage, foreignLine, textMessages } from '../wecom/index.ts'
import type { ActionTurn, AnswerAction } from './action.ts'
import { keepCards } from './kept-cards.ts'
import { wording } from './wording.ts'

/** Characters that WeCom shows of a card's text (doc 90236): a longer answer goes before it as a text. */
const TEXT = 160

/** The buttons of 「解决了吗？」, by the conversation's own keys. */
const WORDS = ['SOLVED', 'NOT_SOLVED'] as const

/**
 * Tells whoever asked what the section answered, in the turn that records it, and asks whether it is solved. Has she
 * left the unit since, its liaisons are told.
 */
export async function tellAsker(
  { office, occasion }: Pick<ActionTurn, 'office' | 'occasion'>,
  issue: Issue,
  { text, solved }: { readonly text: string; readonly solved: boolean },
): Promise<void> {
  const { tx, at, person } = occasion
  const people = await unitPeople(tx, [issue.unitId], officeDay(at))
  const asker = people.filter(({ personId }) => personId === issue.askerId)
  const to = asker.length > 0 ? asker : people.filter(({ role }) => role === 'LIAISON')
  for (const userid of new Set(to.map((holder) => holder.userid))) {
    const words = wording.say(solved ? 'asker-solved' : 'asker-answered', {
      who: foreignLine(person.name),
      text: foreignLine(text),
    })
    const fits = [...words].length <= TEXT
    const taskId = `i_${office.entropy.bytes(12).toString('hex')}`
    const labels = Object.fromEntries(WORDS.map((key) => [key, wording.say(`word-${key}`)]))
    const card = buttonCard({
      title: wording.say('asker-title', { n: issue.id, about: foreignLine(troubleWords(issue)) }),
      text: fits ? words : wording.say('asker-above'),
      taskId,
      buttons: WORDS.map((key) => ({ key, text: labels[key] ?? '' })),
    })
    const remembered = { labels, about: { issue: String(issue.id) } }
    await keepCards(tx, [{ taskId, userid: userid.toLowerCase(), remembered }], at)
    for (const [part, body] of [...(fits ? [] : textMessages(words)), cardMessage(card)].entries())
      occasion.pushes.push({
        kind: 'SEND',
        queue: 'chat',
        userid,
        template: 'issue-answered',
        version: 1,
        // A card is plain JSON; its type says `unknown` for the values.
        body: JSON.parse(JSON.stringify(body)),
        reasons: [],
        dedupeKey: `issue-answered/${issue.id}/${issue.notes.length}/${userid}/${part}`,
      })
  }
}

const KINDS = { SOLVED: 'solved', NOT_SOLVED: 'not-solved', MORE: 'reply' } as const
const isWord = (word: unknown): word is keyof typeof KINDS =>
  typeof word === 'string' && word in KINDS

/** 「解决了吗？」 answered by somebody of the unit, or a word more about it. What she says needs no confirmation. */
export const hearUnit: AnswerAction = async (slots, _page, { office, occasion, look }) => {
  const { tx, person, at, saidIn } = occasion
  const id = slots.issue?.value
  const issue = typeof id === 'number' ? await look.askedIssue(id) : undefined
  const word = slots.word?.value
  if (!issue || !isWord(word)) return { text: wording.say('asked-none') }
  const text = typeof slots.text?.value === 'string' ? slots.text.value : ''
  if (word === 'MORE' && text === '') return { text: wording.say('asked-more', { n: issue.id }) }
  if (word === 'SOLVED' && issue.state === 'CLOSED')
    return { text: wording.say('heard-SOLVED', { n: issue.id }) }
  const said = { issueId: issue.id, kind: KINDS[word], text, personId: person.id }
  const means = { calendar: office.calendar, issues: office.issues, at }
  await hearParty(tx, { ...said, onceKey: `chat:${saidIn}` }, means)
  return { text: wording.say(`heard-${word}`, { n: issue.id }) }
}
