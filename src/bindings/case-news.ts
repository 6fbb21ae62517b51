import { type Day, loadWording, officeDay } from '../base/index.ts'
import { clockFacts, pausesOf } from '../deadlines/index.ts'
import { sayDay } from '../language/index.ts'
import type { EventKind, LedgerFact, LotHistory } from '../ledger/index.ts'
import { textBody } from '../notify/index.ts'
import { unitPeople } from '../people/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'

const wording = loadWording(['pushes', 'cases.yaml'], {
  SUSPEND_NOTICE: ['name', 'project', 'day', 'by', 'clocks'],
  SUSPENSION_ENDED: ['name', 'project', 'day', 'by', 'clocks'],
  COMPLAINT_REVIEWED: ['name', 'project', 'day', 'by', 'clocks'],
  still: [],
  runs: [],
})

const NEWS = ['SUSPEND_NOTICE', 'SUSPENSION_ENDED', 'COMPLAINT_REVIEWED'] as const
const newsOf = (kind: EventKind) => NEWS.find((one) => one === kind)

/**
 * Tells the unit's liaisons, in the turn that records it, that the bureau has suspended or resumed their procurement or
 * taken up a 投诉, and whether clocks stand still. Each once; other events of a case are told to nobody.
 */
export async function tellLiaisons(
  { office, occasion }: ActionTurn,
  history: LotHistory,
  event: LedgerFact,
): Promise<void> {
  const news = newsOf(event.kind)
  if (!news) return
  const { tx, at, person } = occasion
  const today = officeDay(at)
  const holders = await unitPeople(tx, [history.unit.id], today)
  const liaisons = holders.filter(
    ({ role, personId }) => role === 'LIAISON' && personId !== person.id,
  )
  const clocks = wording.say(standsStill(history, office, today) ? 'still' : 'runs')
  for (const { userid, name } of liaisons)
    occasion.pushes.push({
      kind: 'SEND',
      queue: 'digest',
      userid,
      template: 'case-news',
      version: 1,
      body: textBody(
        wording.say(news, {
          name: foreignLine(name),
          project: foreignLine(history.name),
          day: sayDay(event.day, { today }),
          by: foreignLine(person.name),
          clocks,
        }),
      ),
      reasons: [],
      dedupeKey: `case-news/${event.id}/${userid.toLowerCase()}`,
    })
}

/** Whether anything stops clocks of the lot after `today`: a pause counts its first day still. */
const standsStill = (history: LotHistory, { book }: ActionTurn['office'], today: Day): boolean =>
  pausesOf(clockFacts(history).events, book).some(({ to }) => to === null || to > today)
