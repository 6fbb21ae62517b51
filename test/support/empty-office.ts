import type { Database } from '../../src/db/index.ts'

/**
 * Leaves a small office as empty as `wipeOffice` does, ten times as fast: TRUNCATE makes every file of every table
 * and index anew, however little was in it.
 */
export async function emptyOffice({ client }: Database): Promise<void> {
  await client.$executeRawUnsafe(`
    DO $$
    DECLARE one regclass;
    BEGIN
      -- Neither references nor anything else that watches is asked; history's own guard stands even so.
      SET LOCAL session_replication_role = replica;
      FOR one IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'append_only' LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER "append_only"', one);
      END LOOP;
      FOR one IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND c.relname NOT IN ('_prisma_migrations', 'DeadlineRule', 'CalendarYear', 'RuleImport') ORDER BY c.relname LOOP
        EXECUTE format('DELETE FROM %s', one);
      END LOOP;
      DELETE FROM pgboss.job;
      FOR one IN SELECT format('%I.%I', schemaname, sequencename)::regclass FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
          AND sequencename NOT SIMILAR TO '(DeadlineRule|CalendarYear|RuleImport)%' LOOP
        PERFORM setval(one, 1, false);
      END LOOP;
      FOR one IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'append_only' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER "append_only"', one);
      END LOOP;
    END $$`)
}
