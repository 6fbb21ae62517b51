import type { KnownLot } from './known.ts'
import type { RowOf } from './sheets.ts'

/** What a row of the sheet 项目 says of its lot, beside its events and parties. */
export const lotFields = (row: RowOf<'projects'>) => ({
  name: row.name,
  aliases: row.aliases,
  budget: row.budget,
  category: row.category,
  method: row.method,
  contractAmount: row.contractAmount,
  paymentDays: row.paymentDays,
  acceptBy: row.acceptBy,
  lateRate: row.lateRate,
  performanceBond: row.performanceBond,
  lawDomain: row.lawDomain,
  urgent: row.urgent,
})

/** The same of a lot on record, its parties by name. */
export function recordedFields(lot: KnownLot, partyNames: ReadonlyMap<number, string>) {
  const { lateMillionths: millionths, latePer: per } = lot
  return {
    name: lot.name,
    aliases: lot.aliases,
    budget: lot.budget,
    category: lot.category,
    method: lot.method ?? undefined,
    agency: lot.agencyId === null ? undefined : partyNames.get(lot.agencyId),
    supplier: lot.supplierId === null ? undefined : partyNames.get(lot.supplierId),
    contractAmount: lot.contractAmount ?? undefined,
    paymentDays: lot.paymentDays ?? undefined,
    acceptBy: lot.acceptBy ?? undefined,
    lateRate: millionths !== null && per !== null ? { millionths, per } : undefined,
    performanceBond: lot.performanceBond ?? undefined,
    lawDomain: lot.lawDomain ?? undefined,
    urgent: lot.urgent ?? undefined,
  }
}
