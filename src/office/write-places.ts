import type { ModelTx } from '../db/index.ts'
import type { Changes } from './changes.ts'
import type { SectionRef } from './directory.ts'
import { sheetWords } from './sheet-words.ts'

/** Ids of regions, sections and units by name, once all are written. */
export interface Places {
  section(ref: SectionRef | undefined): number | null
  unit(name: string | undefined): number | null
}

/** Writes regions, sections and units. */
export async function writePlaces(tx: ModelTx, changes: Changes): Promise<Places> {
  const regions = await writeRegions(tx, changes.regions)
  const regionId = (name: string): number => regions.get(name) ?? 0
  const fresh = changes.sections.filter((section) => section.id === undefined)
  await tx.section.createMany({
    data: fresh.map(({ name, region, isProcurement }) => ({
      name,
      isProcurement,
      regionId: regionId(region),
    })),
  })
  for (const { id, isProcurement } of changes.sections) {
    if (id !== undefined) await tx.section.update({ where: { id }, data: { isProcurement } })
  }
  const sections = new Map(
    (await tx.section.findMany()).map(({ id, name, regionId: region }) => [
      `${region}|${name}`,
      id,
    ]),
  )
  const section = (ref: SectionRef | undefined): number | null =>
    ref ? (sections.get(`${regionId(ref.region)}|${ref.name}`) ?? null) : null

  const home = sheetWords().homeRegion
  await tx.unit.createMany({
    data: changes.units.fresh.map((unit) => ({
      name: unit.name,
      aliases: [...(unit.aliases ?? [])],
      regionId: regionId(unit.region ?? home),
      sectionId: section(unit.section),
      status: unit.status ?? 'ACTIVE',
    })),
  })
  for (const { id, patch } of changes.units.changed) {
    await tx.unit.update({
      where: { id },
      data: {
        ...(patch.aliases && { aliases: [...patch.aliases] }),
        ...(patch.region !== undefined && { regionId: regionId(patch.region) }),
        ...(patch.section && { sectionId: section(patch.section) }),
        ...(patch.status && { status: patch.status }),
      },
    })
  }
  const units = new Map(
    (await tx.unit.findMany({ select: { id: true, name: true } })).map((unit) => [
      unit.name,
      unit.id,
    ]),
  )
  return { section, unit: (name) => (name === undefined ? null : (units.get(name) ?? null)) }
}

/** The home region is the root; every other hangs below it. */
async function writeRegions(tx: ModelTx, fresh: readonly string[]): Promise<Map<string, number>> {
  const home = sheetWords().homeRegion
  if (fresh.includes(home)) await tx.region.create({ data: { name: home } })
  const root = await tx.region.findUnique({ where: { name: home }, select: { id: true } })
  const others = fresh.filter((name) => name !== home)
  if (others.length > 0) {
    await tx.region.createMany({
      data: others.map((name) => ({ name, parentId: root?.id ?? null })),
    })
  }
  const all = await tx.region.findMany({ select: { id: true, name: true } })
  return new Map(all.map((region) => [region.name, region.id]))
}
