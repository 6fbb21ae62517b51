import { addDays, type Day, type Fen, fill, yearOf } from '../../base/index.ts'
import type { Cell, Table } from '../cell.ts'
import { yuanText } from '../cell-readers.ts'
import { sheetWords, wordOf } from '../sheet-words.ts'
import { columnsOf, DATED_KINDS, type DatedKind, type SheetKey } from '../sheets.ts'
import { type DemoMaterial, demoMaterial } from './material.ts'
import { STORIES, type Story } from './stories.ts'
import { type Timeline, timelineTo } from './timeline.ts'

/** The demo office as an import file would hold it, and the projects that failed (the file has no column for it). */
export interface DemoOffice {
  readonly tables: readonly Table[]
  readonly failed: readonly { readonly code: string; readonly day: Day }[]
}

type Row = Readonly<Record<string, Cell | undefined>>
type Unit = DemoMaterial['units'][number]
type Thing = NonNullable<DemoMaterial['things'][string]>[number]

/** Every how many-th project has a second lot. */
const SECOND_LOT_EVERY = 24
const EXAMPLE_DAYS_AGO = 10
/** Every how many-th contract is paid in parts. */
const TERMS_EVERY = 10
/** Every how many-th project of works put to open tender is one under 招标投标法, and every how many-th one is urgent. */
const TENDERING_EVERY = 4
const URGENT_EVERY = 25

/** The demo office as of a day; the same day gives the same office. */
export function demoOffice(today: Day): DemoOffice {
  const material = demoMaterial()
  const home = sheetWords().homeRegion
  const [yes = ''] = sheetWords().words.yes
  const projects = projectRows(material, today)
  return {
    tables: [
      table('sections', [
        ...material.sections.map((name) => ({ name, region: home })),
        { name: material.procurementSection, region: home, procurement: yes },
      ]),
      table(
        'units',
        material.units.map(({ name, aliases, section }) => ({
          name,
          section,
          aliases: aliases.join('、'),
        })),
      ),
      table('people', material.people),
      table(
        'parties',
        material.parties.map(({ name, kind, aliases, sme }) => ({
          name,
          kind,
          sme,
          aliases: aliases.join('、'),
        })),
      ),
      table('projects', projects.rows),
      table('payments', projects.payments),
      table('terms', projects.terms),
    ],
    failed: projects.failed,
  }
}

function table(key: SheetKey, rows: readonly Row[]): Table {
  const columns = columnsOf(key)
  return {
    name: sheetWords().sheets[key].name,
    merges: [],
    rows: [
      columns.map((column) => column.heading),
      ...rows.map((row) => columns.map((column) => row[column.key] ?? null)),
    ],
  }
}

interface Projects {
  readonly rows: Row[]
  readonly payments: Row[]
  readonly terms: Row[]
  readonly failed: { code: string; day: Day }[]
}

function projectRows(material: DemoMaterial, today: Day): Projects {
  const projects: Projects = { rows: [], payments: [], terms: [], failed: [] }
  addExample(material, today, projects)
  const offers = allOffers(material)
  const stories = STORIES.flatMap((story) => story.daysAgo.map((daysAgo) => ({ story, daysAgo })))
  stories.forEach(({ story, daysAgo }, i) => {
    const offer = offers[i % offers.length]
    if (offer) addProject({ ...offer, story, daysAgo, number: i + 2 }, material, today, projects)
  })
  return projects
}

/** What each unit buys, dealt out so that neighbouring numbers belong to different units; the example's own is left out. */
function allOffers({ units, things, example }: DemoMaterial): { unit: Unit; thing: Thing }[] {
  const longest = Math.max(...Object.values(things).map((list) => list.length))
  return Array.from({ length: longest }, (_, round) => round).flatMap((round) =>
    units.flatMap((unit) => {
      const thing = things[unit.kind]?.[round]
      if (!thing || (unit.name === example.unit && thing.name === example.thing)) return []
      return [{ unit, thing }]
    }),
  )
}

/** What the README and the simulator's first hint speak of. */
function addExample(material: DemoMaterial, today: Day, projects: Projects): void {
  const { example, units, things } = material
  const unit = units.find((candidate) => candidate.name === example.unit)
  const thing = things[unit?.kind ?? '']?.find((candidate) => candidate.name === example.thing)
  if (!unit || !thing)
    throw new Error(`demo-office.yaml: no such example ${example.unit} ${example.thing}`)
  projects.rows.push({
    ...baseRow(unit, thing, 1, material, today),
    aliases: example.aliases.join('、'),
    supplier: example.supplier,
    agency: agencyOf(1, material),
    ...Object.fromEntries(timelineTo('AWARD_NOTICE_SENT', EXAMPLE_DAYS_AGO, today)),
  })
}

interface Assignment {
  readonly unit: Unit
  readonly thing: Thing
  readonly story: Story
  readonly daysAgo: number
  readonly number: number
}

function addProject(
  given: Assignment,
  material: DemoMaterial,
  today: Day,
  projects: Projects,
): void {
  const { unit, thing, story, daysAgo, number } = given
  // Every third project is run by the unit itself: no agency, so no report to be handed over.
  const byAgency =
    number % 3 !== 0 || story.last === 'AGENCY_ENTRUSTED' || story.last === 'REPORT_RECEIVED'
  const skipped: DatedKind[] = byAgency ? [] : ['AGENCY_ENTRUSTED', 'REPORT_RECEIVED']
  const timeline = timelineTo(story.last, daysAgo, today, [...(story.owing ?? []), ...skipped])
  const row: Row = {
    ...baseRow(unit, thing, number, material, today),
    ...lawCells(thing, number, material),
    ...(byAgency && timeline.has('AGENCY_ENTRUSTED') && { agency: agencyOf(number, material) }),
    ...(timeline.has('AWARD_CONFIRMED') && { supplier: supplierOf(given, material) }),
    ...contractCells(given, timeline),
    ...Object.fromEntries(timeline),
  }
  projects.rows.push(row)
  projects.payments.push(...furtherPayments(row, given, timeline))
  if (number % TERMS_EVERY === 0 && timeline.has('CONTRACT_SIGNED'))
    projects.terms.push(...material.terms.map((term) => ({ ...term, code: row.code, lot: 1 })))
  if (story.failedDaysAgo !== undefined) {
    projects.failed.push({ code: String(row.code), day: addDays(today, -story.failedDaysAgo) })
  }
  if (number % SECOND_LOT_EVERY === 0) projects.rows.push(secondLot(row, material))
}

function baseRow(
  unit: Unit,
  thing: Thing,
  number: number,
  material: DemoMaterial,
  today: Day,
): Row {
  const methods = material.methods[thing.category] ?? []
  return {
    code: `${material.codePrefix}-${yearOf(today)}-${String(number).padStart(3, '0')}`,
    lot: 1,
    name: `${unit.name}${thing.name}`,
    aliases: `${unit.aliases[0] ?? unit.name}${thing.short}`,
    unit: unit.name,
    budget: thing.budget * 10_000,
    category: thing.category,
    method: methods[number % methods.length],
  }
}

/** Which law it is bought under, and whether it is urgent; most rows leave both open, as offices do. */
function lawCells({ category }: Thing, number: number, { methods }: DemoMaterial): Row {
  const { laws, categories, yes } = sheetWords().words
  const list = methods[category] ?? []
  const isTender = categories.WORKS.includes(category) && number % list.length === 0
  return {
    ...(isTender && number % TENDERING_EVERY === 0 && { lawDomain: laws.TENDERING[0] }),
    ...(number % URGENT_EVERY === 0 && { urgent: yes[0] }),
  }
}

function agencyOf(number: number, { parties }: DemoMaterial): string | undefined {
  const agencies = parties.filter((party) => party.kind === wordOf('AGENCY'))
  return agencies[number % agencies.length]?.name
}

function supplierOf(
  { thing, story, number }: Assignment,
  { parties }: DemoMaterial,
): string | undefined {
  const [yes] = sheetWords().words.yes
  const fits = (party: DemoMaterial['parties'][number]): boolean =>
    story.sme === undefined || (party.sme === yes) === story.sme
  const suppliers = parties.filter((party) => party.kind === wordOf('SUPPLIER') && fits(party))
  const inTrade = suppliers.filter((party) => party.trade === thing.trade)
  const pool = inTrade.length > 0 ? inTrade : suppliers
  return pool[number % pool.length]?.name
}

/** The contract's sum: 3 to 9 % below the budget, in full hundreds of yuan. */
function contractSum({ thing, number }: Assignment): Fen {
  return BigInt(Math.round(thing.budget * (97 - (number % 7)))) * 10_000n
}

function part(sum: Fen, hundredths: number): string {
  return yuanText((sum * BigInt(hundredths)) / 100n)
}

function contractCells(given: Assignment, timeline: Timeline): Row {
  if (!timeline.has('CONTRACT_SIGNED')) return {}
  const { paid = [], paymentDays } = given.story
  const sum = contractSum(given)
  const [first] = paid
  return {
    contractAmount: yuanText(sum),
    paymentDays,
    ...(first !== undefined && { paidAmount: part(sum, first) }),
  }
}

/** Instalments after the first: each five days after the one before, none later than the story's last day. */
function furtherPayments(row: Row, given: Assignment, timeline: Timeline): Row[] {
  const first = timeline.get('PAID')
  const further = (given.story.paid ?? []).slice(1)
  if (!first) return []
  return further.map((hundredths, i) => ({
    code: row.code,
    lot: 1,
    day: addDays(first, i + 1),
    amount: part(contractSum(given), hundredths),
  }))
}

/** A smaller lot beside the first, still in tender: 监理 and the like go their own way. */
function secondLot(row: Row, { lotName }: DemoMaterial): Row {
  const kept = DATED_KINDS.slice(0, DATED_KINDS.indexOf('NOTICE_PUBLISHED') + 1)
  const steps = kept.flatMap((kind) =>
    row[kind] === undefined ? [] : [[kind, row[kind]] as const],
  )
  const { code, unit, category, method, agency } = row
  return {
    ...{ code, unit, category, method, agency },
    lot: 2,
    name: fill(lotName, { name: String(row.name), no: 2 }),
    budget: Math.round(Number(row.budget) / 4),
    ...Object.fromEntries(steps),
  }
}
