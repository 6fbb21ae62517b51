import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { LiaisonsItem, Place } from './item.ts'

/** How many liaisons the notice wants in each unit. */
export interface LiaisonNumbers {
  readonly least: number
  readonly most: number
  readonly basis: string
}

const Row = z.object({
  unitId: z.number(),
  unit: z.string(),
  regionId: z.number(),
  sectionId: z.number().nullable(),
  liaisons: z.number(),
})

/** Units with fewer or more liaisons on that day than the notice wants. One query over the units. */
export async function liaisonGaps(
  tx: Tx,
  today: Day,
  { least, most, basis }: LiaisonNumbers,
): Promise<LiaisonsItem[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."id" AS "unitId", u."name" AS "unit", u."regionId", u."sectionId", count(DISTINCT a."personId")::int AS "liaisons"
    FROM "Unit" u LEFT JOIN "Appointment" a ON a."unitId" = u."id" AND a."role" = 'LIAISON'
      AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
    GROUP BY u."id" HAVING count(DISTINCT a."personId") NOT BETWEEN ${least}::int AND ${most}::int
    ORDER BY u."name"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ unitId, unit, regionId, sectionId, liaisons }) => ({
      kind: 'liaisons',
      place: unitPlace({ unitId, unit, regionId, sectionId }),
      count: liaisons,
      least,
      most,
      basis,
    }))
}

/** A unit as the place of what concerns no project of it. */
export const unitPlace = ({
  unitId,
  unit,
  regionId,
  sectionId,
}: Pick<z.infer<typeof Row>, 'unitId' | 'unit' | 'regionId' | 'sectionId'>): Place => ({
  lotId: 0,
  code: '',
  lotNo: 1,
  name: unit,
  unitId,
  unit,
  regionId,
  ...(sectionId !== null && { sectionId }),
})
