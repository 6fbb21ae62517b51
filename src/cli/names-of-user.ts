import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { createNameIndex, type KnownNames } from '../language/index.ts'
import { partyNames, searchNames } from '../ledger/index.ts'
import { findPerson, scopeOf, unitsOf } from '../people/index.ts'

/** The names that a person may see; ids are what `cli understand` prints. Undefined for somebody without a role. */
export async function namesOf(tx: Tx, userid: string, today: Day): Promise<KnownNames | undefined> {
  const person = await findPerson(tx, userid, today)
  if (!person || person.roles.length === 0) return undefined
  const scope = scopeOf(person)
  const projects = new Map<string, string[]>()
  for (const lot of await searchNames(tx, scope)) {
    const names = [lot.name, lot.projectName, ...lot.aliases]
    projects.set(lot.code, [...new Set([...(projects.get(lot.code) ?? []), ...names])])
  }
  const named = (things: readonly { name: string; aliases: readonly string[] }[]) =>
    createNameIndex(things.map(({ name, aliases }) => ({ id: name, names: [name, ...aliases] })))
  return {
    project: createNameIndex(
      [...projects].map(([code, names]) => ({ id: code, names, codes: [code] })),
    ),
    party: named(await partyNames(tx, undefined, scope.unitIds)),
    unit: named(await unitsOf(tx, scope)),
  }
}
