import type { KnownNames } from './frame-builder.ts'
import type { NameIndex, NameSearch } from './name-index.ts'

/** Each words searched once in a message, however many of its frames ask for them. */
function once(index: NameIndex): NameIndex {
  const found = new Map<string, NameSearch>()
  return {
    size: index.size,
    nameOf: (id) => index.nameOf(id),
    find(text, options) {
      const known = found.get(text)
      if (known) return known
      const search = index.find(text, options)
      found.set(text, search)
      return search
    },
  }
}

/** The same names for one message: its bounds are the same for every search. */
export function searchedOnce({ project, party, unit, options }: KnownNames): KnownNames {
  return {
    ...(project && { project: once(project) }),
    ...(party && { party: once(party) }),
    ...(unit && { unit: once(unit) }),
    ...(options && { options }),
  }
}
