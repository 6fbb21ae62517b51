/** Gives the name under which a connection keeps a statement; empty for one that is not kept. */
export type StatementName = (query: {
  readonly sql: string
  readonly args: readonly unknown[]
}) => string

/**
 * Server-side prepared statements by text. The bound keeps a text that varies (lists of ids) from filling
 * the memory of every backend: beyond it statements are simply not kept.
 */
const KEPT_STATEMENTS = 150

/** Names for the connections of one pool. */
export function statementNames(): StatementName {
  const names = new Map<string, string>()
  // pg reads an empty name as "no name"; without parameters it then needs one message instead of four.
  return ({ sql, args }) => {
    if (args.length === 0) return ''
    const known = names.get(sql)
    if (known !== undefined || names.size >= KEPT_STATEMENTS) return known ?? ''
    const name = `q${names.size}`
    names.set(sql, name)
    return name
  }
}
