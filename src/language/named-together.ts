import type { Clause } from './clauses.ts'
import type { KnownNames } from './frame-builder.ts'
import type { Span } from './reading.ts'
import type { NameWords } from './residual.ts'

const TOGETHER = /都|均|分别|一起|同时|全部/
const AND = /[和与及跟]|以及/g

function pieces(words: NameWords): NameWords[] {
  const found: NameWords[] = []
  let at = 0
  const push = (to: number): void => {
    const text = words.text.slice(at, to)
    if (text.length > 1) found.push({ from: words.from + at, to: words.from + to, text })
  }
  for (const match of words.text.matchAll(AND)) {
    push(match.index)
    at = match.index + match[0].length
  }
  push(words.text.length)
  return found
}

/**
 * The names that share one verb: 「一中教学楼和二中操场都签了」. 和 may be part of a name (和平路小学), so
 * it divides only where 都 follows and no index knows the whole.
 */
function divided(
  clause: Span & { readonly text: string },
  words: NameWords,
  names: KnownNames | undefined,
): NameWords[] {
  const parts = pieces(words)
  if (parts.length < 2 || !TOGETHER.test(clause.text)) return [words]
  const { project, options } = names ?? {}
  if (!project) return parts
  const level = (text: string) => project.find(text, options?.project).level
  const areKnown = parts.every(({ text }) => level(text) !== 'unknown')
  return areKnown && level(words.text) !== 'sure' ? parts : [words]
}

/** All the projects of a clause: those before it that only 、 divides from it, and those that 和 joins. */
export function namedTogether(
  text: string,
  clauses: readonly Clause[],
  number: number,
  project: NameWords,
  nameIn: (clause: Clause) => NameWords | undefined,
  names: KnownNames | undefined,
): NameWords[] {
  const clause = clauses[number]
  if (!clause) return [project]
  const listed: NameWords[] = []
  for (let at = number - 1; at >= 0; at--) {
    const before = clauses[at]
    const after = clauses[at + 1]
    if (!before || !after || text.slice(before.to, after.from) !== '、') break
    const name = nameIn(before)
    if (!name) break
    listed.unshift(name)
  }
  return [...listed, ...divided(clause, project, names)]
}
