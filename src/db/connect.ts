import { PrismaPg } from '@prisma/adapter-pg'
import { isWriteConflict } from './faults.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { createPool } from './pool.ts'
import { sqlOn, type Tx } from './sql.ts'
import { type EndingTx, runSql } from './sql-transaction.ts'
import { statementNames } from './statement-names.ts'

/** The database outside a transaction: every query commits by itself. */
export type Db = PrismaClient

/** The database inside a transaction, models included: for imports and the like. Wherever SQL will do, see Tx. */
export type ModelTx = Prisma.TransactionClient

/** Something whose models can be asked, inside a transaction or not. */
export type Queryable = Db | ModelTx

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
  /** Outside a transaction without Prisma between, for what happens at every message: each statement commits by itself. */
  readonly sql: Tx
  /**
   * Runs the work in one READ COMMITTED transaction. Costs two round trips of its own (BEGIN, COMMIT).
   * A wait for a lock ends after 3 s (see createPool). After a deadlock the work is run again from the start,
   * so it must do nothing that a rollback does not take back.
   */
  transaction<T>(work: (tx: ModelTx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /**
   * The same without Prisma between, for what happens at every message. With `person` (企业微信账号) the
   * transaction begins with that person's lock, in the round trip of BEGIN.
   */
  sqlTransaction<T>(
    work: (tx: EndingTx) => Promise<T>,
    options?: TransactionOptions & { readonly person?: string },
  ): Promise<T>
  /** One round trip; throws what isDatabaseAway recognises while the database is away. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Where the database is and how it is used. */
export interface DatabaseOptions {
  readonly url: string
  /** Connections at most; 6. */
  readonly poolSize?: number
  /** What the operator sees in pg_stat_activity; `caixiaozhu`. */
  readonly applicationName?: string
}

/** Opens the database. Connects at the first query; connections that break are replaced by themselves. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options)
  // One set of names for both ways: they share connections, where a name stands for one text only.
  const nameOf = statementNames()
  const adapter = new PrismaPg(pool, { statementNameGenerator: nameOf })
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' })

  return {
    url: options.url,
    client,
    sql: sqlOn(pool, nameOf),
    transaction: (work, { maxWait = 1_000, timeout = 4_000, attempts = 3 } = {}) =>
      again(attempts, () => client.$transaction(work, { maxWait, timeout })),
    sqlTransaction: (work, { attempts = 3, maxWait = 1_000, timeout = 4_000, person } = {}) => {
      const bounds = { maxWait, timeout, ...(person !== undefined && { person }) }
      return again(attempts, () => runSql(pool, nameOf, work, bounds))
    },
    ping: async () => {
      await client.$executeRaw`SELECT 1`
    },
    close: async () => {
      await client.$disconnect()
      await pool.end()
    },
  }
}

/** Runs it until it succeeds, fails otherwise than by a deadlock, or has been tried so often. */
async function again<T>(attempts: number, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= attempts || !isWriteConflict(error)) throw error
    }
  }
}
