import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { OfficePerson } from '../people/index.ts'

/** Something a person said for which there is no conversation yet. */
export interface Referral {
  readonly id: number
  readonly personName: string
  readonly unitName?: string
  readonly sectionId: number
  readonly intent: string
  readonly text: string
  readonly at: Date
}

/**
 * Keeps what a person said for the section in charge of her unit (for section staff: her own section).
 * Says whether a section will see it: a unit without one has nobody, and the person must not be promised more.
 */
export async function keepReferral(
  tx: Tx,
  said: {
    readonly person: OfficePerson
    readonly intent: string
    readonly text: string
    readonly at: Date
  },
): Promise<{ readonly id: number; readonly sectionId?: number }> {
  const unitId = said.person.roles.find((role) => role.unitId !== undefined)?.unitId
  const own = said.person.roles.find((role) => role.sectionId !== undefined)?.sectionId
  const rows = await tx.$queryRaw<unknown[]>`
    INSERT INTO "Referral" ("personId", "unitId", "sectionId", "intent", "text", "at")
    VALUES (${said.person.id}::int, ${unitId ?? null}::int,
      COALESCE((SELECT "sectionId" FROM "Unit" WHERE "id" = ${unitId ?? null}::int), ${own ?? null}::int),
      ${said.intent}, ${said.text}, ${said.at}::timestamptz)
    RETURNING "id", "sectionId"`
  const [{ id, sectionId }] = z
    .tuple([z.object({ id: z.number(), sectionId: z.number().nullable() })])
    .parse(rows)
  return { id, ...(sectionId !== null && { sectionId }) }
}

const Row = z.object({
  id: z.number(),
  personName: z.string(),
  unitName: z.string().nullable(),
  sectionId: z.number(),
  intent: z.string(),
  text: z.string(),
  at: z.date(),
})

/** What these sections (all without `sectionIds`) have not been shown as of `at`, oldest first. */
export async function referralsFor(
  tx: Tx,
  { sectionIds, at }: { readonly sectionIds?: readonly number[]; readonly at: Date },
): Promise<Referral[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT r."id", w."name" AS "personName", u."name" AS "unitName", r."sectionId", r."intent", r."text", r."at"
    FROM "Referral" r JOIN "Person" w ON w."id" = r."personId" LEFT JOIN "Unit" u ON u."id" = r."unitId"
    WHERE (${sectionIds === undefined} OR r."sectionId" = ANY(${[...(sectionIds ?? [])]}::int[]))
      AND r."sectionId" IS NOT NULL AND r."at" <= ${at}::timestamptz
      AND (r."shownAt" IS NULL OR r."shownAt" > ${at}::timestamptz)
    ORDER BY r."id"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ unitName, ...row }) => ({ ...row, ...(unitName !== null && { unitName }) }))
}

/** Remembers that these were shown: in the transaction that queues the digest. */
export async function markShown(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Referral" SET "shownAt" = ${at}::timestamptz WHERE "id" = ANY(${[...ids]}::int[]) AND "shownAt" IS NULL`
}
