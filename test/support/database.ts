import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, beforeEach, describe, inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Database } from '../../src/store/schema.ts';
import './postgres-server.ts';
import { openMemory } from './memory-store.ts';

export interface TestEngine {
  readonly name: 'embedded' | 'server';
  /** The migrated, empty database; to be asked for inside a test or hook. */
  readonly db: Database;
}

/**
 * Defines the same tests for the embedded store and, where there is a server, for PostgreSQL. Each test finds all
 * tables empty. The databases are made once in a worker and shared by its test files.
 */
export function describeEachEngine(name: string, define: (engine: TestEngine) => void): void {
  const names: readonly TestEngine['name'][] =
    findServer() === undefined ? ['embedded'] : ['embedded', 'server'];
  describe.each(names)(`${name} (%s)`, (engine) => {
    const opened: { database?: OpenDatabase } = {};
    beforeAll(async () => {
      opened.database = await openShared(engine);
    });
    beforeEach(() => truncateAll(toOpen(opened.database).db));
    define({
      name: engine,
      get db() {
        return toOpen(opened.database).db;
      },
    });
  });
}

/** A migrated database of its own on the server, for tests that need a URL; undefined where there is no server. */
export async function createServerDatabase(): Promise<
  { readonly url: string; readonly drop: () => Promise<void> } | undefined
> {
  const server = findServer();
  if (server === undefined) return undefined;
  const name = `${inject('databasePrefix')}${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnServer(server, `drop database if exists ${name} with (force)`) };
}

/** Empties every table of ours. */
export async function truncateAll(db: Database): Promise<void> {
  const { rows } = await sql<{
    names: string | null;
  }>`select string_agg(format('%I', tablename), ', ') as names
    from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(db);
  const names = rows[0]?.names ?? undefined;
  if (names !== undefined) await sql.raw(`truncate ${names} restart identity cascade`).execute(db);
}

/** This worker's own server: what a snapshot says of transactions it says of all databases of its server. */
function findServer(): string | undefined {
  const urls = inject('serverUrls');
  return urls[(Number(process.env['VITEST_POOL_ID']) - 1) % urls.length];
}

// One a worker and engine: a fresh embedded store costs a hundred times a TRUNCATE. Vitest gives the files of the
// `database` project that a worker runs one copy of this module.
const shared = new Map<TestEngine['name'], Promise<OpenDatabase>>();

function openShared(engine: TestEngine['name']): Promise<OpenDatabase> {
  const known = shared.get(engine);
  if (known !== undefined) return known;
  const opening = engine === 'embedded' ? openEmbedded() : openServer();
  shared.set(engine, opening);
  return opening;
}

async function openEmbedded(): Promise<OpenDatabase> {
  const database = await openMemory();
  await migrate(database.db);
  return database;
}

async function openServer(): Promise<OpenDatabase> {
  const created = await createServerDatabase();
  if (created === undefined) throw new Error('there is no server');
  const database = await openDatabase({ kind: 'server', url: created.url, poolSize: 10 });
  await migrate(database.db);
  return database;
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function toOpen(database: OpenDatabase | undefined): OpenDatabase {
  if (database === undefined) throw new Error('the database is open inside tests and hooks only');
  return database;
}
