import { type Day, loadWording, officeDay, officeTime } from '../base/index.ts'
import { sayDay, sayMoney } from '../language/index.ts'
import { digestText } from '../notify/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { Item, Place } from './item.ts'
import { footnote, itemWords, placeWords } from './item-words.ts'
import { ranked } from './ranking.ts'
import type { SectionCount } from './section-count.ts'

const wording = loadWording(['pushes', 'digests.yaml'], {
  'good-morning': ['name'],
  'good-afternoon': ['name'],
  'catching-up': [],
  liaison: ['count'],
  urgent: ['count'],
  'liaison-foot': [],
  section: ['count'],
  'section-foot': [],
  more: ['count'],
  'more-section': ['count'],
  links: [],
  link: ['party', 'where', 'url'],
  'link-preview': [],
  leader: ['day'],
  'leader-row': ['section', 'late', 'longest', 'unpaid', 'amount', 'help'],
  'leader-longest': ['days'],
  'leader-amount': ['amount'],
  'leader-help': ['help'],
  'leader-total': ['late', 'unpaid', 'amount', 'help'],
  'leader-foot': [],
  'no-section': [],
})

/** Whom a message is for and when. */
export interface Occasion {
  readonly name: string
  readonly at: Date
  /** An outage swallowed earlier reminders. */
  readonly catchingUp: boolean
}

/** A survey link that a section passes on to a supplier. */
export interface SurveyHandout {
  readonly place: Place
  readonly party: string
  /** Undefined in a preview: no link exists before it is sent. */
  readonly url: string | undefined
}

/** The templates of `cli remind`. */
export type Template = 'liaison-digest' | 'liaison-urgent' | 'section-digest' | 'leader-brief'

/** Version of the wording's shape, kept with every push. */
export const TEMPLATE_VERSION = 1

function greeting({ name, at, catchingUp }: Occasion, lead: string): string {
  const good = officeTime(at) < '12:00' ? 'good-morning' : 'good-afternoon'
  return [wording.say(good, { name }), catchingUp ? wording.say('catching-up') : '', lead].join('')
}

interface Listing {
  readonly head: string
  readonly items: readonly Item[]
  readonly foot: string
  readonly more: 'more' | 'more-section'
  readonly withUnit: boolean
}

/** A message, and which items its text shows: the most important ones, as many as fit. */
export interface Digest {
  readonly text: string
  readonly shown: readonly Item[]
}

function listing({ head, items, foot, more, withUnit }: Listing, today: Day): Digest {
  const order = ranked(items)
  const { text, shown } = digestText({
    head,
    items: order.map((item, index) => itemWords(item, index + 1, today, withUnit)),
    foot: [footnote(order), foot].filter((line) => line !== '').join('\n'),
    more: (count) => wording.say(more, { count }),
  })
  return { text, shown: order.slice(0, shown) }
}

/** A liaison's morning: what is due soon or late in her unit. Undefined when there is nothing to say. */
export function liaisonDigest(items: readonly Item[], occasion: Occasion): Digest | undefined {
  if (items.length === 0) return undefined
  const head = greeting(occasion, wording.say('liaison', { count: items.length }))
  const foot = wording.say('liaison-foot')
  return listing({ head, items, foot, more: 'more', withUnit: false }, officeDay(occasion.at))
}

/** A liaison's afternoon: the last call for what ends by the next working day, and what has become late. */
export function urgentDigest(items: readonly Item[], occasion: Occasion): Digest | undefined {
  if (items.length === 0) return undefined
  const head = greeting(occasion, wording.say('urgent', { count: items.length }))
  const foot = wording.say('liaison-foot')
  return listing({ head, items, foot, more: 'more', withUnit: false }, officeDay(occasion.at))
}

/**
 * A section's morning: what is late or unpaid in the units it serves, what suppliers answered, what people
 * told the bot, and the survey links to pass on. Undefined when there is nothing to say.
 */
export function sectionDigest(
  items: readonly Item[],
  links: readonly SurveyHandout[],
  occasion: Occasion,
): Digest | undefined {
  if (items.length === 0 && links.length === 0) return undefined
  const handouts = links.map(({ party, place, url }) =>
    wording.say('link', {
      party: foreignLine(party),
      where: placeWords(place, true),
      url: url ?? wording.say('link-preview'),
    }),
  )
  const lead = items.length > 0 ? wording.say('section', { count: items.length }) : ''
  const foot = [
    items.length > 0 ? wording.say('section-foot') : '',
    ...(handouts.length > 0 ? [wording.say('links'), ...handouts] : []),
  ].filter((line) => line !== '')
  return listing(
    {
      head: greeting(occasion, lead),
      items,
      foot: foot.join('\n'),
      more: 'more-section',
      withUnit: true,
    },
    officeDay(occasion.at),
  )
}

/** A bureau leader's week: the counts of each section, the worst first. Undefined when all is well. */
export function leaderBrief(
  counts: readonly SectionCount[],
  occasion: Occasion,
): string | undefined {
  const rows = counts.filter(({ late, unpaid, help }) => late + unpaid + help > 0)
  if (rows.length === 0) return undefined
  const today = officeDay(occasion.at)
  const sum = (of: (row: SectionCount) => number): number => rows.reduce((n, r) => n + of(r), 0)
  const amount = (fen: bigint): string =>
    fen > 0n ? wording.say('leader-amount', { amount: sayMoney(fen) }) : ''
  const help = (n: number): string => (n > 0 ? wording.say('leader-help', { help: n }) : '')
  return digestText({
    head: greeting(occasion, wording.say('leader', { day: sayDay(today, { today }) })),
    items: rows.map((row) =>
      wording.say('leader-row', {
        section: row.section ?? wording.say('no-section'),
        late: row.late,
        longest: row.longest > 0 ? wording.say('leader-longest', { days: row.longest }) : '',
        unpaid: row.unpaid,
        amount: amount(row.unpaidAmount),
        help: help(row.help),
      }),
    ),
    foot: [
      wording.say('leader-total', {
        late: sum((row) => row.late),
        unpaid: sum((row) => row.unpaid),
        amount: amount(rows.reduce((fen, row) => fen + row.unpaidAmount, 0n)),
        help: help(sum((row) => row.help)),
      }),
      wording.say('leader-foot'),
    ].join('\n'),
    more: (count) => wording.say('more-section', { count }),
  }).text
}
