import { z } from 'zod'
import type { Tx } from '../db/index.ts'

/** What a handler did. */
export type LookAct =
  | 'LOOK'
  | 'PICTURE'
  | 'REPLY'
  | 'MEMO'
  | 'NAME'
  | 'ACCEPT'
  | 'PAUSE'
  | 'RESUME'
  | 'DECIDE'
  | 'EXPORT'

/** Writes down who looks or acts and why: in the transaction that shows or does it. */
export async function logLook(
  tx: Tx,
  look: {
    readonly grievanceId: string
    readonly personId: number
    readonly act: LookAct
    readonly reason: string
  },
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "GrievanceLook" ("grievanceId", "personId", "act", "reason", "at")
    VALUES (${look.grievanceId}::uuid, ${look.personId}::int, ${look.act}, ${look.reason}, ${at}::timestamptz)`
}

const Row = z.object({
  no: z.string(),
  userid: z.string(),
  name: z.string(),
  act: z.string(),
  reason: z.string(),
  at: z.date().transform((at) => at.toISOString()),
})

/** A look at a grievance, without anything of its content; ISO instant in UTC. */
export type Look = z.infer<typeof Row>

/** Who looked at what, oldest first, the newest `limit`; for auditors. */
export async function listLooks(
  tx: Tx,
  { since, limit }: { readonly since?: Date; readonly limit: number },
): Promise<Look[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT g."no", p."useridShown" AS "userid", p."name", l."act", l."reason", l."at"
    FROM "GrievanceLook" l JOIN "Grievance" g ON g."id" = l."grievanceId" JOIN "Person" p ON p."id" = l."personId"
    WHERE l."at" >= ${since ?? new Date(0)}::timestamptz ORDER BY l."id" DESC LIMIT ${limit}`
  return z.array(Row).parse(rows).reverse()
}
