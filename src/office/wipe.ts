import type { ModelTx } from '../db/index.ts'

/** Kept: the rules and calendars are data of law, and migrations are not the office's. */
const KEPT = ['_prisma_migrations', 'DeadlineRule', 'CalendarYear', 'RuleImport']

/**
 * Empties the office: people, ledger, conversations, pushes, settings, audit. History is protected by triggers,
 * so they are lifted for this transaction, which only the owner of the tables can do; every table is locked
 * meanwhile. Nothing but `office reset` and the replacement of an untouched demo office may call it.
 */
export async function wipeOffice(tx: ModelTx): Promise<void> {
  const tables = await tx.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> ALL(${KEPT}::text[]) ORDER BY c.relname`
  const quoted = tables.map(({ name }) => `"${name.replaceAll('"', '""')}"`)
  // Names come from the catalogue, so this is not text of a stranger.
  const guarded = await tx.$queryRaw<{ name: string }[]>`
    SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'append_only'`
  const turn = async (how: string): Promise<void> => {
    for (const { name } of guarded)
      await tx.$executeRawUnsafe(`ALTER TABLE ${name} ${how} TRIGGER "append_only"`)
  }
  await turn('DISABLE')
  await tx.$executeRawUnsafe(`TRUNCATE ${quoted.join(', ')} RESTART IDENTITY`)
  // ALWAYS, as the migration has it: not even a session in replication mode gets past.
  await turn('ENABLE ALWAYS')
  await emptyQueues(tx)
}

/** Jobs of pg-boss point at pushes that are gone. */
async function emptyQueues(tx: ModelTx): Promise<void> {
  const [found] = await tx.$queryRaw<{ there: boolean }[]>`
    SELECT to_regclass('pgboss.job') IS NOT NULL AS there`
  if (found?.there) await tx.$executeRaw`DELETE FROM pgboss.job`
}
