import type { ModelTx } from '../db/index.ts'
import type { Changes } from './changes.ts'
import { say } from './complaint.ts'
import type { Run } from './import-run.ts'
import { writeParties } from './write-parties.ts'
import { writePeople } from './write-people.ts'
import { writePlaces } from './write-places.ts'
import { writeProjects } from './write-projects.ts'
import { writeTerms } from './write-terms.ts'
import type { OfficeWriters } from './writers.ts'

/**
 * Writes everything in the caller's transaction, events through the ledger so that clocks open.
 * Returns the ids of the lots of its projects by `code|no`.
 */
export async function applyChanges(
  tx: ModelTx,
  changes: Changes,
  run: Run,
  { ledger, keeper }: OfficeWriters,
): Promise<ReadonlyMap<string, number>> {
  const places = await writePlaces(tx, changes)
  await writePeople(tx, changes, places, run)
  await writeParties(tx, changes)
  const { lots, parties, touched } = await writeProjects(tx, changes, places)
  const agreed = await writeTerms(tx, changes, lots, run)
  await auditChanges(tx, changes, run)
  if (changes.voids.length > 0) {
    const order = { eventIds: changes.voids, actor: 'import', reason: say('corrected-reason') }
    await ledger.voidEvents(tx, order, run.at)
  }
  const seen = new Set<number>()
  const entries = changes.events.flatMap(({ code, no, party, ...event }) => {
    const lotId = lots.get(`${code}|${no}`)
    if (lotId === undefined) return []
    seen.add(lotId)
    const partyId = party === undefined ? undefined : parties.get(party)
    const who = { actor: 'import', source: run.source, saidIn: run.id } as const
    return [{ ...event, lotId, ...who, ...(partyId !== undefined && { partyId }) }]
  })
  await ledger.recordMany(tx, entries, run.at)
  // A lot whose facts changed without an event has clocks that may read otherwise now.
  const stale = [...new Set([...touched, ...agreed])].filter((lotId) => !seen.has(lotId))
  if (stale.length > 0) await keeper.refreshLots(tx, stale, run.at)
  return lots
}

/** One audit row a change, with the old and the new value; phone numbers only by the fact that they changed. */
async function auditChanges(tx: ModelTx, changes: Changes, run: Run): Promise<void> {
  const changed = [
    ...changes.units.changed.map((change) => ({ thing: `unit:${change.id}`, ...change })),
    ...changes.people.changed.map((change) => ({ thing: `person:${change.id}`, ...change })),
    ...changes.parties.changed.map((change) => ({ thing: `party:${change.id}`, ...change })),
    ...changes.projects.changed.map((change) => ({ thing: `project:${change.id}`, ...change })),
    ...changes.lots.changed.map((change) => ({ thing: `lot:${change.id}`, ...change })),
  ].map(({ thing, patch, before }) => ({
    thing,
    act: 'import-change',
    detail: Object.fromEntries(
      Object.entries(patch).map(([field, after]) => [
        field,
        PERSONAL.includes(field)
          ? 'changed'
          : `${plain(Object.entries(before).find(([name]) => name === field)?.[1])} → ${plain(after)}`,
      ]),
    ),
  }))
  const counts = {
    events: changes.events.length,
    voids: changes.voids.length,
    projects: changes.projects.fresh.length,
    terms: changes.terms.length,
    termVoids: changes.termVoids.length,
  }
  const rows = [...changed, { thing: run.id, act: 'import', detail: counts }]
  await tx.audit.createMany({
    data: rows.map((row) => ({
      ...row,
      at: run.at,
      actor: run.source === 'DEMO' ? 'system' : 'import',
    })),
  })
}

const PERSONAL: readonly string[] = ['mobile', 'contactMobile', 'contactName']

function plain(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
