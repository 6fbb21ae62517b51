import { z } from 'zod'
import { audit, Prisma, type Tx } from '../db/index.ts'

/** How many rows of personal data were erased, or would be, by what they are. Only what there is any of is named. */
export type Erased = Readonly<Record<ErasedKind, number>>
export const ERASED_KINDS = [
  'mobile',
  'partyContact',
  'customers',
  'contacts',
  'requests',
  'messages',
  'drafts',
] as const
type ErasedKind = (typeof ERASED_KINDS)[number]

/** What is personal data and whose; each a condition on the rows to erase. Nothing of the ledger is among them. */
type Targets = Readonly<Partial<Record<ErasedKind, Prisma.Sql>>>

const Counted = z.tuple([z.object({ n: z.number() })])

/** The rows of each kind, under the one letter by which conditions name them. */
const FROM: Readonly<Record<ErasedKind, Prisma.Sql>> = {
  mobile: Prisma.sql`"PersonContact" r`,
  partyContact: Prisma.sql`"PartyContact" r`,
  customers: Prisma.sql`"KfCustomer" r`,
  contacts: Prisma.sql`"ExternalContact" r`,
  requests: Prisma.sql`"ContactRequest" r`,
  messages: Prisma.sql`"Push" r`,
  drafts: Prisma.sql`"Draft" r`,
}

async function count(tx: Tx, kind: ErasedKind, where: Prisma.Sql): Promise<number> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT count(*)::int AS "n" FROM ${FROM[kind]} WHERE ${where}`
  return Counted.parse(rows)[0].n
}

/** Erases the rows themselves, or what is personal in them where the row is history. */
async function erase(tx: Tx, kind: ErasedKind, where: Prisma.Sql): Promise<number> {
  switch (kind) {
    case 'customers':
      return eraseCustomers(tx, where)
    case 'requests':
      return tx.$executeRaw`UPDATE "ContactRequest" r SET "externalUserid" = NULL WHERE ${where}`
    case 'messages':
      return tx.$executeRaw`UPDATE "Push" r SET "body" = '{}'::jsonb WHERE ${where}`
    default:
      return tx.$executeRaw`DELETE FROM ${FROM[kind]} WHERE ${where}`
  }
}

/** A customer of 微信客服 with everything said to her; the numbers of her messages stay, so that none is acted on again. */
async function eraseCustomers(tx: Tx, where: Prisma.Sql): Promise<number> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT r."id" FROM "KfCustomer" r WHERE ${where} FOR UPDATE`
  const ids = z
    .array(z.object({ id: z.number() }))
    .parse(found)
    .map(({ id }) => id)
  if (ids.length === 0) return 0
  const theirs = Prisma.sql`"customerId" = ANY(${ids}::int[])`
  await tx.$executeRaw`DELETE FROM "KfPush" WHERE ${theirs}`
  await tx.$executeRaw`
    UPDATE "KfMessage" SET "customerId" = NULL, "body" = NULL, "status" = 'DONE' WHERE ${theirs}`
  await tx.$executeRaw`DELETE FROM "KfBinding" WHERE ${theirs}`
  return tx.$executeRaw`DELETE FROM "KfCustomer" WHERE "id" = ANY(${ids}::int[])`
}

/** What is kept of somebody of the office beside the ledger: who reported what stays, her number and her chat do not. */
export const personTargets = (personId: number, userid: string): Targets => ({
  mobile: Prisma.sql`r."personId" = ${personId}::int`,
  contacts: Prisma.sql`r."userid" = ${userid}`,
  messages: Prisma.sql`lower(r."userid") = ${userid} AND r."status" NOT IN ('QUEUED', 'UNCERTAIN') AND r."body" <> '{}'::jsonb`,
  drafts: Prisma.sql`r."personId" = ${personId}::int AND r."status" NOT IN ('OPEN', 'PARKED')`,
})

/** What is kept of the people of a supplier or an agency: whom to call, who writes from 微信, whose contact they are. */
export const partyTargets = (partyId: number): Targets => ({
  partyContact: Prisma.sql`r."partyId" = ${partyId}::int`,
  customers: Prisma.sql`r."id" IN (
      SELECT b."customerId" FROM "KfBinding" b JOIN "StandingLink" k ON k."tokenHash" = b."tokenHash"
      GROUP BY b."customerId" HAVING bool_and(k."partyId" = ${partyId}::int))`,
  contacts: Prisma.sql`r."tokenHash" IN (SELECT k."tokenHash" FROM "StandingLink" k WHERE k."partyId" = ${partyId}::int)`,
  requests: Prisma.sql`r."externalUserid" IS NOT NULL AND r."invitationId" IN (
      SELECT i."id" FROM "Invitation" i WHERE i."partyId" = ${partyId}::int)`,
})

/** How long personal data is kept when nobody asks, in days. */
export interface EraseAfter {
  /** Of people in 微信: since they last wrote, or their contract last moved. */
  readonly silentDays: number
  /** Of contacts: since a person's last role ended, or a party's last contract moved. */
  readonly idleDays: number
}

/** What has been kept long enough. */
export function oldTargets(after: EraseAfter, at: Date): Targets {
  const before = (days: number): Date => new Date(at.getTime() - days * 86_400_000)
  const silent = before(after.silentDays)
  const idle = before(after.idleDays)
  const idleDay = idle.toISOString().slice(0, 10)
  const moved = (lots: Prisma.Sql, since: Date) => Prisma.sql`EXISTS (
      SELECT 1 FROM "LedgerEvent" e JOIN "Lot" l ON l."id" = e."lotId" WHERE ${lots} AND e."recordedAt" >= ${since}::timestamptz)`
  return {
    mobile: Prisma.sql`EXISTS (SELECT 1 FROM "Appointment" a WHERE a."personId" = r."personId")
      AND NOT EXISTS (SELECT 1 FROM "Appointment" a WHERE a."personId" = r."personId" AND (a."toDay" IS NULL OR a."toDay" > ${idleDay}))`,
    partyContact: Prisma.sql`EXISTS (SELECT 1 FROM "Lot" l WHERE r."partyId" IN (l."supplierId", l."agencyId"))
      AND NOT ${moved(Prisma.sql`r."partyId" IN (l."supplierId", l."agencyId", e."partyId")`, idle)}`,
    customers: Prisma.sql`COALESCE(r."lastOwnAt", r."createdAt") < ${silent}::timestamptz`,
    contacts: Prisma.sql`r."since" < ${silent}::timestamptz AND (r."endedAt" < ${silent}::timestamptz OR NOT ${moved(
      Prisma.sql`l."id" = (SELECT k."lotId" FROM "StandingLink" k WHERE k."tokenHash" = r."tokenHash")`,
      silent,
    )})`,
    requests: Prisma.sql`r."externalUserid" IS NOT NULL AND r."createdAt" < ${silent}::timestamptz`,
  }
}

/** Counts what would be erased, and erases nothing. */
export function countErasable(tx: Tx, targets: Targets): Promise<Erased> {
  return each(targets, (kind, where) => count(tx, kind, where))
}

/** Erases it, on record: how much of what, and never what it was. */
export async function erasePersonalData(
  tx: Tx,
  targets: Targets,
  { by, thing, at }: { readonly by: string; readonly thing: string; readonly at: Date },
): Promise<Erased> {
  const erased = await each(targets, (kind, where) => erase(tx, kind, where))
  if (Object.values(erased).some((n) => n > 0))
    await audit(tx, { at, actor: by, act: 'erase-personal-data', thing, detail: erased })
  return erased
}

async function each(
  targets: Targets,
  work: (kind: ErasedKind, where: Prisma.Sql) => Promise<number>,
): Promise<Erased> {
  const counts: Record<ErasedKind, number> = {
    mobile: 0,
    partyContact: 0,
    customers: 0,
    contacts: 0,
    requests: 0,
    messages: 0,
    drafts: 0,
  }
  for (const kind of ERASED_KINDS) {
    const where = targets[kind]
    if (where) counts[kind] = await work(kind, where)
  }
  return counts
}
