import { z } from 'zod'
import { loadWording, officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type NewPush, type PushBody, textBody } from '../notify/index.ts'
import { holdersOf } from '../people/index.ts'

const wording = loadWording(['pushes', 'alarms.yaml'], {
  unreachable: ['name', 'people'],
  person: ['who', 'userid'],
  'passed-on': ['who'],
  missed: ['name', 'time', 'reason'],
  'not-run': [],
})

const Row = z.object({
  id: z.bigint(),
  userid: z.string(),
  name: z.string(),
  template: z.string(),
  body: z.custom<PushBody>((value) => typeof value === 'object' && value !== null),
  reasons: z.array(z.custom<{ readonly [key: string]: string | number | boolean | null }>()),
  slot: z.string().nullable(),
  /** Whoever comes next for the units that the push is about; null where nobody does. */
  next: z.string().nullable(),
})

/** Failures of the last two days: older ones have had their say. */
const RECENT_MS = 2 * 86_400_000

/**
 * Pushes that WeCom could not deliver to their receiver (an account that is gone, outside the app's scope, without a
 * licence): a task for every administrator, once a day a receiver, and each reminder goes on to the next person of
 * the chain who answers for the unit, or else to its section.
 */
export async function unreachablePushes(tx: Tx, now: Date): Promise<NewPush[]> {
  const today = officeDay(now)
  const since = new Date(now.getTime() - RECENT_MS)
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT f.id, f.userid, coalesce(w.name, f.userid) AS name, f.template, f.body, f.reasons, f.slot, (
      SELECT p."useridShown" FROM "Appointment" a JOIN "Person" p ON p.id = a."personId"
      LEFT JOIN "Unit" u ON u.id = a."unitId"
      WHERE a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
        AND lower(p."useridShown") <> lower(f.userid)
        AND NOT EXISTS (SELECT 1 FROM "Push" x WHERE x.userid = p."useridShown" AND x.status = 'FAILED'
          AND x.failure LIKE 'recipient%' AND x."settledAt" > ${since})
        AND (a.role IN ('FINANCE_HEAD', 'UNIT_LEADER', 'LIAISON') AND a."unitId" = unit.id
          OR a.role IN ('SECTION_STAFF', 'PROCUREMENT_OFFICE') AND a."sectionId" = unit."sectionId")
      ORDER BY CASE a.role WHEN 'LIAISON' THEN 0 WHEN 'FINANCE_HEAD' THEN 1 WHEN 'UNIT_LEADER' THEN 2 ELSE 3 END, a.id
      LIMIT 1) AS next
    FROM "Push" f LEFT JOIN "Person" w ON w.userid = lower(f.userid)
    LEFT JOIN LATERAL (
      SELECT u.id, u."sectionId" FROM jsonb_to_recordset(f.reasons) AS r(project text, rule text)
      LEFT JOIN "Project" j ON j.code = r.project LEFT JOIN "Duty" d ON r.rule = 'DUTY-' || d.id
      JOIN "Unit" u ON u.id = coalesce(j."unitId", d."unitId") LIMIT 1) unit ON true
    WHERE f.status = 'FAILED' AND f."settledAt" > ${since} AND f.failure LIKE 'recipient%'
      AND f.template <> 'alarm'
    ORDER BY f.id LIMIT 500`
  const failed = z.array(Row).parse(rows)
  if (failed.length === 0) return []
  return [...failed.flatMap(passedOn), ...(await tasks(tx, failed, now))]
}

function passedOn({
  id,
  name,
  body,
  reasons,
  slot,
  template,
  next,
}: z.infer<typeof Row>): NewPush[] {
  const text = textOf(body)
  if (next === null || slot === null || text === undefined) return []
  return [
    {
      kind: 'SEND',
      queue: 'digest',
      userid: next,
      template,
      version: 1,
      body: textBody(`${wording.say('passed-on', { who: name })}\n${text}`),
      reasons,
      dedupeKey: `passed-on ${id}`,
      slot: `passed-on ${slot}`,
    },
  ]
}

const TextBody = z.object({ text: z.object({ content: z.string() }) })
const CardBody = z.object({
  template_card: z.object({
    main_title: z.object({ title: z.string() }),
    sub_title_text: z.string().optional(),
  }),
})

/** What a push says, as text. */
function textOf(body: PushBody): string | undefined {
  const text = TextBody.safeParse(body)
  if (text.success) return text.data.text.content
  const card = CardBody.safeParse(body)
  if (!card.success) return undefined
  const { main_title, sub_title_text } = card.data.template_card
  return [main_title.title, sub_title_text ?? ''].filter((line) => line !== '').join('\n')
}

async function tasks(
  tx: Tx,
  failed: readonly z.infer<typeof Row>[],
  now: Date,
): Promise<NewPush[]> {
  const today = officeDay(now)
  const people = new Map(failed.map(({ userid, name }) => [userid.toLowerCase(), { userid, name }]))
  const list = [...people.values()].map(({ userid, name }) =>
    wording.say('person', { who: name, userid }),
  )
  const admins = await holdersOf(tx, ['ADMIN'], today)
  const who = [...people.keys()].sort().join(',')
  return admins
    .filter(({ userid }) => !people.has(userid.toLowerCase()))
    .map(({ userid, name }) =>
      alarm(
        userid,
        `unreachable ${today} ${who}`,
        wording.say('unreachable', { name, people: list.join('\n') }),
      ),
    )
}

/** A message to an administrator. */
export const alarm = (userid: string, about: string, text: string): NewPush => ({
  kind: 'SEND',
  queue: 'digest',
  userid,
  template: 'alarm',
  version: 1,
  body: textBody(text),
  reasons: [],
  dedupeKey: `alarm ${about} ${userid.toLowerCase()}`,
})

/** What administrators read when today's slot did not run. */
export const missedWords = (name: string, time: string, reason: string | undefined): string =>
  wording.say('missed', { name, time, reason: reason ?? wording.say('not-run') })
