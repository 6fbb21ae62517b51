import { z } from 'zod'

/** The readings of an expression that has several, as comprehension hands them on; undefined for anything else. */
export function candidatesIn<T>(
  raw: unknown,
  is: (one: unknown) => one is T,
): readonly T[] | undefined {
  const parsed = z.object({ candidates: z.array(z.custom<T>(is)) }).safeParse(raw)
  return parsed.success ? parsed.data.candidates : undefined
}
