import { z } from 'zod'
import type { Day } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'

/** Every role a person can be appointed to. */
export const ROLES = [
  'LIAISON',
  'FINANCE_HEAD',
  'UNIT_LEADER',
  'SECTION_STAFF',
  'PROCUREMENT_OFFICE',
  'BUREAU_LEADER',
  'ADMIN',
  'AUDITOR',
] as const

/** A role of the office. */
export type RoleName = (typeof ROLES)[number]

/** A role that a person holds today, with the unit or section it is held in. */
export interface HeldRole {
  readonly role: RoleName
  readonly unitId?: number
  readonly unitName?: string
  /** The section in charge of that unit. */
  readonly chargeName?: string
  readonly sectionId?: number
  readonly sectionName?: string
  /** Regions whose units the role covers: the section's own region and those below it; absent where the role has no section. */
  readonly regionIds?: readonly number[]
}

/** A person of the office as of one day. */
export interface OfficePerson {
  readonly id: number
  /** 企业微信账号 in lower case: the key. */
  readonly userid: string
  /** 企业微信账号 as the office writes it. */
  readonly useridShown: string
  readonly name: string
  /** What she holds on that day; empty once every appointment has ended. */
  readonly roles: readonly HeldRole[]
}

const optional = <T extends z.ZodType>(of: T) =>
  of.nullable().transform((value) => value ?? undefined)

const Row = z.object({
  id: z.number(),
  userid: z.string(),
  useridShown: z.string(),
  name: z.string(),
  roles: z.array(
    z.object({
      role: z.enum(ROLES),
      unitId: optional(z.number()),
      unitName: optional(z.string()),
      chargeName: optional(z.string()),
      sectionId: optional(z.number()),
      sectionName: optional(z.string()),
      regionIds: optional(z.array(z.number())),
    }),
  ),
})

/**
 * The person behind a 企业微信账号 (compared without case) with the roles held on `today`, in one query;
 * undefined when the office does not know the account.
 */
export async function findPerson(
  tx: Tx,
  userid: string,
  today: Day,
): Promise<OfficePerson | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT ${personJson(userid, today)} AS "person"`
  const [row] = z.array(z.object({ person: z.unknown() })).parse(rows)
  return personIn(row?.person)
}

/** What `personIn` reads, as one value of a larger query. */
export function personJson(userid: string, today: Day): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_build_object('id', p."id", 'userid', p."userid", 'useridShown', p."useridShown", 'name', p."name",
      'roles', COALESCE((
        SELECT json_agg(json_build_object(
          'role', a."role", 'unitId', a."unitId", 'unitName', u."name", 'chargeName', c."name",
          'sectionId', a."sectionId", 'sectionName', s."name",
          'regionIds', CASE WHEN s."id" IS NULL THEN NULL ELSE (
            WITH RECURSIVE below AS (
              SELECT s."regionId" AS "id"
              UNION SELECT r."id" FROM "Region" r JOIN below ON r."parentId" = below."id")
            SELECT json_agg("id" ORDER BY "id") FROM below) END) ORDER BY a."id")
        FROM "Appointment" a
        LEFT JOIN "Unit" u ON u."id" = a."unitId"
        LEFT JOIN "Section" c ON c."id" = u."sectionId"
        LEFT JOIN "Section" s ON s."id" = a."sectionId"
        WHERE a."personId" = p."id" AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
      ), '[]'::json))
    FROM "Person" p WHERE p."userid" = ${userid.toLowerCase()})`
}

/** The person in a value of `personJson`; undefined when the office does not know the account. */
export function personIn(value: unknown): OfficePerson | undefined {
  const person = Row.nullish().parse(value)
  return person ? { ...person, roles: person.roles.map(withoutAbsent) } : undefined
}

type Parsed = z.infer<typeof Row>['roles'][number]

function withoutAbsent(role: Parsed): HeldRole {
  return {
    role: role.role,
    ...(role.unitId !== undefined && { unitId: role.unitId }),
    ...(role.unitName !== undefined && { unitName: role.unitName }),
    ...(role.chargeName !== undefined && { chargeName: role.chargeName }),
    ...(role.sectionId !== undefined && { sectionId: role.sectionId }),
    ...(role.sectionName !== undefined && { sectionName: role.sectionName }),
    ...(role.regionIds !== undefined && { regionIds: role.regionIds }),
  }
}
