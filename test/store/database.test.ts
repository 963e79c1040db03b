import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { StoreVersionError } from '../../src/store/embedded.ts';
import { takeLock } from '../../src/store/lock.ts';
import { openMemory } from '../support/memory-store.ts';
import { startScript } from '../support/script.ts';

const WRITER = new URL('./write-until-killed.ts', import.meta.url);

describe('the embedded store', () => {
  const place = { directory: '' };
  const open = async () => {
    const lock = await takeLock(place.directory, join(place.directory, 'socket'));
    const database = await openDatabase({ kind: 'embedded', lock });
    const close = async (): Promise<void> => {
      await database.close();
      await lock.release();
    };
    return { db: database.db, close };
  };

  beforeEach(async () => {
    place.directory = await mkdtemp(join(tmpdir(), 'topicwire-store-'));
  });
  afterEach(() => rm(place.directory, { recursive: true, force: true }));

  test('leaves a turn to sockets and timers after each query', async () => {
    const { db, close } = await openMemory();
    const order: string[] = [];
    const turns = (async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await nextTurn();
        order.push('turn');
      }
    })();
    for (let query = 0; query < 5; query += 1) {
      await sql`select 1`.execute(db);
      order.push('query');
    }
    await turns;
    expect(order.lastIndexOf('turn')).toBeLessThan(order.lastIndexOf('query'));
    await close();
  });

  test('keeps every acknowledged row of writers that are killed, the first amid the making of the store', async () => {
    const first = startScript(WRITER, place.directory);
    while (!(await readdir(place.directory)).some((name) => name.startsWith('pglite.new-'))) await wait(5);
    await first.kill();
    const acknowledged: string[] = [];
    for (const rows of [7, 90]) {
      const writer = startScript(WRITER, place.directory);
      for (let at = 0; at < rows; at += 1) acknowledged.push((await writer.nextLine()) ?? 'ended too early');
      acknowledged.push(...(await writer.kill()));
    }
    const { db, close } = await open();
    const kept = await db.selectFrom('hosts').select('host').execute();
    await close();
    const hosts = new Set(kept.map((row) => row.host));
    expect(acknowledged.filter((host) => !hosts.has(host))).toEqual([]);
    // One row may be there of each writer that was killed between the commit and its word.
    expect(hosts.size).toBeLessThanOrEqual(acknowledged.length + 2);
  });

  test('refuses a directory of another PostgreSQL major and says what to do', async () => {
    await mkdir(join(place.directory, 'pglite'));
    await writeFile(join(place.directory, 'pglite', 'PG_VERSION'), '17\n');
    await expect(open()).rejects.toThrow(StoreVersionError);
    await rm(join(place.directory, 'lock'));
    await expect(open()).rejects.toThrow(/written by PostgreSQL 17, .* is PostgreSQL 18: dump it/);
  });
});

test('a server that is not there is an error, not a wait', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const { db, close } = await openDatabase({ kind: 'server', url, poolSize: 1 });
  await expect(db.selectFrom('hosts').selectAll().execute()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await close();
});
