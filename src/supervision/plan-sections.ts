import type { Tx } from '../db/index.ts'
import { staffOf } from '../people/index.ts'
import { sectionDigest } from './digests.ts'
import { type ClockItem, type Item, type ReferralItem, reasonOf, type UnpaidItem } from './item.ts'
import type { PlanMoment } from './plan-moment.ts'
import { type PlannedPush, pushOf } from './planned-push.ts'
import { ranked } from './ranking.ts'
import { type LinkMeans, newsShown, sectionNews } from './section-news.ts'
import type { Told } from './told.ts'

/**
 * The digest of everybody in a section: what is late in the units it serves, contracts with money due,
 * and the section's news. 采购科 also hears of units that no section serves.
 * With `links` the news count as shown: call it so in the transaction that queues the digests only.
 */
export async function sectionMornings(
  tx: Tx,
  due: readonly (ClockItem | UnpaidItem)[],
  told: Told,
  moment: PlanMoment,
  links: LinkMeans | undefined,
): Promise<PlannedPush[]> {
  const { at, today, since } = moment
  const staff = await staffOf(tx, undefined, today)
  const readers = new Map<string, { name: string; sections: Set<number | undefined> }>()
  for (const { userid, name, role, sectionId } of staff) {
    const reader = readers.get(userid) ?? { name, sections: new Set() }
    if (sectionId !== undefined) reader.sections.add(sectionId)
    if (role === 'PROCUREMENT_OFFICE') reader.sections.add(undefined)
    readers.set(userid, reader)
  }
  const sectionIds = [...new Set(staff.flatMap(({ sectionId }) => sectionId ?? []))]
  const news = await sectionNews(tx, { sectionIds, at, today, since }, links)
  const pressing = due.filter((item) => item.kind === 'unpaid' || item.daysLate > 0)
  const shown: ReferralItem[] = []
  const pushes = [...readers].flatMap(([userid, { name, sections }]) => {
    const own = [...sections].flatMap((id) => (id === undefined ? [] : (news.get(id) ?? [])))
    const items: Item[] = [
      ...pressing.filter((item) => sections.has(item.place.sectionId)),
      ...own.flatMap(({ answers, referrals }) => [...answers, ...referrals]),
    ]
    const handouts = own.flatMap((section) => section.handouts)
    const template = 'section-digest'
    const known = items.every((item) => told.knows(userid, reasonOf(item), template))
    if (known && handouts.length === 0) return []
    const digest = sectionDigest(items, handouts, { name, ...moment })
    if (!digest) return []
    shown.push(...digest.shown.filter((item) => item.kind === 'referral'))
    return [pushOf(userid, template, ranked(items), digest.text)]
  })
  if (links) await newsShown(tx, shown, at)
  return pushes
}
