import {
  type AppointmentChange,
  type Changes,
  type Counts,
  difference,
  type PersonFields,
} from './changes.ts'
import type { Directory, SectionRef } from './directory.ts'
import type { Known, KnownAppointment } from './known.ts'
import { MAX_LIAISONS } from './limits.ts'
import { count } from './plan-places.ts'
import type { Remarks } from './report.ts'
import type { RowOf } from './sheets.ts'

type PersonRow = RowOf<'people'>
type Seat = Pick<AppointmentChange, 'role' | 'unit' | 'section'>
type SeatedRow = { readonly row: PersonRow; readonly seat: Seat }

const UNIT_ROLES: readonly string[] = ['LIAISON', 'FINANCE_HEAD', 'UNIT_LEADER']
const SECTION_ROLES: readonly string[] = ['SECTION_STAFF', 'PROCUREMENT_OFFICE']

/**
 * People of the sheet 人员. A person may stand in several rows, one a role. A row that matches none of the
 * person's appointments replaces the one of the same role (a liaison who moved to another unit), else, where
 * the file and the database each know one role of the person, that one; else it is a further role.
 */
export function planPeople(
  rows: readonly PersonRow[],
  known: Known,
  directory: Directory,
  changes: Changes,
  counts: Counts,
  remarks: Remarks,
): void {
  const recorded = new Map(known.people.map((person) => [person.userid, person]))
  for (const [userid, seated] of seatsOf(rows, directory, remarks)) {
    const [first] = seated
    if (!first) continue
    const person = recorded.get(userid)
    const mobile = seated.findLast(({ row }) => row.mobile !== undefined)?.row.mobile
    const fields = { name: first.row.name, mobile }
    if (!person) {
      changes.people.fresh.push({ userid, shown: first.row.userid, ...fields })
      for (const { seat } of seated) {
        changes.people.appointments.push({ userid, ...seat })
        count(counts, 'people', 'new')
      }
      continue
    }
    const differs = difference<PersonFields>(fields, {
      name: person.name,
      mobile: person.mobile ?? undefined,
    })
    if (differs) changes.people.changed.push({ id: person.id, name: userid, ...differs })
    const held = person.appointments.map((appointment) => ({
      appointment,
      seat: seatOf(appointment, known),
    }))
    const kept = new Set(
      held.filter((h) => seated.some((s) => sameSeat(s.seat, h.seat))).map((h) => h.appointment.id),
    )
    const loose = held.filter((h) => !kept.has(h.appointment.id))
    for (const { row, seat } of seated) {
      if (held.some((h) => sameSeat(h.seat, seat))) {
        count(counts, 'people', differs && row === first.row ? 'changed' : 'same')
        continue
      }
      const replaced =
        loose.find((h) => h.seat.role === seat.role) ??
        (seated.length === 1 && held.length === 1 ? loose[0] : undefined)
      if (replaced) loose.splice(loose.indexOf(replaced), 1)
      changes.people.appointments.push({
        userid,
        ...seat,
        ...(replaced && { replaces: replaced.appointment.id }),
      })
      count(counts, 'people', 'changed')
    }
  }
  checkLiaisons(rows, known, directory, changes, remarks)
}

/** The rows of each person with the place each names; rows that contradict or repeat another are reported. */
function seatsOf(
  rows: readonly PersonRow[],
  directory: Directory,
  remarks: Remarks,
): Map<string, SeatedRow[]> {
  const people = new Map<string, SeatedRow[]>()
  for (const row of rows) {
    const at = { key: 'people', row: row.row } as const
    const userid = row.userid.toLowerCase()
    const seat = seatOfRow(row, directory, remarks)
    if (!seat) continue
    const others = people.get(userid) ?? []
    const [first] = others
    const twin = others.find((other) => sameSeat(other.seat, seat))
    if (first && first.row.name !== row.name) {
      const { name, row: number } = first.row
      remarks.error({ ...at, column: 'name', value: row.name }, 'other-name', { row: number, name })
    } else if (twin) {
      remarks.error({ ...at, column: 'userid', value: row.userid }, 'duplicate', {
        row: twin.row.row,
      })
    } else people.set(userid, [...others, { row, seat }])
  }
  return people
}

function seatOfRow(row: PersonRow, directory: Directory, remarks: Remarks): Seat | undefined {
  const at = { key: 'people', row: row.row, column: 'belongs' } as const
  const { role, belongs } = row
  const needsUnit = UNIT_ROLES.includes(role)
  if (!needsUnit && !SECTION_ROLES.includes(role)) return { role }
  if (belongs === undefined) {
    remarks.error(at, 'belongs-required')
    return undefined
  }
  if (needsUnit) {
    const unit = directory.unit(belongs, at)
    return unit === undefined ? undefined : { role, unit }
  }
  const section = directory.section(belongs, undefined, at, role === 'PROCUREMENT_OFFICE')
  return section && { role, section }
}

function seatOf(appointment: KnownAppointment, known: Known): Seat {
  const unit = known.units.find((u) => u.id === appointment.unitId)
  const section = known.sections.find((s) => s.id === appointment.sectionId)
  return {
    role: appointment.role,
    ...(unit && { unit: unit.name }),
    ...(section && { section: { region: section.region, name: section.name } }),
  }
}

const sameSection = (a?: SectionRef, b?: SectionRef): boolean =>
  a?.name === b?.name && a?.region === b?.region

const sameSeat = (a: Seat, b: Seat): boolean =>
  a.role === b.role && a.unit === b.unit && sameSection(a.section, b.section)

/** 一个单位 1-2 名专管员 (notice 2022-10, 一): counted as it would be after the import. */
function checkLiaisons(
  rows: readonly PersonRow[],
  known: Known,
  directory: Directory,
  changes: Changes,
  remarks: Remarks,
): void {
  const replaced = new Set(changes.people.appointments.map((appointment) => appointment.replaces))
  const unitNames = new Map(known.units.map((unit) => [unit.id, unit.name]))
  const liaisons = new Map<string, Map<string, string>>()
  const add = (unit: string | undefined, userid: string, name: string): void => {
    if (unit === undefined) return
    liaisons.set(unit, (liaisons.get(unit) ?? new Map<string, string>()).set(userid, name))
  }
  for (const person of known.people) {
    for (const held of person.appointments) {
      if (held.role !== 'LIAISON' || held.unitId === null || replaced.has(held.id)) continue
      add(unitNames.get(held.unitId), person.userid, person.name)
    }
  }
  for (const row of rows) {
    if (row.role !== 'LIAISON' || row.belongs === undefined) continue
    const unit = directory.knownUnit(row.belongs)
    const there = [...((unit !== undefined && liaisons.get(unit)) || new Map<string, string>())]
    const others = there.filter(([userid]) => userid !== row.userid.toLowerCase())
    if (others.length >= MAX_LIAISONS) {
      const names = others.map(([, name]) => name).join('、')
      const at = { key: 'people', row: row.row, column: 'belongs', value: row.belongs } as const
      remarks.error(at, 'too-many-liaisons', { limit: MAX_LIAISONS, names })
    } else add(unit, row.userid.toLowerCase(), row.name)
  }
}
