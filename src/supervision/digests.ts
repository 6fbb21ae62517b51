import { type Day, loadWording, officeDay, officeTime } from '../base/index.ts'
import type { BothSides } from '../ledger/index.ts'
import { digestText } from '../notify/index.ts'
import type { OwnLinkOccasion } from '../surveys/index.ts'
import { issueIdIn } from './issue-items.ts'
import type { ClockItem, Item, Place, UnpaidItem } from './item.ts'
import { footnote, itemWords, nameWords, placeWords } from './item-words.ts'
import type { MonthNote } from './month-note.ts'
import { ranked } from './ranking.ts'

const wording = loadWording(['pushes', 'digests.yaml'], {
  'good-morning': ['name'],
  'good-afternoon': ['name'],
  'catching-up': [],
  liaison: ['count'],
  urgent: ['count'],
  'liaison-foot': [],
  month: ['told', 'done'],
  unit: ['count'],
  'unit-foot': [],
  section: ['count'],
  'section-foot': [],
  'section-foot-help': ['n'],
  more: ['count'],
  'more-section': ['count'],
  facts: ['asked', 'confirmed', 'contradicted'],
  'facts-one': ['asked', 'confirmed', 'contradicted'],
  'facts-contradicted': ['contradicted'],
  links: [],
  pages: [],
  link: ['party', 'where', 'what', 'url'],
  'link-again': ['party', 'where', 'what', 'url'],
  page: ['party', 'where', 'url'],
  'occasion-ACCEPTED': [],
  'occasion-PAID': [],
  'link-preview': [],
})

type Due = ClockItem | UnpaidItem

/** Whom a message is for and when. */
export interface Occasion {
  readonly name: string
  readonly at: Date
  /** An outage swallowed earlier reminders. */
  readonly catchingUp: boolean
  /** How many facts of the projects named have two sides that agree. */
  readonly facts?: BothSides
}

/** A link that a section passes on to a supplier or an agency. */
export interface SurveyHandout {
  /** The party's page, good for the whole contract, or one survey. */
  readonly sort: 'page' | 'survey'
  /** Which survey. */
  readonly occasion?: OwnLinkOccasion
  /** Handed out before and not answered. */
  readonly again?: boolean
  readonly place: Place
  readonly party: string
  /** Undefined in a preview: no link exists before it is sent. */
  readonly url: string | undefined
}

/** The templates of `cli remind`. */
export type Template =
  | 'liaison-digest'
  | 'liaison-urgent'
  | 'unit-digest'
  | 'section-digest'
  | 'leader-brief'

/** Version of the wording's shape, kept with every push. */
export const TEMPLATE_VERSION = 1

/** How a message begins: a greeting, an apology after an outage, what it is about. */
export function greeting({ name, at, catchingUp }: Occasion, lead: string): string {
  const good = officeTime(at) < '12:00' ? 'good-morning' : 'good-afternoon'
  return [wording.say(good, { name }), catchingUp ? wording.say('catching-up') : '', lead].join('')
}

/** What the reader was told before, and what there is to say besides. */
export interface Memory<T extends Item = ClockItem | UnpaidItem> {
  /** How often she was told of an item lately. */
  readonly times: (item: T) => number
  readonly note?: MonthNote | undefined
}

interface Listing<T extends Item> extends Memory<T> {
  readonly head: string
  readonly items: readonly T[]
  readonly foot: string
  readonly more: 'more' | 'more-section'
  readonly withUnit: boolean
  /** False where the foot says more than how to answer. */
  readonly plain?: boolean
  readonly facts: BothSides | undefined
}

/** A message, the items that it is about, most important first, and those of them that its text shows: as many as fit. */
export interface Digest {
  readonly text: string
  readonly items: readonly Item[]
  readonly shown: readonly Item[]
  /** Where there is one matter and nothing else to say: what a card with buttons says of it. */
  readonly single?: { readonly item: Due; readonly head: string; readonly line: string }
}

function listing<T extends Item>(listed: Listing<T>, today: Day): Digest {
  const { head, items, foot, more, withUnit, times, facts } = listed
  const order = ranked(items, times)
  const { text, shown } = digestText({
    head,
    items: order.map((item, index) => itemWords(item, index + 1, today, withUnit)),
    foot: [footnote(order), factWords(facts), foot].filter((line) => line !== '').join('\n'),
    more: (count) => wording.say(more, { count }),
  })
  const [first, ...others]: readonly Item[] = order
  const line = first && [
    itemWords(first, 1, today, withUnit).replace(/^1\. /, ''),
    footnote(order),
    factWords(facts, 'facts-one'),
  ]
  const alone = first && others.length === 0 && listed.plain !== false
  const dated = alone && (first.kind === 'clock' || first.kind === 'unpaid') ? first : undefined
  return {
    text,
    items: order,
    shown: order.slice(0, shown),
    ...(dated && line && { single: { item: dated, head, line: line.filter(Boolean).join('\n') } }),
  }
}

/** A listing for the unit itself, which needs no unit's name in each line. */
function ownListing(
  listed: Omit<Listing<Due>, 'more' | 'withUnit' | 'facts'>,
  { at, facts }: Occasion,
): Digest {
  const whole = { ...listed, more: 'more', withUnit: false, facts } as const
  return listing(whole, officeDay(at))
}

/** A liaison's morning: what is due soon or late in her unit, and the month's note. Undefined when there is nothing to say. */
export function liaisonDigest(
  items: readonly Due[],
  occasion: Occasion,
  memory: Memory,
): Digest | undefined {
  const { note } = memory
  const month = note ? wording.say('month', { told: note.told, done: note.done }) : ''
  if (items.length === 0) {
    return note && { text: greeting(occasion, month), items: [], shown: [] }
  }
  const head = greeting(occasion, wording.say('liaison', { count: items.length }))
  const foot = [month, wording.say('liaison-foot')].filter((line) => line !== '').join('\n')
  return ownListing({ ...memory, head, items, foot, plain: month === '' }, occasion)
}

/** A liaison's afternoon: the last call for what ends by the next working day, and what has become late. */
export function urgentDigest(
  items: readonly Due[],
  occasion: Occasion,
  memory: Memory,
): Digest | undefined {
  if (items.length === 0) return undefined
  const head = greeting(occasion, wording.say('urgent', { count: items.length }))
  const foot = wording.say('liaison-foot')
  return ownListing({ ...memory, head, items, foot }, occasion)
}

/** The morning of a unit's finance head or leader: what has come to them because it is not done. */
export function unitDigest(
  items: readonly Due[],
  occasion: Occasion,
  memory: Memory,
): Digest | undefined {
  if (items.length === 0) return undefined
  const head = greeting(occasion, wording.say('unit', { count: items.length }))
  const foot = wording.say('unit-foot')
  return ownListing({ ...memory, head, items, foot }, occasion)
}

/**
 * A section's morning: what is late or unpaid in the units it serves, what suppliers answered, what people
 * told the bot, and the survey links to pass on. Undefined when there is nothing to say.
 */
export function sectionDigest(
  items: readonly Item[],
  links: readonly SurveyHandout[],
  occasion: Occasion,
  memory: Memory<Item>,
): Digest | undefined {
  if (items.length === 0 && links.length === 0) return undefined
  const lead = items.length > 0 ? wording.say('section', { count: items.length }) : ''
  const foot = [
    items.length > 0 ? wording.say('section-foot') : '',
    helpFoot(items),
    ...handedOut(links, 'page'),
    ...handedOut(links, 'survey'),
  ].filter((line) => line !== '')
  return listing(
    {
      ...memory,
      head: greeting(occasion, lead),
      items,
      foot: foot.join('\n'),
      plain: links.length === 0,
      more: 'more-section',
      withUnit: true,
      facts: occasion.facts,
    },
    officeDay(occasion.at),
  )
}

/** How to answer a unit that asks for help; empty where none does. */
function helpFoot(items: readonly Item[]): string {
  const [n] = items.flatMap((item) =>
    item.kind === 'clock' && item.owner === 'section' ? (issueIdIn(item.rule) ?? []) : [],
  )
  return n === undefined ? '' : wording.say('section-foot-help', { n })
}

/** What a survey with a link of its own is about. */
const occasionWords = (occasion: OwnLinkOccasion): string => wording.say(`occasion-${occasion}`)

/** The links of one sort under their heading; nothing where there are none. */
function handedOut(links: readonly SurveyHandout[], sort: SurveyHandout['sort']): string[] {
  const lines = links
    .filter((link) => link.sort === sort)
    .map(({ party, place, url, again, occasion }) => {
      const line = {
        party: nameWords(party),
        where: placeWords(place, true),
        url: url ?? wording.say('link-preview'),
      }
      if (occasion === undefined) return wording.say('page', line)
      return wording.say(again ? 'link-again' : 'link', { ...line, what: occasionWords(occasion) })
    })
  const heading = wording.say(sort === 'page' ? 'pages' : 'links')
  return lines.length > 0 ? [heading, ...lines] : []
}

/** How many facts both sides agree on; empty where there are none. */
export function factWords(
  facts: BothSides | undefined,
  as: 'facts' | 'facts-one' = 'facts',
): string {
  if (!facts || facts.asked === 0) return ''
  const { asked, confirmed, contradicted } = facts
  return wording.say(as, {
    asked,
    confirmed,
    contradicted: contradicted > 0 ? wording.say('facts-contradicted', { contradicted }) : '',
  })
}
