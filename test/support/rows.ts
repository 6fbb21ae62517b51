import type { Database } from '../../src/db/index.ts'

/** Every row of every table, pg-boss's too, as text: what a thief of the database reads. Bytes are read as Latin-1 and as UTF-8. */
export async function everyRow(database: Pick<Database, 'client'>): Promise<string[]> {
  const { client } = database
  const tables = await client.$queryRaw<{ schema: string; name: string }[]>`
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`
  const rows: string[] = []
  for (const { schema, name } of tables) {
    const found = await client.$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${schema}"."${name}" t`,
    )
    rows.push(...found.map(({ row }) => `${name} ${row}\n${readable(row)}`))
  }
  return rows
}

/** Bytes stand as `\\x…` in a row's text. */
function readable(row: string): string {
  return [...row.matchAll(/\\x([0-9a-f]+)/g)]
    .flatMap(([, hex = '']) => [
      Buffer.from(hex, 'hex').toString('utf8'),
      Buffer.from(hex, 'hex').toString('latin1'),
    ])
    .join('\n')
}
