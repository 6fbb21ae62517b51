import type { ModelTx } from '../db/index.ts'
import type { Changes, PartyFields, Patch } from './changes.ts'

/** Writes suppliers and agencies, their contacts in rows of their own. */
export async function writeParties(tx: ModelTx, changes: Changes): Promise<void> {
  const { fresh, changed } = changes.parties
  await tx.party.createMany({
    data: fresh.map(({ name, kind, aliases, creditCode, isSme }) => ({
      name,
      kind: kind ?? 'SUPPLIER',
      aliases: [...(aliases ?? [])],
      creditCode: creditCode ?? null,
      isSme: isSme ?? null,
    })),
  })
  const withContact = fresh.filter((party) => contactOf(party))
  const ids = await partyIds(
    tx,
    withContact.map((party) => party.name),
  )
  await tx.partyContact.createMany({
    data: withContact.flatMap((party) => {
      const partyId = ids.get(party.name)
      return partyId === undefined ? [] : [{ partyId, ...contactOf(party) }]
    }),
  })
  for (const { id, patch } of changed) {
    const { kind, aliases, creditCode, isSme } = patch
    await tx.party.update({
      where: { id },
      data: {
        ...(kind && { kind }),
        ...(aliases && { aliases: [...aliases] }),
        ...(creditCode !== undefined && { creditCode }),
        ...(isSme !== undefined && { isSme }),
      },
    })
    const contact = contactOf(patch)
    if (contact) {
      await tx.partyContact.upsert({
        where: { partyId: id },
        create: { partyId: id, ...contact },
        update: contact,
      })
    }
  }
}

function contactOf(party: Patch<PartyFields>): { name?: string; mobile?: string } | undefined {
  const { contactName, contactMobile } = party
  if (contactName === undefined && contactMobile === undefined) return undefined
  return {
    ...(contactName !== undefined && { name: contactName }),
    ...(contactMobile !== undefined && { mobile: contactMobile }),
  }
}

/** Ids of parties by official name. */
export async function partyIds(
  tx: ModelTx,
  names: readonly string[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ id: number; name: string }[]>`
    SELECT "id", "name" FROM "Party" WHERE "name" = ANY(${[...names]}::text[])`
  return new Map(rows.map((row) => [row.name, row.id]))
}
