import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server where the tests may create databases of their own; undefined where there is none. */
    readonly serverUrl: string | undefined;
    /** What the names of this run's databases begin with. */
    readonly databasePrefix: string;
  }
}

/**
 * Vitest global setup: the server of DATABASE_URL, else a throwaway cluster of the PostgreSQL that is installed, else
 * none, and the database tests run on the embedded store alone.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const prefix = `topicwire_test_${randomBytes(6).toString('hex')}_`;
  project.provide('databasePrefix', prefix);
  const stated = process.env['DATABASE_URL'];
  if (stated !== undefined && stated !== '') {
    project.provide('serverUrl', stated);
    return () => dropDatabases(stated, prefix);
  }
  const binaries = await findBinaries();
  if (binaries === undefined) {
    process.stdout.write(
      'No DATABASE_URL and no PostgreSQL found: database tests run on the embedded store alone.\n',
    );
    project.provide('serverUrl', undefined);
    return undefined;
  }
  const server = await startServer(binaries);
  project.provide('serverUrl', server.url);
  return server.stop;
}

export interface TestServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Where Debian puts them; the newest major that is there. */
async function findBinaries(): Promise<string | undefined> {
  const root = '/usr/lib/postgresql';
  const majors = await readdir(root).catch(() => []);
  const newest = majors.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

/** A cluster in a temporary directory, reached over a Unix socket there, without durability; gone when stopped. */
async function startServer(binaries: string): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'topicwire-pg-'));
  const user = await findServerUser();
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory };
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await promisify(execFile)(join(binaries, 'initdb'), initdb, as);
  const settings = ['listen_addresses=', 'fsync=off', 'full_page_writes=off', 'max_connections=50'];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-k', directory, ...settings.flatMap((one) => ['-c', one])],
    { ...as, stdio: 'ignore' },
  );
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`;
  await awaitReady(url, server);
  return { url, stop: () => stopServer(server, directory) };
}

/** PostgreSQL refuses to run as root: Debian's package brings a user for it. */
async function findServerUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ask = async (flag: string): Promise<number> =>
    Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout);
  return { uid: await ask('-u'), gid: await ask('-g') };
}

async function awaitReady(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null)
      throw new Error(`PostgreSQL ended with ${server.exitCode} instead of starting`);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // Not listening yet, or still starting up.
      await wait(50);
    }
  }
  throw new Error('PostgreSQL did not start in 30 s');
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

async function stopServer(server: ChildProcess, directory: string): Promise<void> {
  const gone = once(server, 'exit');
  // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
  server.kill('SIGINT');
  await gone;
  await rm(directory, { recursive: true, force: true });
}
