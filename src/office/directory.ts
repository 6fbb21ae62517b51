import { nameKey } from './cell.ts'
import type { Known, KnownParty } from './known.ts'
import type { ReadRows } from './read-rows.ts'
import type { Place, Remarks } from './report.ts'
import { type PartyKind, type SheetKey, sheetName, sheetWords, wordOf } from './sheet-words.ts'

/** A section by where it is: names repeat between regions. */
export interface SectionRef {
  readonly region: string
  readonly name: string
}

/**
 * Every name that the database and the file know, under the spelling that counts (the database's, else the
 * file's first). Looking up a name that nobody knows either adds it with a warning or is an error, as
 * INTERFACE.md says: with the sheet in the file a slip of the pen is likelier than a newcomer.
 */
export class Directory {
  /** Regions and sections that only the file knows, in the order met. */
  readonly newRegions: string[] = []
  readonly newSections: (SectionRef & { isProcurement: boolean })[] = []
  /** Parties that only other sheets name. */
  readonly newParties: { readonly name: string; readonly kind: PartyKind }[] = []

  private readonly regions = new Map<string, string>()
  private readonly sections = new Map<string, SectionRef[]>()
  private readonly units = new Map<string, string>()
  private readonly unitRegions = new Map<string, string>()
  private readonly parties = new Map<string, { name: string; kind: PartyKind }>()
  private readonly read: ReadRows
  private readonly remarks: Remarks
  private readonly home: string

  constructor(known: Known, read: ReadRows, remarks: Remarks) {
    this.read = read
    this.remarks = remarks
    this.home = sheetWords().homeRegion
    for (const { name } of known.regions) this.regions.set(nameKey(name), name)
    for (const section of known.sections) this.addSection(section)
    for (const unit of known.units) this.addUnit(unit.name, unit.aliases, unit.region)
    for (const party of known.parties) this.addParty(party, party.aliases)
    for (const row of read.rows.sections) {
      const region = this.region(row.region, { key: 'sections', row: row.row, column: 'region' })
      const existing = this.sectionIn(region, row.name)
      if (!existing) {
        this.addSection({ region, name: row.name })
        this.newSections.push({ region, name: row.name, isProcurement: row.procurement ?? false })
      }
    }
    for (const row of read.rows.units) {
      const region = this.region(row.region, { key: 'units', row: row.row, column: 'region' })
      const name = this.units.get(nameKey(row.name)) ?? row.name
      this.addUnit(name, row.aliases ?? [], this.unitRegions.get(name) ?? region)
    }
    for (const row of read.rows.parties) this.addParty(row, row.aliases ?? [])
  }

  /** The region of a cell; an empty one is the home region. A name that is new is a warning. */
  region(cell: string | undefined, at: Place): string {
    const name = cell ?? this.home
    const known = this.regions.get(nameKey(name))
    if (known !== undefined) return known
    this.regions.set(nameKey(name), name)
    this.newRegions.push(name)
    if (name !== this.home) this.remarks.warn({ ...at, value: name }, 'new-region')
    return name
  }

  /** The section of a name, in that region if it has one. */
  section(
    name: string,
    region: string | undefined,
    at: Place,
    isProcurement = false,
  ): SectionRef | undefined {
    const candidates = this.sections.get(nameKey(name)) ?? []
    const local = candidates.find((section) => section.region === (region ?? this.home))
    const [only, second] = candidates
    if (local) return local
    if (only && !second) return only
    const place = { ...at, value: name }
    if (second) {
      this.remarks.error(place, 'several-sections')
      return undefined
    }
    if (this.read.present.has('sections')) {
      if (!this.isBroken('sections', name)) {
        this.remarks.error(place, 'unknown-section', { sheet: sheetName('sections') })
      }
      return undefined
    }
    const added = { region: this.region(region, at), name }
    this.addSection(added)
    this.newSections.push({ ...added, isProcurement })
    this.remarks.warn(place, 'new-section', { region: added.region })
    return added
  }

  /** The unit of an official or short name. */
  unit(name: string, at: Place): string | undefined {
    const found = this.units.get(nameKey(name))
    if (found === undefined && !this.isBroken('units', name)) {
      this.remarks.error({ ...at, value: name }, 'unknown-unit', { sheet: sheetName('units') })
    }
    return found
  }

  /** The same without a word: undefined for a name that nobody knows. */
  knownUnit(name: string): string | undefined {
    return this.units.get(nameKey(name))
  }

  /** A supplier's or agency's official name. */
  party(name: string, kind: PartyKind, at: Place): string | undefined {
    const found = this.parties.get(nameKey(name))
    const place = { ...at, value: name }
    if (found) {
      if (found.kind === kind) return found.name
      this.remarks.error(place, 'wrong-kind', { kind: wordOf(found.kind) })
      return undefined
    }
    if (this.read.present.has('parties')) {
      if (!this.isBroken('parties', name)) {
        this.remarks.error(place, 'unknown-party', { sheet: sheetName('parties') })
      }
      return undefined
    }
    this.parties.set(nameKey(name), { name, kind })
    this.newParties.push({ name, kind })
    this.remarks.warn(place, 'new-party', { kind: wordOf(kind) })
    return name
  }

  private sectionIn(region: string, name: string): SectionRef | undefined {
    return this.sections.get(nameKey(name))?.find((section) => section.region === region)
  }

  private addSection({ region, name }: SectionRef): void {
    const key = nameKey(name)
    this.sections.set(key, [...(this.sections.get(key) ?? []), { region, name }])
  }

  private addUnit(name: string, aliases: readonly string[], region: string): void {
    this.units.set(nameKey(name), name)
    this.unitRegions.set(name, region)
    // An official name always wins over another's short name; of two short names the first.
    for (const alias of aliases) {
      if (!this.units.has(nameKey(alias))) this.units.set(nameKey(alias), name)
    }
  }

  private addParty(party: Pick<KnownParty, 'name' | 'kind'>, aliases: readonly string[]): void {
    const key = nameKey(party.name)
    const name = this.parties.get(key)?.name ?? party.name
    for (const each of [party.name, ...aliases]) {
      const other = nameKey(each)
      if (other === key || !this.parties.has(other))
        this.parties.set(other, { name, kind: party.kind })
    }
  }

  /** Named in a row that was refused for another reason: one slip is reported once. */
  private isBroken(key: SheetKey, name: string): boolean {
    return this.read.broken.get(key)?.has(nameKey(name)) ?? false
  }
}
