import { z } from 'zod'
import { type Day, type Entropy, tokenHash } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { ContactChange } from '../wecom/index.ts'

/** A member by whom the holder of a standing link may be reached. */
export interface WayPlace {
  readonly userid: string
  /** What WeCom calls the way, once there is one. */
  readonly configId?: string
}

const Place = z.object({ userid: z.string(), configId: z.string().nullable() })

/** Whose contact the holder of an open link may become: the unit's first liaison, without one somebody of its section. */
export async function wayPlace(tx: Tx, token: string, today: Day): Promise<WayPlace | undefined> {
  const [found] = z.array(Place).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT p."useridShown" AS "userid", w."configId"
      FROM "StandingLink" k JOIN "Lot" l ON l."id" = k."lotId" JOIN "Project" j ON j."id" = l."projectId"
      JOIN "Unit" u ON u."id" = j."unitId"
      JOIN "Appointment" a ON (a."role" = 'LIAISON' AND a."unitId" = u."id") OR (a."role" = 'SECTION_STAFF' AND a."sectionId" = u."sectionId")
      JOIN "Person" p ON p."id" = a."personId"
      LEFT JOIN "ContactWay" w ON w."tokenHash" = k."tokenHash" AND w."userid" = p."userid"
      WHERE k."tokenHash" = ${tokenHash(token)} AND k."revokedAt" IS NULL
        AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
      ORDER BY a."role", a."id" LIMIT 1`,
  )
  if (!found) return undefined
  const { userid, configId } = found
  return { userid, ...(configId !== null && { configId }) }
}

/** A fresh state: nothing can be read from it, and nobody but WeCom ever tells it. */
export const newState = (entropy: Entropy): string => entropy.bytes(18).toString('base64url')

/** Keeps a way that WeCom has made, in place of one that is gone. */
export async function keepWay(
  tx: Tx,
  way: {
    readonly token: string
    readonly userid: string
    readonly state: string
    readonly configId: string
  },
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ContactWay" ("state", "tokenHash", "userid", "configId", "createdAt")
    VALUES (${way.state}, ${tokenHash(way.token)}, ${way.userid.toLowerCase()}, ${way.configId}, ${at}::timestamptz)
    ON CONFLICT ("tokenHash", "userid") DO UPDATE SET "state" = excluded."state", "configId" = excluded."configId"`
}

/**
 * Learns whose contact somebody is, from the state of the way by which she came, or that two have parted. Repeats and
 * changes out of their order do no harm: the later moment counts.
 */
export async function learnContact(tx: Tx, change: ContactChange): Promise<void> {
  const { customer, userKey, state, at } = change
  if (change.kind === 'ended') {
    await tx.$executeRaw`
      UPDATE "ExternalContact" SET "endedAt" = ${at}::timestamptz
      WHERE "externalUserid" = ${customer} AND "userid" = ${userKey} AND "since" <= ${at}::timestamptz
        AND ("endedAt" IS NULL OR "endedAt" < ${at}::timestamptz)`
    return
  }
  await tx.$executeRaw`
    INSERT INTO "ExternalContact" AS c ("externalUserid", "userid", "tokenHash", "since")
    SELECT ${customer}, ${userKey}, w."tokenHash", ${at}::timestamptz FROM "ContactWay" w
    JOIN "StandingLink" k ON k."tokenHash" = w."tokenHash" AND k."revokedAt" IS NULL
    WHERE w."state" = ${state} AND w."userid" = ${userKey}
    ON CONFLICT ("externalUserid", "userid", "tokenHash") DO UPDATE SET
      "since" = GREATEST(c."since", excluded."since"),
      "endedAt" = CASE WHEN c."endedAt" > excluded."since" THEN c."endedAt" END`
}

/** Whether somebody is a member's external contact, as far as it was learnt. */
export async function isContact(tx: Tx, externalUserid: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ExternalContact" WHERE "externalUserid" = ${externalUserid} AND "endedAt" IS NULL LIMIT 1`
  return rows.length > 0
}

/** What is kept of WeCom's refusal to let this app use contacts. */
const KEY = 'contacts.refused'
const Refused = z.object({ errcode: z.number().optional(), at: z.coerce.date() })
export type ContactsRefused = z.infer<typeof Refused>

/** The latest refusal that still stands; undefined where contacts work, or were never tried. */
export async function contactsRefused(tx: Tx): Promise<ContactsRefused | undefined> {
  const rows = await tx.$queryRaw<{ value: unknown }[]>`
    SELECT "value" FROM "Setting" WHERE "key" = ${KEY}`
  return Refused.safeParse(rows[0]?.value).data
}

/** Notes a refusal, or that contacts work after all. */
export async function noteContacts(tx: Tx, refused: ContactsRefused | undefined): Promise<void> {
  if (!refused) {
    await tx.$executeRaw`DELETE FROM "Setting" WHERE "key" = ${KEY}`
    return
  }
  await tx.$executeRaw`
    INSERT INTO "Setting" ("key", "value") VALUES (${KEY}, ${JSON.stringify(refused)}::jsonb)
    ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`
}
