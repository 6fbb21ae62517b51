import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** Somebody whom a party may turn to. */
export interface Contact {
  readonly name: string
  readonly role: 'LIAISON' | 'SECTION_STAFF'
  /** As on record; absent where none is. */
  readonly mobile?: string
}

const Row = z.object({
  name: z.string(),
  role: z.enum(['LIAISON', 'SECTION_STAFF']),
  mobile: z.string().nullable(),
})

/** The unit's liaisons, and the staff of the section in charge, on a day. */
export async function contactsOf(tx: Tx, unitId: number, today: Day): Promise<Contact[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT p."name", a."role"::text AS "role", c."mobile"
    FROM "Unit" u
    JOIN "Appointment" a ON (a."role" = 'LIAISON' AND a."unitId" = u."id")
      OR (a."role" = 'SECTION_STAFF' AND a."sectionId" = u."sectionId")
    JOIN "Person" p ON p."id" = a."personId" LEFT JOIN "PersonContact" c ON c."personId" = p."id"
    WHERE u."id" = ${unitId} AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
    ORDER BY a."role", a."id"`
  return z
    .array(Row)
    .parse(rows)
    .map(({ mobile, ...contact }) => ({ ...contact, ...(mobile !== null && { mobile }) }))
}
