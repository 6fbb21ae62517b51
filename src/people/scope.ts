import { Prisma } from '../db/index.ts'
import type { HeldRole, OfficePerson, RoleName } from './person.ts'

/** The units a person may see: all of them, or those named, or those of the sections or regions named. */
export interface Scope {
  readonly all: boolean
  readonly unitIds: readonly number[]
  readonly sectionIds: readonly number[]
  readonly regionIds: readonly number[]
}

/** Where a unit stands. */
export interface UnitPlace {
  readonly id: number
  readonly sectionId?: number
  readonly regionId: number
}

/** How far a role reaches: its own unit, the units of its section, or its region (everything, where it names no section). */
const REACH: Readonly<Record<RoleName, 'unit' | 'section' | 'region'>> = {
  LIAISON: 'unit',
  FINANCE_HEAD: 'unit',
  UNIT_LEADER: 'unit',
  SECTION_STAFF: 'section',
  PROCUREMENT_OFFICE: 'region',
  BUREAU_LEADER: 'region',
  ADMIN: 'region',
  AUDITOR: 'region',
}

/** The scope that these roles give together. */
export function reachOf(roles: readonly HeldRole[]): Scope {
  const unitIds = new Set<number>()
  const sectionIds = new Set<number>()
  const regionIds = new Set<number>()
  let all = false
  for (const held of roles) {
    const reach = REACH[held.role]
    if (reach === 'unit' && held.unitId !== undefined) unitIds.add(held.unitId)
    if (reach === 'section' && held.sectionId !== undefined) sectionIds.add(held.sectionId)
    if (reach === 'region') {
      if (held.regionIds === undefined) all = true
      for (const id of held.regionIds ?? []) regionIds.add(id)
    }
  }
  return {
    all,
    unitIds: [...unitIds],
    sectionIds: [...sectionIds],
    regionIds: [...regionIds],
  }
}

/** The units a person may see, by all roles she holds. No role: none. */
export function scopeOf(person: OfficePerson): Scope {
  return reachOf(person.roles)
}

/** Whether the unit lies inside the scope. */
export function covers(scope: Scope, unit: UnitPlace): boolean {
  return (
    scope.all ||
    scope.unitIds.includes(unit.id) ||
    (unit.sectionId !== undefined && scope.sectionIds.includes(unit.sectionId)) ||
    scope.regionIds.includes(unit.regionId)
  )
}

/**
 * The same as a condition of a query on "Unit" u. Only the kinds of ids that the scope has are asked about,
 * so that an index can answer.
 */
export function unitInScope(scope: Scope): Prisma.Sql {
  if (scope.all) return Prisma.sql`TRUE`
  const ways = [
    Prisma.sql`u."id" = ANY(${[...scope.unitIds]}::int[])`,
    ...(scope.sectionIds.length > 0
      ? [Prisma.sql`u."sectionId" = ANY(${[...scope.sectionIds]}::int[])`]
      : []),
    ...(scope.regionIds.length > 0
      ? [Prisma.sql`u."regionId" = ANY(${[...scope.regionIds]}::int[])`]
      : []),
  ]
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`
}
