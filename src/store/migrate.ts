import { type Migration, Migrator, sql } from 'kysely';
import { MIGRATIONS } from './migrations/registry.ts';
import type { Database } from './schema.ts';

/** The store was written by a newer Topicwire than this one. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
}

/** Session lock of a schema change: two processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_210_001;

/**
 * Brings the store's schema to this version's and gives the numbers before and after (0 for an empty store);
 * safe when several processes start at once. Throws NewerSchemaError where the store is ahead.
 */
export async function migrate(
  db: Database,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<{ readonly from: number; readonly to: number }> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      return await migrateAlone(connection, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

async function migrateAlone(
  db: Database,
  migrations: Readonly<Record<string, Migration>>,
): Promise<{ readonly from: number; readonly to: number }> {
  const from = await readSchemaNumber(db);
  const to = Math.max(0, ...Object.keys(migrations).map(toNumber));
  if (from > to) {
    throw new NewerSchemaError(
      `the store has schema ${from}, this Topicwire knows schema ${to}: run the newer Topicwire, or restore a backup`,
    );
  }
  if (from === to) return { from, to };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new Error(`the store's schema could not be brought from ${from} to ${to}`, { cause: error });
  }
  return { from, to };
}

/** The number of the store's newest migration; 0 where none was ever applied. */
export async function readSchemaNumber(db: Database): Promise<number> {
  const table = await sql<{
    name: string | null;
  }>`select to_regclass('kysely_migration')::text as name`.execute(db);
  if (table.rows[0]?.name == null) return 0;
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return Math.max(0, ...applied.rows.map((row) => toNumber(row.name)));
}

const toNumber = (name: string): number => Number.parseInt(name, 10);
