import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

export interface TestServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A cluster of the PostgreSQL that is installed, with further settings as `name=value`; undefined where none is. */
export async function startThrowawayServer(
  settings: readonly string[] = [],
): Promise<TestServer | undefined> {
  const binaries = await findBinaries();
  return binaries === undefined ? undefined : startServer(binaries, settings);
}

/** Where Debian puts them; the newest major that is there. */
async function findBinaries(): Promise<string | undefined> {
  const root = '/usr/lib/postgresql';
  const majors = await readdir(root).catch(() => []);
  const newest = majors.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

/** A cluster in a temporary directory, reached over a Unix socket there, without durability; gone when stopped. */
async function startServer(binaries: string, further: readonly string[]): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'topicwire-pg-'));
  const user = await findServerUser();
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory };
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await promisify(execFile)(join(binaries, 'initdb'), initdb, as);
  const settings = [
    'listen_addresses=',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=50',
    ...further,
  ];
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

async function stopServer(server: ChildProcess, directory: string): Promise<void> {
  const gone = once(server, 'exit');
  // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
  server.kill('SIGINT');
  await gone;
  await rm(directory, { recursive: true, force: true });
}
