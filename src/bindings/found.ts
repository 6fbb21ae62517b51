import type { Option, Reading } from '../dialogue/index.ts'
import { CHOICE_SCORE, type NameSearch } from '../language/index.ts'

/** A name search as the engine takes it: one value when it is sure, else a choice of what resembles it. */
export function found<T>(
  search: NameSearch,
  byId: (id: string) => T | undefined,
  readingOf: (thing: T) => Reading,
  optionOf: (thing: T) => Option,
): Reading {
  const [best] = search.matches
  const sure = search.level === 'sure' && best ? byId(best.id) : undefined
  if (sure) return readingOf(sure)
  if (search.level === 'unknown') return { kind: 'none' }
  const options = search.matches
    .filter((match) => match.score >= CHOICE_SCORE)
    .flatMap((match) => byId(match.id) ?? [])
    .map(optionOf)
  return options.length > 0 ? { kind: 'choices', options, total: options.length } : { kind: 'none' }
}
