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

/** Bytes stand as `\\x…` in a row's text. Cut, not matched: a repeated class keeps a way back for each of millions of digits. */
function readable(row: string): string {
  return row
    .split('\\x')
    .slice(1)
    .flatMap((rest) => {
      const end = rest.search(/[^0-9a-f]/)
      const bytes = Buffer.from(end < 0 ? rest : rest.slice(0, end), 'hex')
      return [bytes.toString('utf8'), bytes.toString('latin1')]
    })
    .join('\n')
}
