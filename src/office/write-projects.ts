import type { ModelTx } from '../db/index.ts'
import type { Changes, LotFields, Patch } from './changes.ts'
import { partyIds } from './write-parties.ts'
import type { Places } from './write-places.ts'

/** Ids of what was written or changed. */
export interface WrittenLots {
  /** By `code|no`. */
  readonly lots: ReadonlyMap<string, number>
  /** By official name. */
  readonly parties: ReadonlyMap<string, number>
  /** Lots on record whose facts changed, or whose supplier did. */
  readonly touched: readonly number[]
}

/** Writes projects and lots. */
export async function writeProjects(
  tx: ModelTx,
  changes: Changes,
  places: Places,
): Promise<WrittenLots> {
  // One statement for all rows: createMany takes half a millisecond a row.
  const fresh = changes.projects.fresh.map(({ unit, ...row }) => ({
    ...row,
    unitId: places.unit(unit),
  }))
  await tx.$executeRaw`
    INSERT INTO "Project" ("code", "name", "unitId")
    SELECT "code", "name", "unitId" FROM jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
      AS x("code" text, "name" text, "unitId" int)`
  for (const { id, patch } of changes.projects.changed) {
    const unitId = places.unit(patch.unit)
    await tx.project.update({
      where: { id },
      data: {
        ...(patch.name !== undefined && { name: patch.name }),
        ...(unitId !== null && { unitId }),
      },
    })
  }
  const parties = await partyIds(tx, partyNames(changes))
  const codes = [...changes.lots.fresh, ...changes.events, ...changes.terms].map((lot) => lot.code)
  const projects = await tx.$queryRaw<{ id: number; code: string }[]>`
    SELECT "id", "code" FROM "Project" WHERE "code" = ANY(${[...new Set(codes)]}::text[])`
  const projectIds = new Map(projects.map((project) => [project.code, project.id]))
  await insertLots(tx, changes, projectIds, parties)
  for (const { id, patch } of changes.lots.changed) {
    await tx.lot.update({ where: { id }, data: lotData(patch, parties) })
  }
  const rows = await tx.$queryRaw<{ id: number; no: number; code: string }[]>`
    SELECT l."id", l."no", p."code" FROM "Lot" l JOIN "Project" p ON p."id" = l."projectId"
    WHERE p."code" = ANY(${[...projectIds.keys()]}::text[])`
  return {
    lots: new Map(rows.map((row) => [`${row.code}|${row.no}`, row.id])),
    parties,
    touched: await touchedLots(tx, changes),
  }
}

async function insertLots(
  tx: ModelTx,
  changes: Changes,
  projectIds: ReadonlyMap<string, number>,
  parties: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = changes.lots.fresh.map((lot) => ({
    aliases: [],
    ...lotData(lot, parties),
    no: lot.no,
    projectId: projectIds.get(lot.code),
  }))
  const json = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  await tx.$executeRaw`
    INSERT INTO "Lot" ("projectId", "no", "name", "aliases", "budget", "category", "method", "agencyId",
      "supplierId", "contractAmount", "paymentDays", "acceptBy", "lateMillionths", "latePer", "performanceBond",
      "lawDomain", "urgent")
    SELECT "projectId", "no", "name", ARRAY(SELECT jsonb_array_elements_text("aliases")), "budget", "category",
      "method", "agencyId", "supplierId", "contractAmount", "paymentDays", "acceptBy", "lateMillionths", "latePer",
      "performanceBond", "lawDomain", "urgent"
    FROM jsonb_to_recordset(${json}::jsonb) AS x("projectId" int, "no" int, "name" text, "aliases" jsonb,
      "budget" bigint, "category" "Category", "method" text, "agencyId" int, "supplierId" int,
      "contractAmount" bigint, "paymentDays" int, "acceptBy" text, "lateMillionths" int, "latePer" text,
      "performanceBond" bigint, "lawDomain" text, "urgent" boolean)`
}

function lotData(lot: Patch<LotFields>, parties: ReadonlyMap<string, number>) {
  const idOf = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : parties.get(name)
  const agencyId = idOf(lot.agency)
  const supplierId = idOf(lot.supplier)
  return {
    ...(lot.name !== undefined && { name: lot.name }),
    ...(lot.aliases && { aliases: [...lot.aliases] }),
    ...(lot.budget !== undefined && { budget: lot.budget }),
    ...(lot.category && { category: lot.category }),
    ...(lot.method !== undefined && { method: lot.method }),
    ...(lot.contractAmount !== undefined && { contractAmount: lot.contractAmount }),
    ...(lot.paymentDays !== undefined && { paymentDays: lot.paymentDays }),
    ...(lot.acceptBy !== undefined && { acceptBy: lot.acceptBy }),
    ...(lot.lateRate && { lateMillionths: lot.lateRate.millionths, latePer: lot.lateRate.per }),
    ...(lot.performanceBond !== undefined && { performanceBond: lot.performanceBond }),
    ...(lot.lawDomain && { lawDomain: lot.lawDomain }),
    ...(lot.urgent !== undefined && { urgent: lot.urgent }),
    ...(agencyId !== undefined && { agencyId }),
    ...(supplierId !== undefined && { supplierId }),
  }
}

function partyNames(changes: Changes): string[] {
  const { fresh, changed } = changes.lots
  const named = [...fresh, ...changed.map((change) => change.patch)]
  const names = [
    ...named.flatMap((lot) => [lot.agency, lot.supplier]),
    ...changes.events.map((event) => event.party),
  ]
  return [...new Set(names.filter((name) => name !== undefined))]
}

/** Lots whose clocks may read otherwise: changed themselves, or their supplier turned out (not) to be an SME. */
async function touchedLots(tx: ModelTx, changes: Changes): Promise<number[]> {
  const own = changes.lots.changed.map((change) => change.id)
  const suppliers = changes.parties.changed
    .filter((change) => change.patch.isSme !== undefined)
    .map((change) => change.id)
  if (suppliers.length === 0) return own
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT l."id" FROM "Lot" l LEFT JOIN "LedgerEvent" e ON e."lotId" = l."id"
    WHERE l."supplierId" = ANY(${suppliers}::int[]) OR e."partyId" = ANY(${suppliers}::int[])`
  return [...new Set([...own, ...rows.map((row) => row.id)])]
}
