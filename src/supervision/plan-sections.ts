import type { Tx } from '../db/index.ts'
import { staffOf } from '../people/index.ts'
import type { Attention } from './attention.ts'
import { sectionDigest } from './digests.ts'
import type { Audience } from './escalation.ts'
import { factsCounter } from './fact-count.ts'
import type { ClockItem, Item, ReferralItem, UnpaidItem } from './item.ts'
import { withInterest } from './item-interest.ts'
import { laidOpenItems } from './laid-open-items.ts'
import { liaisonGaps } from './liaison-gaps.ts'
import type { PlanMoment } from './plan-moment.ts'
import { type PlannedPush, pushOf } from './planned-push.ts'
import { type LinkMeans, newsShown, sectionNews } from './section-news.ts'

/**
 * The digest of everybody in a section: what the chain has brought to it from the units it serves, and the section's
 * news. 采购科 is also the section of units that have none, and hears from its whole region of what lasts.
 * With `links` the news count as shown: call it so in the transaction that queues the digests only.
 */
export async function sectionMornings(
  tx: Tx,
  due: readonly (ClockItem | UnpaidItem)[],
  attention: Attention,
  moment: PlanMoment,
  links: LinkMeans | undefined,
): Promise<PlannedPush[]> {
  const { at, today, escalation } = moment
  const watched = await withInterest(tx, due, moment)
  const staff = await staffOf(tx, undefined, today)
  const readers = new Map<string, Reader>()
  for (const { userid, name, role, sectionId, regionId } of staff) {
    const reader = readers.get(userid) ?? { name, sections: new Set(), regions: new Set() }
    if (sectionId !== undefined) reader.sections.add(sectionId)
    if (role === 'PROCUREMENT_OFFICE') {
      reader.sections.add(undefined)
      if (regionId !== undefined) reader.regions.add(regionId)
    }
    readers.set(userid, reader)
  }
  const sectionIds = [...new Set(staff.flatMap(({ sectionId }) => sectionId ?? []))]
  const news = await sectionNews(tx, { sectionIds, ...moment }, links)
  const answers = [...news.values()].flatMap((section) => section.answers)
  const factsOf = await factsCounter(tx, [...due, ...answers])
  const gaps = await liaisonGaps(tx, today, escalation.liaisons)
  const words = await laidOpenItems(tx, today)
  const shown: ReferralItem[] = []
  const pushes = [...readers].flatMap(([userid, reader]) => {
    const { name, sections } = reader
    const own = [...sections].flatMap((id) => (id === undefined ? [] : (news.get(id) ?? [])))
    const items: Item[] = [
      ...watched.filter((item) => attention.isNews(userid, audiencesOf(reader, item), item)),
      ...gaps.filter(
        (gap) => audiencesOf(reader, gap).length > 0 && attention.isUntold(userid, gap),
      ),
      ...words.flatMap(({ item, barred }) => {
        const isHers = audiencesOf(reader, item).includes('procurement-office')
        const isBarred = barred.includes(userid.toLowerCase())
        return isHers && !isBarred && attention.isUntold(userid, item) ? [item] : []
      }),
      ...own.flatMap(({ answers, referrals }) => [...answers, ...referrals]),
    ]
    const handouts = own.flatMap((section) => section.handouts)
    const times = (item: Item): number =>
      item.kind === 'clock' || item.kind === 'unpaid' ? attention.times(userid, item) : 0
    const digest = sectionDigest(
      items,
      handouts,
      { name, facts: factsOf(items), ...moment },
      { times },
    )
    if (!digest) return []
    shown.push(...digest.shown.filter((item) => item.kind === 'referral'))
    const isNews =
      handouts.length > 0 ||
      items.some((item) => !('footing' in item) && !LASTING.includes(item.kind))
    return [pushOf(userid, 'section-digest', digest, isNews)]
  })
  if (links) await newsShown(tx, shown, at)
  return pushes
}

/** Told again by themselves while they last. */
const LASTING: readonly Item['kind'][] = ['liaisons', 'laid-open']

interface Reader {
  readonly name: string
  /** Undefined stands for units without one. */
  readonly sections: Set<number | undefined>
  /** Regions whose 采购科 she belongs to. */
  readonly regions: Set<number>
}

function audiencesOf(
  { sections, regions }: Reader,
  { place }: Pick<ClockItem, 'place'>,
): Audience[] {
  const isRegions = place.regionId !== undefined && regions.has(place.regionId)
  return [
    ...(sections.has(place.sectionId) ? (['section'] as const) : []),
    ...(isRegions ? (['procurement-office'] as const) : []),
  ]
}
