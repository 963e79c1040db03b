import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startThrowawayServer } from './throwaway-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** PostgreSQL servers where the tests may create databases of their own, one for each worker; empty where there is none. */
    readonly serverUrls: readonly string[];
    /** What the names of this run's databases begin with. */
    readonly databasePrefix: string;
  }
}

/**
 * Vitest global setup: the server of DATABASE_URL, else a throwaway cluster for each worker of the PostgreSQL that is
 * installed, else none, and the database tests run on the embedded store alone.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const prefix = `topicwire_test_${randomBytes(6).toString('hex')}_`;
  project.provide('databasePrefix', prefix);
  const stated = process.env['DATABASE_URL'];
  if (stated !== undefined && stated !== '') {
    project.provide('serverUrls', [stated]);
    return () => dropDatabases(stated, prefix);
  }
  const workers = Array.from({ length: project.vitest.config.maxWorkers });
  const started = await Promise.all(workers.map(() => startThrowawayServer()));
  const servers = started.filter((server) => server !== undefined);
  project.provide(
    'serverUrls',
    servers.map(({ url }) => url),
  );
  if (servers.length === 0) {
    process.stdout.write(
      'No DATABASE_URL and no PostgreSQL found: database tests run on the embedded store alone.\n',
    );
    return undefined;
  }
  return async () => {
    await Promise.all(servers.map(({ stop }) => stop()));
  };
}

/** Somebody's own server is left as it was found. */
async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const names = await client.query('select datname from pg_database where starts_with(datname, $1)', [
      prefix,
    ]);
    for (const { datname } of names.rows)
      await client.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await client.end();
  }
}
