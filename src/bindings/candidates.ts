import { z } from 'zod'

/** The readings of an expression that has several, as comprehension hands them on; undefined for anything else. */
export function candidatesIn<T>(
  raw: unknown,
  is: (one: unknown) => one is T,
): readonly T[] | undefined {
  const parsed = z.object({ candidates: z.array(z.custom<T>(is)) }).safeParse(raw)
  return parsed.success ? parsed.data.candidates : undefined
}

/** The words of a value that there is no such thing of, as comprehension hands them on; undefined for anything else. */
export function impossibleIn(raw: unknown): string | undefined {
  const parsed = z.object({ impossible: z.string() }).safeParse(raw)
  return parsed.success ? parsed.data.impossible : undefined
}
