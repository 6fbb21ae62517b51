import { nameKey } from './cell.ts'
import { type Changes, type Counts, difference, type PartyFields } from './changes.ts'
import type { Known } from './known.ts'
import { count, firstOfEach } from './plan-places.ts'
import type { Remarks } from './report.ts'
import type { RowOf } from './sheets.ts'

/** Suppliers and agencies of the sheet 往来单位. */
export function planParties(
  rows: readonly RowOf<'parties'>[],
  known: Known,
  changes: Changes,
  counts: Counts,
  remarks: Remarks,
): void {
  const recordedParties = new Map(known.parties.map((party) => [nameKey(party.name), party]))
  for (const row of firstOfEach('parties', rows, (r) => nameKey(r.name), 'name', remarks)) {
    const wanted = {
      kind: row.kind,
      aliases: row.aliases,
      creditCode: row.creditCode,
      isSme: row.sme,
      contactName: row.contact,
      contactMobile: row.mobile,
    }
    const recorded = recordedParties.get(nameKey(row.name))
    if (!recorded) {
      changes.parties.fresh.push({ name: row.name, ...wanted })
      count(counts, 'parties', 'new')
      continue
    }
    const differs = difference<PartyFields>(wanted, {
      kind: recorded.kind,
      aliases: recorded.aliases,
      creditCode: recorded.creditCode ?? undefined,
      isSme: recorded.isSme ?? undefined,
      contactName: recorded.contact?.name ?? undefined,
      contactMobile: recorded.contact?.mobile ?? undefined,
    })
    if (differs) changes.parties.changed.push({ id: recorded.id, name: recorded.name, ...differs })
    count(counts, 'parties', differs ? 'changed' : 'same')
  }
}
