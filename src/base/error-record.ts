/** Fields that name a kind, a place or a thing of the program, never something that a person said. */
const PLAIN_FIELDS = [
  ...['code', 'kind', 'status', 'errno', 'syscall', 'address', 'port', 'path', 'fields'],
  ...['severity', 'constraint', 'table', 'column', 'routine', 'modelName'],
]
/** Where an error keeps the one that caused it; Prisma hides the driver's in the last two. */
const CAUSES = ['cause', 'meta', 'driverAdapterError', 'errors']
/** Deep enough for a driver's error within Prisma's within ours. */
const DEPTH = 6

/** Errors whose text quotes what they stumbled over: a parser's and the database layer's. */
const QUOTING = /^(SyntaxError|Prisma|DriverAdapter|DatabaseError)/
/** Classes of SQLSTATE whose text names tables and rules; others (22, P0) quote values. */
const NAMING = /^(08|23|25|3D|40|42|53|54|55|57|58)...$/

/** An error as a log may keep it. PostgreSQL's own details are left out: they hold whole rows. */
export function errorRecord(error: unknown, depth = 0): unknown {
  if (Array.isArray(error)) return error.map((one) => errorRecord(one, depth + 1))
  if (typeof error !== 'object' || error === null) return undefined
  const given: Record<string, unknown> = { ...error }
  const record: Record<string, unknown> = {}
  if (error instanceof Error) record.type = error.constructor.name
  const { message } = error instanceof Error ? error : given
  if (typeof message === 'string' && isNaming(error, given)) record.message = message
  if (error instanceof Error) record.stack = framesOf(error.stack)
  for (const field of PLAIN_FIELDS) if (given[field] !== undefined) record[field] = given[field]
  for (const field of CAUSES) {
    const cause = depth < DEPTH ? errorRecord(Reflect.get(error, field), depth + 1) : undefined
    if (cause !== undefined) record[field] = cause
  }
  return record
}

function isNaming(error: object, given: Readonly<Record<string, unknown>>): boolean {
  const { code, severity } = given
  if (severity !== undefined) return typeof code === 'string' && NAMING.test(code)
  return (
    error instanceof Error && !QUOTING.test(error.name) && !QUOTING.test(error.constructor.name)
  )
}

/** The stack without its head, which repeats the message. */
function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return frames?.join('\n')
}
