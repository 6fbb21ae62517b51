import type { Day, Fen } from '../base/index.ts'
import type { Because, Candidates, Frame, FrameKey } from './frames.ts'
import type { NameIndex, NameOptions, NameSearch } from './name-index.ts'
import type { Normalised } from './normalise.ts'
import type { Span } from './reading.ts'
import type { Score } from './satisfaction.ts'
import type { Intent } from './understanding-schema.ts'
import type { MessageValue } from './values-in-message.ts'

/** The names a person may see. Ids of projects are their 项目编号. */
export interface KnownNames {
  readonly project?: NameIndex
  readonly party?: NameIndex
  readonly unit?: NameIndex
  /** Bounds of each search: whom this person may see. */
  readonly options?: Partial<Record<'project' | 'party' | 'unit', NameOptions>>
}

/** Collects what is understood of one fact, with the reasons, in terms of the message as it was written. */
export class FrameBuilder {
  private readonly normal: Normalised
  private readonly names: KnownNames | undefined
  private readonly because: Because[] = []
  private readonly ambiguous = new Set<FrameKey>()
  private readonly impossible = new Set<FrameKey>()
  private intent: Intent
  private readonly fields: {
    event?: string
    negated?: true
    planned?: true
    date?: Day
    amount?: Fen
    percent?: number
    satisfaction?: Score
    opinion?: string
    project?: string
    party?: string
    unit?: string
    projectCode?: string
    partyName?: string
    unitName?: string
    refers?: 'last'
  } = {}
  private candidates: Candidates = {}
  private readonly found: Partial<Record<'project' | 'party' | 'unit', NameSearch>> = {}

  constructor(intent: Intent, normal: Normalised, names: KnownNames | undefined) {
    this.intent = intent
    this.normal = normal
    this.names = names
  }

  /** Notes which rule took which characters (a stretch of the normalised text). */
  explain(rule: string, span: Span): this {
    const place = this.normal.place(span)
    const text = this.normal.original.slice(place.from, place.to)
    this.because.push({ rule, ...place, text })
    return this
  }

  setIntent(intent: Intent): this {
    this.intent = intent
    return this
  }

  event(key: string, span: Span): this {
    this.fields.event = key
    return this.explain(`event.${key}`, span)
  }

  negated(): this {
    this.fields.negated = true
    return this
  }

  planned(): this {
    this.fields.planned = true
    return this
  }

  /** Nothing is named here, but something spoken of before is meant. */
  pointsBack(): this {
    if (!this.has('project')) this.fields.refers = 'last'
    return this
  }

  /** Takes a value back that was said of several things at once: nobody knows how it divides. */
  withoutShared(): this {
    delete this.fields.amount
    delete this.fields.percent
    return this
  }

  /** The day that was understood, if any. */
  get day(): Day | undefined {
    return this.fields.date
  }

  has(key: FrameKey): boolean {
    return this.fields[key] !== undefined || this.ambiguous.has(key)
  }

  /** Takes a value over; a rejected one (不是16号) is only noted, a second different one makes the key ambiguous. */
  value(value: MessageValue): this {
    const { key, found, rejected } = value
    if (rejected) return this.explain('rejected', found.span)
    this.explain(found.rule, found.span)
    if (found.kind === 'impossible') {
      this.impossible.add(key)
      return this
    }
    if (found.kind === 'ambiguous') {
      if (found.candidates.length === 0) return this
      this.ambiguous.add(key)
      this.candidates = { ...this.candidates, [key]: found.candidates }
      return this
    }
    const { fields } = this
    if (fields[key] !== undefined && fields[key] !== found.value) {
      this.ambiguous.add(key)
      this.candidates = { ...this.candidates, [key]: [fields[key], found.value] }
      return this
    }
    Object.assign(fields, { [key]: found.value })
    return this
  }

  opinion(span: Span): this {
    const place = this.normal.place(span)
    const text = this.normal.original.slice(place.from, place.to).trim()
    if (text === '') return this
    this.fields.opinion = text
    return this.explain('opinion', span)
  }

  /** The words of a name, and what the index (if there is one) makes of them. */
  name(key: 'project' | 'party' | 'unit', span: Span): this {
    const place = this.normal.place(span)
    const words = this.normal.original.slice(place.from, place.to)
    this.fields[key] = words
    if (key === 'project') delete this.fields.refers
    this.explain(`${key}.words`, span)
    const index = this.names?.[key]
    if (!index) return this
    const search = index.find(words, this.names?.options?.[key])
    this.found[key] = search
    const [best] = search.matches
    if (search.level === 'choice') this.ambiguous.add(key)
    if (search.level !== 'sure' || !best) return this
    this.explain(best.rule, span)
    if (key === 'project') this.fields.projectCode = best.id
    else if (key === 'party') this.fields.partyName = index.nameOf(best.id) ?? best.name
    else this.fields.unitName = index.nameOf(best.id) ?? best.name
    return this
  }

  /** Leftover words: the project, unless only the parties' names know them. */
  projectOrParty(span: Span): this {
    const { original } = this.normal
    const place = this.normal.place(span)
    const words = original.slice(place.from, place.to)
    const { project, party, options } = this.names ?? {}
    const isProject = project?.find(words, options?.project).level !== 'unknown'
    const isParty = party !== undefined && party.find(words, options?.party).level !== 'unknown'
    return this.name(!isProject && isParty && !this.has('party') ? 'party' : 'project', span)
  }

  /** Leftover words of a sentence about something else: a project only where the index knows it. */
  knownProject(span: Span): this {
    const place = this.normal.place(span)
    const words = this.normal.original.slice(place.from, place.to)
    const search = this.names?.project?.find(words, this.names.options?.project)
    return search && search.level !== 'unknown' ? this.name('project', span) : this
  }

  build(): Frame {
    const { ambiguous, impossible, candidates, found } = this
    return {
      intent: this.intent,
      ...this.fields,
      ...(ambiguous.size > 0 && { ambiguous: [...ambiguous] }),
      ...(impossible.size > 0 && { impossible: [...impossible] }),
      ...(Object.keys(candidates).length > 0 && { candidates }),
      ...(Object.keys(found).length > 0 && { found }),
      because: this.because,
    }
  }
}
