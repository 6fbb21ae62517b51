import { z } from 'zod'
import { type Day, isDay, loadWording, officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { type NewPush, textBody } from '../notify/index.ts'
import {
  dutyIdIn,
  dutyItemsOpen,
  footnote,
  itemWords,
  matterKey,
  matterOf,
  projectStates,
  reasonOf,
} from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'

const wording = loadWording(['pushes', 'orders.yaml'], {
  urged: ['name', 'by', 'line', 'text', 'day'],
  coordinated: ['name', 'by', 'line', 'text'],
  noted: ['name', 'by', 'line', 'text'],
  unanswered: ['name', 'unit', 'day', 'line'],
})

const DayText = z.string().refine(isDay).nullable()
const Row = z.object({
  id: z.number(),
  kind: z.enum(['URGED', 'COORDINATED', 'NOTED', 'UNANSWERED']),
  lotId: z.number(),
  rule: z.string(),
  due: DayText,
  text: z.string().nullable(),
  day: DayText,
  by: z.string(),
  userid: z.string(),
  name: z.string(),
})
type Order = z.infer<typeof Row>

/** An order that is older is no news any more, whatever kept it. */
const FRESH_DAYS = 14

const keyOf = ({ kind, id, userid }: Order): string =>
  `${kind === 'UNANSWERED' ? 'unanswered' : 'order'} ${id} ${userid.toLowerCase()}`

/**
 * What sections ordered and units have not been told, and what units have not answered by its day: as pushes, each
 * once. Call it in working hours.
 */
export async function orderPushes(tx: Tx, now: Date): Promise<NewPush[]> {
  const today = officeDay(now)
  const since = new Date(now.getTime() - FRESH_DAYS * 86_400_000)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH fresh AS (
      SELECT r.*, w.name AS by, w."useridShown" AS "byUserid", coalesce(j."unitId", d."unitId") AS "unitId" FROM "Remark" r
      JOIN "Person" w ON w.id = r."personId" LEFT JOIN "Lot" l ON l.id = r."lotId" LEFT JOIN "Project" j ON j.id = l."projectId"
      LEFT JOIN "Duty" d ON r."lotId" IS NULL AND r.rule = 'DUTY-' || d.id
      WHERE r.kind IN ('URGED', 'COORDINATED', 'NOTED') AND r.at > ${since} AND r.at <= ${now}
        AND NOT EXISTS (SELECT 1 FROM "RemarkVoid" v WHERE v."remarkId" = r.id)
    ), told AS (
      SELECT f.id, f.kind, coalesce(f."lotId", 0) AS "lotId", f.rule, f.due, f.text, f.day, f.by, p."useridShown" AS userid, p.name
      FROM fresh f JOIN "Appointment" a ON a."unitId" = f."unitId" AND a."fromDay" <= ${today}
        AND (a."toDay" IS NULL OR a."toDay" > ${today})
        AND (a.role = 'LIAISON' OR a.role = 'FINANCE_HEAD' AND f.kind = 'URGED')
      JOIN "Person" p ON p.id = a."personId"
      UNION ALL
      SELECT f.id, 'UNANSWERED', coalesce(f."lotId", 0), f.rule, f.due, f.text, f.day, f.by, f."byUserid", f.by
      FROM fresh f WHERE f.kind = 'URGED' AND f.day < ${today} AND NOT EXISTS (
        SELECT 1 FROM "Remark" a WHERE a."lotId" IS NOT DISTINCT FROM f."lotId" AND a.rule = f.rule AND a.at > f.at
          AND a.kind IN ('KNOWN', 'EXPLAINED', 'HELP')
          AND NOT EXISTS (SELECT 1 FROM "RemarkVoid" v WHERE v."remarkId" = a.id))
    )
    SELECT DISTINCT t.* FROM told t WHERE NOT EXISTS (SELECT 1 FROM "Push" p WHERE p."dedupeKey" =
      CASE t.kind WHEN 'UNANSWERED' THEN 'unanswered ' ELSE 'order ' END || t.id || ' ' || lower(t.userid))
    ORDER BY t.id LIMIT 500`
  const orders = z.array(Row).parse(rows)
  if (orders.length === 0) return []
  const lotIds = [...new Set(orders.map((order) => order.lotId))]
  const moment = { today, at: now }
  const states = await projectStates(tx, { lotIds }, moment)
  const ids = orders.flatMap((order) => dutyIdIn(order.rule) ?? [])
  const duties = ids.length > 0 ? await dutyItemsOpen(tx, { ...moment, ids }) : []
  const open = [...states.flatMap((state) => state.open), ...duties]
  return orders.flatMap((order) => {
    const item = open.find((one) => matterKey(matterOf(one)) === matterKey(order))
    return item ? [pushOf(order, item, today)] : []
  })
}

function pushOf(order: Order, item: Parameters<typeof reasonOf>[0], today: Day): NewPush {
  const unit = 'place' in item ? item.place.unit : ''
  const line = [itemWords(item, 1, today, true), footnote([item])].filter(Boolean).join('\n')
  const filling = {
    name: order.name,
    by: order.by,
    unit,
    line,
    text: foreignLine(order.text ?? ''),
    day: order.day ? sayDay(order.day, { today }) : '',
  }
  const key = (
    {
      URGED: 'urged',
      COORDINATED: 'coordinated',
      NOTED: 'noted',
      UNANSWERED: 'unanswered',
    } as const
  )[order.kind]
  return {
    kind: 'SEND',
    queue: 'digest',
    userid: order.userid,
    template: `order-${key}`,
    version: 1,
    body: textBody(wording.say(key, filling).replace(/\n{2,}/g, '\n')),
    reasons: [{ ...reasonOf(item) }],
    dedupeKey: keyOf(order),
    slot: `order ${order.id}`,
  }
}
