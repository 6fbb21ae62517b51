import { z } from 'zod'
import { type Clock, tokenHash } from '../base/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { type Draft, type FormField, formFields } from '../dialogue/index.ts'
import { takeForm, WrongForm } from './form-turn.ts'
import type { TurnParts } from './turn.ts'

/** How a link to a form stands when it is opened. */
export type OpenedForm =
  | { readonly kind: 'open'; readonly title: string; readonly fields: readonly FormField[] }
  | { readonly kind: 'used' | 'expired' | 'unknown' }

/** What became of a filled-in form: `wrong` names the slots, and nothing was kept. */
export type TakenForm =
  | { readonly kind: 'taken' | 'used' | 'expired' | 'unknown' }
  | { readonly kind: 'wrong'; readonly problems: Readonly<Record<string, string>> }

/** The forms behind `/f/:token`. Opening one changes nothing. */
export interface FormDesk {
  open(token: string): Promise<OpenedForm>
  take(token: string, values: Readonly<Record<string, string>>): Promise<TakenForm>
}

/** What the desk stands on. */
export interface FormDeskParts extends TurnParts {
  readonly database: Database
  readonly clock: Clock
  wake(): void
}

const row = z.object({
  userid: z.string(),
  useridShown: z.string(),
  used: z.boolean(),
  expired: z.boolean(),
  status: z.string().nullable(),
  draft: z
    .custom<Draft>((value) => value === null || (typeof value === 'object' && 'id' in value))
    .nullable(),
})

/** Opens the desk. */
export function openFormDesk(parts: FormDeskParts): FormDesk {
  const { database, clock } = parts
  return {
    async open(token) {
      const link = await linkOf(database.client, token, clock.now())
      if (link.kind !== 'open') return link
      const dialogue = parts.dialogues.byId.get(link.draft.dialogue)
      if (!dialogue) return { kind: 'expired' }
      return { kind: 'open', title: dialogue.title, fields: formFields(dialogue, link.draft) }
    },
    async take(token, values) {
      const at = clock.now()
      const found = await linkOf(database.client, token, at)
      if (found.kind !== 'open') return found
      const whose = { person: found.userid }
      try {
        const taken = await database.sqlTransaction(async (tx): Promise<TakenForm> => {
          // Under the person's lock: what was open a moment ago may have been submitted since.
          const link = await linkOf(tx, token, at)
          if (link.kind !== 'open') return link
          const hash = tokenHash(token)
          await tx.$executeRaw`UPDATE "FormLink" SET "usedAt" = ${at} WHERE "tokenHash" = ${hash}`
          await takeForm(parts, tx, { ...link, hash }, values, at)
          return { kind: 'taken' }
        }, whose)
        parts.wake()
        return taken
      } catch (failure) {
        if (!(failure instanceof WrongForm)) throw failure
        const { problems } = failure
        return problems ? { kind: 'wrong', problems } : { kind: 'expired' }
      }
    },
  }
}

type Link =
  | {
      readonly kind: 'open'
      readonly draft: Draft
      readonly userid: string
      readonly useridShown: string
    }
  | { readonly kind: 'used' | 'expired' | 'unknown' }

async function linkOf(tx: Tx, token: string, now: Date): Promise<Link> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT p."userid", p."useridShown", k."usedAt" IS NOT NULL AS "used", k."expiresAt" <= ${now} AS "expired",
      d."status", d."body" AS "draft"
    FROM "FormLink" k JOIN "Person" p ON p."id" = k."personId"
    LEFT JOIN "Draft" d ON d."id" = k."draftId" AND d."personId" = k."personId"
    WHERE k."tokenHash" = ${tokenHash(token)}`
  const [link] = z.array(row).parse(rows)
  if (!link) return { kind: 'unknown' }
  if (link.used) return { kind: 'used' }
  const { draft, userid, useridShown } = link
  if (link.expired || !draft || !['OPEN', 'PARKED'].includes(link.status ?? ''))
    return { kind: 'expired' }
  return { kind: 'open', draft, userid, useridShown }
}
