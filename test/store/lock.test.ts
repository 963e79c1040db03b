import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LockedError, readLock, takeLock } from '../../src/store/lock.ts';
import { isAlive, readStartTime } from '../../src/store/process-alive.ts';
import { type Script, startScript } from '../support/script.ts';

const HOLD_LOCK = new URL('./hold-lock.ts', import.meta.url);

describe('the lock of the embedded store', () => {
  const place = { directory: '' };
  const scripts: Script[] = [];
  const hold = (): Script => {
    const script = startScript(HOLD_LOCK, place.directory);
    scripts.push(script);
    return script;
  };
  const take = () => takeLock(place.directory, join(place.directory, 'socket'));

  beforeEach(async () => {
    place.directory = await mkdtemp(join(tmpdir(), 'topicwire-lock-'));
  });
  afterEach(async () => {
    for (const script of scripts.splice(0)) await script.kill();
    await rm(place.directory, { recursive: true, force: true });
  });

  test('names its holder and the socket, and is gone when released', async () => {
    const lock = await take();
    const owner = { pid: process.pid, machine: hostname(), socketPath: join(place.directory, 'socket') };
    expect(await readLock(place.directory)).toMatchObject(owner);
    await expect(take()).rejects.toThrow(LockedError);
    await lock.release();
    expect(await readLock(place.directory)).toBeUndefined();
    expect(await readdir(place.directory)).toEqual([]);
    await (await take()).release();
  });

  test('makes the directory', async () => {
    const lock = await takeLock(join(place.directory, 'a', 'b'), 's');
    await lock.release();
  });

  test('refuses while another process lives and names its pid', async () => {
    const script = hold();
    expect(await script.nextLine()).toBe(`held ${script.process.pid}`);
    await expect(take()).rejects.toThrow(`is in use by process ${script.process.pid}: stop it first`);
  });

  test('is taken over from a killed process', async () => {
    const script = hold();
    await script.nextLine();
    await script.kill();
    expect(await readLock(place.directory)).toBeUndefined();
    const lock = await take();
    expect(await readLock(place.directory)).toEqual(lock.owner);
    await lock.release();
  });

  test('goes to one of several that find a dead holder at once', async () => {
    const dead = hold();
    await dead.nextLine();
    await dead.kill();
    const said = await Promise.all([hold(), hold(), hold(), hold()].map((script) => script.nextLine()));
    expect(said.filter((line) => line?.startsWith('held '))).toHaveLength(1);
    expect(said.filter((line) => line?.startsWith('LockedError: '))).toHaveLength(3);
    expect(await readdir(place.directory)).toEqual(['lock']);
  });

  test('goes to one of many takers in one process', async () => {
    const dead = hold();
    await dead.nextLine();
    await dead.kill();
    const taken = await Promise.allSettled(Array.from({ length: 20 }, take));
    expect(taken.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(place.directory)).toEqual(['lock']);
  });

  const holder = async (over: object) => ({
    pid: process.pid,
    machine: hostname(),
    startedAt: await readStartTime(process.pid),
    socketPath: 's',
    nonce: 'n',
    ...over,
  });

  test.each([
    ['a pid that was given to another process since', { startedAt: 'another boot/1' }, true],
    ['a pid nobody has', { pid: 2 ** 22 + 1 }, true],
    ['a living process', {}, false],
    ['a living process whose start is unknown', { startedAt: undefined }, false],
    ['a process on another machine, which cannot be seen', { machine: 'elsewhere' }, false],
  ])('with %s', async (_name, over, free) => {
    await writeFile(join(place.directory, 'lock'), JSON.stringify(await holder(over)));
    if (free) await (await take()).release();
    else await expect(take()).rejects.toThrow(LockedError);
  });

  test('is taken although a contender died amid taking over', async () => {
    await writeFile(
      join(place.directory, 'lock'),
      JSON.stringify(await holder({ pid: 2 ** 22 + 1, nonce: 'dead' })),
    );
    const torso = join(place.directory, 'lock.taking-dead');
    await writeFile(torso, JSON.stringify(await holder({ pid: 2 ** 22 + 2 })));
    const lock = await take();
    expect(await readdir(place.directory)).toEqual(['lock']);
    await lock.release();
  });

  test('of a file that is no lock is left alone', async () => {
    await writeFile(join(place.directory, 'lock'), 'something else');
    await expect(take()).rejects.toThrow('is not a lock file of Topicwire');
    expect(await readFile(join(place.directory, 'lock'), 'utf8')).toBe('something else');
  });
});

describe('isAlive', () => {
  test('knows this process by pid and start', async () => {
    expect(await isAlive(process.pid, await readStartTime(process.pid))).toBe(true);
    expect(await isAlive(process.pid, 'another start')).toBe(false);
  });
});
