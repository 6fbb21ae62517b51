import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** The open half of an answer that the section must hear of. */
export interface OpenAnswer {
  readonly invitationId: number
  readonly sectionId: number
  readonly unitId: number
  readonly unitName: string
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  readonly lotName: string
  readonly supplier: string
  readonly usedOn: Day
  /** The supplier asks for help. */
  readonly help: boolean
  /** The supplier says that the money has not come. */
  readonly notPaid: boolean
}

const Row = z.object({
  invitationId: z.number(),
  sectionId: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  lotId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotName: z.string(),
  supplier: z.string(),
  usedOn: z.string().refine(isDay),
  help: z.boolean(),
  notPaid: z.boolean(),
})

/**
 * Answers that ask for help or contradict a payment, given from `from` up to but not on `before`.
 * The morning digest asks from the day of the digest before it up to its own day: each answer is shown in the
 * next morning's digest, and only there, since answers carry no time of day. Without `sectionIds`: every section.
 */
export async function openAnswersFor(
  tx: Tx,
  {
    sectionIds,
    from,
    before,
  }: { readonly sectionIds?: readonly number[]; readonly from: Day; readonly before: Day },
): Promise<OpenAnswer[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT i."id" AS "invitationId", u."sectionId", u."id" AS "unitId", u."name" AS "unitName", l."id" AS "lotId",
      p."code", l."no" AS "lotNo", l."name" AS "lotName", v."name" AS "supplier", i."usedOn",
      COALESCE(i."helpAsked", false) AS "help", COALESCE(i."paid" = 'no', false) AS "notPaid"
    FROM "Invitation" i
    JOIN "Lot" l ON l."id" = i."lotId" JOIN "Project" p ON p."id" = l."projectId"
    JOIN "Unit" u ON u."id" = p."unitId" JOIN "Party" v ON v."id" = i."partyId"
    WHERE i."usedOn" >= ${from} AND i."usedOn" < ${before} AND (i."helpAsked" OR i."paid" = 'no')
      AND u."sectionId" IS NOT NULL
      AND (${sectionIds === undefined} OR u."sectionId" = ANY(${[...(sectionIds ?? [])]}::int[]))
    ORDER BY i."usedOn", p."code", l."no", i."id"`
  return z.array(Row).parse(rows)
}
