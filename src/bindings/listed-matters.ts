import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { LotName } from '../ledger/index.ts'
import { covers, scopeOf } from '../people/index.ts'
import {
  type ClockItem,
  dutyIdIn,
  dutyItemsOpen,
  matterKey,
  matterOf,
  projectStates,
  todoList,
  type UnpaidItem,
} from '../supervision/index.ts'
import { creditsOwed } from './credits-owed.ts'
import { listedItems, listQuery } from './list-query.ts'
import type { Occasion } from './office.ts'

/** A matter that a person was shown, as it stands now. */
export type Matter = ClockItem | UnpaidItem

/** The list that a person saw last; a line without a matter (a referral, something done meanwhile) is undefined. */
export interface Listed {
  readonly lines: readonly (Matter | undefined)[]
  /** The reminder it came with. */
  readonly pushId?: bigint
}

const Row = z.object({
  pushId: z.bigint().nullable(),
  reasons: z
    .array(
      z.object({
        rule: z.string(),
        project: z.string().nullable(),
        lot: z.number().nullable(),
        unshown: z.boolean().optional(),
      }),
    )
    .nullable(),
  pushedAt: z.date().nullable(),
  dialogue: z.string().nullable(),
  slots: z.record(z.string(), z.object({ value: z.unknown() })).nullable(),
  askedAt: z.date().nullable(),
})

/**
 * The list that the person saw last: a reminder, 待办 or a section's list, whichever came later. Numbers in her
 * next words count in it. One query, and those of the list itself. With `reach` the last one that has so many lines: an
 * order of the section has one, and “3知晓” after it is said of the list before.
 */
export async function lastListed(
  { tx, person, at }: Occasion,
  lots: () => Promise<readonly LotName[]>,
  moment: Parameters<typeof todoList>[2],
  reach = 0,
): Promise<Listed> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT p.id AS "pushId", p.reasons, p."createdAt" AS "pushedAt",
      d.dialogue, d.body->'slots' AS slots, d."touchedAt" AS "askedAt"
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
      SELECT id, reasons, "createdAt" FROM "Push"
      WHERE userid = ${person.useridShown} AND "createdAt" <= ${at} AND slot IS NOT NULL
        AND status NOT IN ('WITHDRAWN', 'SUPERSEDED', 'FAILED')
        AND jsonb_array_length(jsonb_path_query_array(reasons, '$[*] ? (!(@.unshown == true))')) >= ${reach}
      ORDER BY "createdAt" DESC, id DESC LIMIT 1) p ON true
    LEFT JOIN LATERAL (
      SELECT dialogue, body, "touchedAt" FROM "Draft"
      WHERE "personId" = ${person.id} AND dialogue IN ('my-tasks', 'matter-list', 'credit-list')
      ORDER BY "touchedAt" DESC LIMIT 1) d ON true`
  const { pushId, reasons, pushedAt, dialogue, slots, askedAt } = Row.parse(rows[0])
  const asked = async (name: string | null, list: unknown): Promise<readonly Matter[]> => {
    if (name === 'my-tasks') return todoList(tx, person, moment)
    if (name === 'credit-list') return creditsOwed(tx, person, moment)
    const query = listQuery.safeParse(list)
    return query.success ? listedItems(tx, person, query.data, moment) : []
  }
  if (askedAt && (!pushedAt || askedAt >= pushedAt)) {
    const lines = await asked(dialogue, slots?.list?.value)
    if (lines.length >= reach) return { lines }
  }
  const shown = (reasons ?? []).filter((reason) => !reason.unshown)
  const byCode = new Map((await lots()).map((lot) => [`${lot.code} ${lot.lotNo}`, lot.lotId]))
  const ids = shown.map(({ project, lot }) => byCode.get(`${project} ${lot}`))
  const open = await openMatters(tx, [...new Set(ids.flatMap((id) => id ?? []))], moment)
  const duties = await openDutiesSeen(
    tx,
    shown.flatMap(({ rule }) => dutyIdIn(rule) ?? []),
    person,
    moment,
  )
  const lines = shown.map(
    ({ rule }, n) =>
      open.find((item) => item.place.lotId === ids[n] && matterOf(item).rule === rule) ??
      duties.find((item) => item.rule === rule),
  )
  return { lines, ...(pushId !== null && { pushId }) }
}

/** What is open of these lots. */
export async function openMatters(
  tx: Tx,
  lotIds: readonly number[],
  moment: Parameters<typeof todoList>[2],
): Promise<Matter[]> {
  if (lotIds.length === 0) return []
  const states = await projectStates(tx, { lotIds }, moment)
  return states.flatMap((state) => state.open)
}

/** The open ones of these standing duties, of units that the person may see. */
export async function openDutiesSeen(
  tx: Tx,
  ids: readonly number[],
  person: Occasion['person'],
  moment: Parameters<typeof todoList>[2],
): Promise<ClockItem[]> {
  if (ids.length === 0) return []
  const scope = scopeOf(person)
  return (await dutyItemsOpen(tx, { ...moment, ids })).filter((item) =>
    covers(scope, unitOf(item.place)),
  )
}

/** The unit of a matter, where it stands. */
export const unitOf = ({ unitId, sectionId, regionId }: Matter['place']) => ({
  id: unitId,
  // Every open matter is read with its region; none has the number 0.
  regionId: regionId ?? 0,
  ...(sectionId !== undefined && { sectionId }),
})

/** A matter's name in a slot or on a button. */
export const matterId = (item: Matter): string => matterKey(matterOf(item))
