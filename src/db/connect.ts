import { PrismaPg } from '@prisma/adapter-pg'
import { isWriteConflict } from './faults.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { createPool } from './pool.ts'

/** The database outside a transaction: every query commits by itself. */
export type Db = PrismaClient

/** The database inside a transaction. */
export type Tx = Prisma.TransactionClient

/** Something that can be asked: a function that only reads takes either. */
export type Queryable = Db | Tx

/** How a transaction may differ from a message's. All in milliseconds. */
export interface TransactionOptions {
  /** For a free connection; 1000. */
  readonly maxWait?: number
  /** From BEGIN to COMMIT, then it is rolled back; 4000, what a WeCom callback can afford. */
  readonly timeout?: number
  /** How often the work is run when PostgreSQL breaks a deadlock; 3. 1 for work that acts outside the database. */
  readonly attempts?: number
}

/** An open database. */
export interface Database {
  readonly url: string
  readonly client: Db
  /**
   * Runs the work in one READ COMMITTED transaction. Costs two round trips of its own (BEGIN, COMMIT).
   * A wait for a lock ends after 3 s (see createPool). After a deadlock the work is run again from the start,
   * so it must do nothing that a rollback does not take back.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One round trip; throws what isDatabaseAway recognises while the database is away. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Where the database is and how it is used. */
export interface DatabaseOptions {
  readonly url: string
  /** Connections at most; 10. */
  readonly poolSize?: number
  /** What the operator sees in pg_stat_activity; `caixiaozhu`. */
  readonly applicationName?: string
}

/**
 * Server-side prepared statements by text. The bound keeps a text that varies (lists of ids) from filling
 * the memory of every backend: beyond it statements are simply not kept.
 */
const KEPT_STATEMENTS = 150

function statementNames(): (query: { sql: string; args: unknown[] }) => string {
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

/** Opens the database. Connects at the first query; connections that break are replaced by themselves. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options)
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() })
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' })

  async function transaction<T>(
    work: (tx: Tx) => Promise<T>,
    { maxWait = 1_000, timeout = 4_000, attempts = 3 }: TransactionOptions = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await client.$transaction(work, { maxWait, timeout })
      } catch (error) {
        if (attempt >= attempts || !isWriteConflict(error)) throw error
      }
    }
  }

  return {
    url: options.url,
    client,
    transaction,
    ping: async () => {
      await client.$executeRaw`SELECT 1`
    },
    close: async () => {
      await client.$disconnect()
      await pool.end()
    },
  }
}
