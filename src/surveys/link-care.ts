import { z } from 'zod'
import type { Entropy } from '../base/index.ts'
import { audit, type Tx } from '../db/index.ts'
import { handPages, withdrawStandingLinks } from './standing-link.ts'

/** A standing link as its keeper sees it: whose it is and what became of it, never the link itself. */
export interface KeptLink {
  readonly lotId: number
  readonly partyId: number
  readonly lot: number
  readonly party: string
  readonly handedTo: string
  readonly createdAt: Date
  /** The office's day of the first opening. */
  readonly openedOn: string | null
  readonly revokedAt: Date | null
}

const Row = z.object({
  lotId: z.number(),
  partyId: z.number(),
  lot: z.number(),
  party: z.string(),
  handedTo: z.string(),
  createdAt: z.date(),
  openedOn: z.string().nullable(),
  revokedAt: z.date().nullable(),
})

/** The standing links to a project's contracts, of one lot or all, oldest first. */
export async function linksOfProject(tx: Tx, code: string, lot?: number): Promise<KeptLink[]> {
  return z.array(Row).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT k."lotId", k."partyId", l."no" AS "lot", v."name" AS "party", k."handedTo", k."createdAt", k."openedOn", k."revokedAt"
      FROM "StandingLink" k JOIN "Lot" l ON l."id" = k."lotId" JOIN "Project" p ON p."id" = l."projectId"
      JOIN "Party" v ON v."id" = k."partyId"
      WHERE p."code" = ${code} AND (${lot ?? null}::int IS NULL OR l."no" = ${lot ?? null}::int)
      ORDER BY l."no", v."name", k."createdAt", k."tokenHash"`,
  )
}

/** The page of one party. */
export interface PageOf {
  readonly lotId: number
  readonly partyId: number
}

/** Who withdraws: a 企业微信账号, or `cli`. */
interface Doing {
  readonly by: string
  readonly at: Date
}

/** Withdraws every link of a party to a contract, on record; how many there were. */
export async function withdrawPage(tx: Tx, page: PageOf, { by, at }: Doing): Promise<number> {
  const count = await withdrawStandingLinks(tx, page, at)
  if (count > 0)
    await audit(tx, {
      at,
      actor: by,
      act: 'withdraw-links',
      thing: thingOf(page),
      detail: { count },
    })
  return count
}

/** Withdraws them and makes a new one for that hand, on record: its token, stored nowhere, and how many ended. */
export async function renewPage(
  tx: Tx,
  page: PageOf,
  {
    by,
    at,
    entropy,
    handedTo,
  }: Doing & {
    readonly entropy: Entropy
    readonly handedTo: 'liaison' | 'section' | 'office'
  },
): Promise<{ readonly token: string; readonly ended: number }> {
  const ended = await withdrawPage(tx, page, { by, at })
  const [token = ''] = await handPages(tx, [page], handedTo, { entropy, at })
  await audit(tx, { at, actor: by, act: 'renew-link', thing: thingOf(page), detail: { handedTo } })
  return { token, ended }
}

const thingOf = ({ lotId, partyId }: PageOf): string => `lot:${lotId}/party:${partyId}`

const Given = z.object({
  lotId: z.number(),
  partyId: z.number(),
  party: z.string(),
  project: z.string(),
})
/** A contract's page to which a party was given a link once, withdrawn or not. */
export type GivenPage = z.infer<typeof Given>

/** The pages of these lots that parties were given. */
export async function givenPages(tx: Tx, lotIds: readonly number[]): Promise<GivenPage[]> {
  return z.array(Given).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT DISTINCT k."lotId", k."partyId", v."name" AS "party", l."name" AS "project"
      FROM "StandingLink" k JOIN "Lot" l ON l."id" = k."lotId" JOIN "Party" v ON v."id" = k."partyId"
      WHERE k."lotId" = ANY(${[...lotIds]}::int[]) ORDER BY v."name", l."name", k."lotId"`,
  )
}
