import type { Day, Fen } from '../base/index.ts'
import type { ModelTx } from '../db/index.ts'
import type { TermKind, TermTrigger } from '../ledger/index.ts'
import type { Category, LawDomain, PartyKind, Role } from './sheet-words.ts'

/** What the database already knows of the things that a file may name. */
export interface Known {
  readonly regions: readonly { readonly id: number; readonly name: string }[]
  readonly sections: readonly KnownSection[]
  readonly units: readonly KnownUnit[]
  readonly people: readonly KnownPerson[]
  readonly parties: readonly KnownParty[]
  readonly projects: readonly KnownProject[]
  /** Lots of the file's projects. */
  readonly lots: readonly KnownLot[]
}

/** A section on record. */
export interface KnownSection {
  readonly id: number
  readonly name: string
  readonly region: string
  readonly isProcurement: boolean
}

/** A unit on record. */
export interface KnownUnit {
  readonly id: number
  readonly name: string
  readonly aliases: readonly string[]
  readonly region: string
  readonly section: { readonly id: number; readonly name: string } | null
  /** Its procurement is suspended: no new project of it is taken. */
  readonly suspended: boolean
}

/** A person on record with the appointments that have not ended. */
export interface KnownPerson {
  readonly id: number
  readonly userid: string
  readonly name: string
  readonly mobile: string | null
  readonly appointments: readonly KnownAppointment[]
}

/** An appointment that has not ended. */
export interface KnownAppointment {
  readonly id: number
  readonly role: Role
  readonly unitId: number | null
  readonly sectionId: number | null
}

/** A supplier or agency on record. */
export interface KnownParty {
  readonly id: number
  readonly kind: PartyKind
  readonly name: string
  readonly aliases: readonly string[]
  readonly creditCode: string | null
  readonly isSme: boolean | null
  readonly contact: { readonly name: string | null; readonly mobile: string | null } | null
}

/** A project on record. */
export interface KnownProject {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly unitId: number
}

/** A lot on record and the events that stand. */
export interface KnownLot {
  readonly id: number
  readonly projectId: number
  readonly no: number
  readonly name: string
  readonly aliases: readonly string[]
  readonly budget: Fen
  readonly category: Category
  readonly method: string | null
  readonly agencyId: number | null
  readonly supplierId: number | null
  readonly contractAmount: Fen | null
  readonly paymentDays: number | null
  readonly acceptBy: Day | null
  readonly lateMillionths: number | null
  readonly latePer: 'DAY' | 'YEAR' | null
  readonly performanceBond: Fen | null
  readonly lawDomain: LawDomain | null
  readonly urgent: boolean | null
  readonly events: readonly KnownEvent[]
  readonly terms: readonly KnownTerm[]
}

/** A payment term that stands. */
export interface KnownTerm {
  readonly id: number
  readonly kind: TermKind
  readonly share: number | null
  readonly amount: Fen | null
  readonly trigger: TermTrigger
  readonly days: number
}

/** An event that stands. */
export interface KnownEvent {
  readonly id: bigint
  readonly kind: string
  readonly day: Day
  readonly amount: Fen | null
  readonly partyId: number | null
  /** Said by a person, not by an earlier import. */
  readonly reported: boolean
}

/** Reads what the database knows; of projects only those with these codes. */
export async function loadKnown(tx: ModelTx, codes: readonly string[], today: Day): Promise<Known> {
  const regions = await tx.region.findMany({ select: { id: true, name: true } })
  const regionName = new Map(regions.map((region) => [region.id, region.name]))
  const nameOf = (id: number): string => regionName.get(id) ?? ''
  const sections = await tx.section.findMany()
  const units = await tx.unit.findMany({
    include: { section: { select: { id: true, name: true } } },
  })
  const people = await tx.person.findMany({
    include: {
      contact: true,
      appointments: { where: { OR: [{ toDay: null }, { toDay: { gt: today } }] } },
    },
  })
  const parties = await tx.party.findMany({ include: { contact: true } })
  return {
    regions,
    sections: sections.map(({ regionId, ...section }) => ({
      ...section,
      region: nameOf(regionId),
    })),
    units: units.map((unit) => ({
      ...unit,
      region: nameOf(unit.regionId),
      suspended: unit.status === 'SUSPENDED',
    })),
    people: people.map(({ contact, ...person }) => ({
      ...person,
      mobile: contact?.mobile ?? null,
    })),
    parties,
    ...(await loadProjects(tx, codes)),
  }
}

async function loadProjects(
  tx: ModelTx,
  codes: readonly string[],
): Promise<Pick<Known, 'projects' | 'lots'>> {
  if (codes.length === 0) return { projects: [], lots: [] }
  // PostgreSQL takes at most 65,535 parameters; an array is one.
  const projects = await tx.$queryRaw<KnownProject[]>`
    SELECT "id", "code", "name", "unitId" FROM "Project" WHERE "code" = ANY(${[...codes]}::text[])`
  if (projects.length === 0) return { projects, lots: [] }
  const ids = projects.map((project) => project.id)
  const lots = await tx.$queryRaw<Omit<KnownLot, 'events' | 'terms'>[]>`
    SELECT "id", "projectId", "no", "name", "aliases", "budget", "category"::text AS "category", "method",
      "agencyId", "supplierId", "contractAmount", "paymentDays", "acceptBy", "lateMillionths", "latePer",
      "performanceBond", "lawDomain", "urgent"
    FROM "Lot" WHERE "projectId" = ANY(${ids}::int[])`
  const events = await tx.$queryRaw<(KnownEvent & { lotId: number })[]>`
    SELECT e."id", e."lotId", e."kind", e."day", e."amount", e."partyId", e."personId" IS NOT NULL AS "reported"
    FROM "LiveEvent" v JOIN "LedgerEvent" e ON e."id" = v."eventId" JOIN "Lot" l ON l."id" = e."lotId"
    WHERE l."projectId" = ANY(${ids}::int[]) ORDER BY e."id"`
  const byLot = groupByLot(events)
  const terms = groupByLot(
    await tx.$queryRaw<(KnownTerm & { lotId: number })[]>`
      SELECT t."id", t."lotId", t."kind", t."share", t."amount", t."trigger", t."days"
      FROM "PaymentTerm" t JOIN "Lot" l ON l."id" = t."lotId" LEFT JOIN "PaymentTermVoid" v ON v."termId" = t."id"
      WHERE l."projectId" = ANY(${ids}::int[]) AND v."termId" IS NULL ORDER BY t."id"`,
  )
  return {
    projects,
    lots: lots.map((lot) => ({
      ...lot,
      events: byLot.get(lot.id) ?? [],
      terms: terms.get(lot.id) ?? [],
    })),
  }
}

function groupByLot<T extends { lotId: number }>(events: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const event of events) {
    const group = groups.get(event.lotId)
    if (group) group.push(event)
    else groups.set(event.lotId, [event])
  }
  return groups
}
