import pg from 'pg'
import { Prisma } from './generated/client.ts'
import type { StatementName } from './statement-names.ts'

/** The database by SQL only, inside a transaction or not: what nearly everything that reads or writes needs. */
export interface Tx {
  /** Rows: int8 as bigint, timestamptz as Date, json as its value. */
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T>
  /** The number of rows that were written. */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>
  /** For SQL made by a library. */
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>
}

/**
 * One whose statements are begun in the order in which they are asked, each when the one before has ended, though nobody
 * waited for that. A transaction of Prisma's may ask two that are asked at once the other way round.
 */
export interface OrderedTx extends Tx {
  readonly inOrder: true
}

/** Values as Prisma reads them, so that a query gives the same wherever it runs. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
}

/**
 * What is sent to the connection until this turn of the event loop is over leaves in one write: each write wakes
 * PostgreSQL, which would then take the processor from whoever still has something to send.
 */
export function sendTogether({ connection: { stream } }: pg.Client): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** A connection or a pool as a Tx: straight to the driver, which takes half the processor time of the way through Prisma. */
export function sqlOn(client: pg.ClientBase | pg.Pool, nameOf: StatementName): Tx {
  const run = async (sql: string, args: unknown[]): Promise<pg.QueryResult> => {
    const name = nameOf({ sql, args })
    if (client instanceof pg.Client) sendTogether(client)
    return client.query({ text: sql, values: args, types, ...(name && { name }) })
  }
  const runQuery = (query: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: args } =
      query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values)
    return run(text, args)
  }
  return {
    // The caller says what its rows are, as with Prisma; most callers check them.
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await runQuery(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await runQuery(query, values)).rowCount ?? 0,
    $queryRawUnsafe: async <T>(query: string, ...values: unknown[]) =>
      (await run(query, values)).rows as T,
  }
}
