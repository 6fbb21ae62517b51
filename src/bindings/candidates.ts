/** The readings of an expression that has several, as comprehension hands them on; undefined for anything else. */
export function candidatesIn<T>(
  raw: unknown,
  is: (one: unknown) => one is T,
): readonly T[] | undefined {
  const { candidates } = partsOf(raw)
  return Array.isArray(candidates) && candidates.every(is) ? candidates : undefined
}

/** The words of a value that there is no such thing of, as comprehension hands them on; undefined for anything else. */
export function impossibleIn(raw: unknown): string | undefined {
  const { impossible } = partsOf(raw)
  return typeof impossible === 'string' ? impossible : undefined
}

const partsOf = (raw: unknown): { readonly candidates?: unknown; readonly impossible?: unknown } =>
  typeof raw === 'object' && raw !== null ? raw : {}
