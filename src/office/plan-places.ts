import { nameKey } from './cell.ts'
import { type Changes, type Counts, difference, type UnitFields } from './changes.ts'
import type { Directory } from './directory.ts'
import type { Known } from './known.ts'
import type { ReadRows } from './read-rows.ts'
import type { Remarks } from './report.ts'
import type { RowOf, SheetKey } from './sheets.ts'

/** Reports rows whose key was used before; gives the first of each. */
export function firstOfEach<K extends SheetKey>(
  key: K,
  rows: readonly RowOf<K>[],
  keyOf: (row: RowOf<K>) => string,
  column: string,
  remarks: Remarks,
): RowOf<K>[] {
  const seen = new Map<string, number>()
  return rows.filter((row) => {
    const text = keyOf(row)
    const first = seen.get(text)
    if (first === undefined) {
      seen.set(text, row.row)
      return true
    }
    remarks.error(
      { key, row: row.row, column, value: text.split('|').slice(0, 2).join(' ') },
      'duplicate',
      {
        row: first,
      },
    )
    return false
  })
}

/** Adds one to a count of a sheet. */
export function count(counts: Counts, key: SheetKey, what: 'new' | 'changed' | 'same'): void {
  const found = counts.get(key)
  if (found) found[what]++
}

/** Sections of the sheet 科室; those that other sheets name are the directory's. */
export function planSections(
  rows: readonly RowOf<'sections'>[],
  known: Known,
  directory: Directory,
  changes: Changes,
  counts: Counts,
  remarks: Remarks,
): void {
  const regionOf = (row: RowOf<'sections'>): string =>
    directory.region(row.region, { key: 'sections', row: row.row, column: 'region' })
  const keyOf = (row: RowOf<'sections'>): string => `${row.name}|${regionOf(row)}`
  for (const row of firstOfEach('sections', rows, keyOf, 'name', remarks)) {
    const region = regionOf(row)
    const recorded = known.sections.find(
      (section) => section.region === region && nameKey(section.name) === nameKey(row.name),
    )
    if (!recorded) count(counts, 'sections', 'new')
    else if (row.procurement === undefined || row.procurement === recorded.isProcurement) {
      count(counts, 'sections', 'same')
    } else {
      const { id, name } = recorded
      changes.sections.push({ id, name, region, isProcurement: row.procurement })
      count(counts, 'sections', 'changed')
    }
  }
}

const STATUS_REMARK = { SUSPENDED: 'unit-suspends', ACTIVE: 'unit-resumes' } as const

/** Units of the sheet 单位. What changes about whether they may buy is told, so that nobody does it unawares. */
export function planUnits(
  rows: readonly RowOf<'units'>[],
  known: Known,
  directory: Directory,
  changes: Changes,
  counts: Counts,
  remarks: Remarks,
): void {
  const recordedUnits = new Map(known.units.map((unit) => [nameKey(unit.name), unit]))
  const sections = new Map(known.sections.map((section) => [section.id, section]))
  for (const row of firstOfEach('units', rows, (r) => nameKey(r.name), 'name', remarks)) {
    const at = { key: 'units', row: row.row } as const
    const recorded = recordedUnits.get(nameKey(row.name))
    const region =
      row.region === undefined && recorded
        ? undefined
        : directory.region(row.region, { ...at, column: 'region' })
    const section =
      row.section === undefined
        ? undefined
        : directory.section(row.section, region ?? recorded?.region, { ...at, column: 'section' })
    const wanted = { aliases: row.aliases, region, section, status: row.status }
    const before = recorded?.suspended ? 'SUSPENDED' : 'ACTIVE'
    if (row.status !== undefined && row.status !== before) {
      const value = row.name
      remarks.warn({ ...at, column: 'status', value }, STATUS_REMARK[row.status], { unit: value })
    }
    if (!recorded) {
      changes.units.fresh.push({ name: row.name, ...wanted })
      count(counts, 'units', 'new')
      continue
    }
    const held = recorded.section ? sections.get(recorded.section.id) : undefined
    const differs = difference<UnitFields>(wanted, {
      aliases: recorded.aliases,
      region: recorded.region,
      section: held && { region: held.region, name: held.name },
      status: before,
    })
    if (differs) changes.units.changed.push({ id: recorded.id, name: recorded.name, ...differs })
    count(counts, 'units', differs ? 'changed' : 'same')
  }
}

/** Units whose procurement is suspended once the file has been taken over, by their official names. */
export function suspendedUnits(known: Known, read: ReadRows): Set<string> {
  const said = new Map(read.rows.units.map((row) => [nameKey(row.name), row.status]))
  const recorded = known.units.map(({ name, suspended }) => ({ name, suspended }))
  const fresh = read.rows.units.map(({ name }) => ({ name, suspended: false }))
  return new Set(
    [...fresh, ...recorded].flatMap(({ name, suspended }) =>
      (said.get(nameKey(name)) ?? (suspended ? 'SUSPENDED' : 'ACTIVE')) === 'SUSPENDED' ? name : [],
    ),
  )
}
