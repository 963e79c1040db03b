import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive, readStartTime } from './process-alive.ts';

/** Who holds a store directory. */
export interface LockOwner {
  readonly pid: number;
  /** The machine or container it runs in: a pid means nothing elsewhere. */
  readonly machine: string;
  /** The process's start as the system tells it, so that a reused pid is not taken for it; undefined where it tells nothing. */
  readonly startedAt: string | undefined;
  /** The Unix socket on which commands reach it. */
  readonly socketPath: string;
  /** Unlike any other holding. */
  readonly nonce: string;
}

/** The sole right to a store directory. */
export interface Lock {
  readonly directory: string;
  readonly owner: LockOwner;
  readonly release: () => Promise<void>;
}

/** Another process holds the store directory. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly owner: LockOwner;
  constructor(directory: string, owner: LockOwner) {
    const where = owner.machine === hostname() ? '' : ` on ${owner.machine}`;
    const hint =
      where === ''
        ? 'stop it first'
        : `stop it there; if that machine is gone, remove ${join(directory, 'lock')}`;
    super(`${directory} is in use by process ${owner.pid}${where}: ${hint}`);
    this.owner = owner;
  }
}

const OWNER = z.object({
  pid: z.number().int().positive(),
  machine: z.string(),
  startedAt: z.string().optional(),
  socketPath: z.string(),
  nonce: z.string(),
});

/** Contenders that see each other step back and come again; each time half as many, so this many rounds settle any start. */
const MAX_ROUNDS = 100;

/**
 * Takes the directory (made if missing) for this process, or throws LockedError. A lock is taken over only when the
 * process that wrote it is dead. The file lies outside PGlite's own directory, which two processes could open.
 */
export async function takeLock(directory: string, socketPath: string): Promise<Lock> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const owner: LockOwner = {
    pid: process.pid,
    machine: hostname(),
    startedAt: await readStartTime(process.pid),
    socketPath,
    nonce: randomUUID(),
  };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (await createWhole(join(directory, 'lock'), owner)) return toLock(directory, owner);
    const holder = await readOwner(join(directory, 'lock'));
    if (holder !== undefined && (await isHeld(holder))) throw new LockedError(directory, holder);
    if (holder !== undefined && !(await removeDead(directory, holder, owner))) await wait(Math.random() * 50);
  }
  throw new Error(
    `${join(directory, 'lock')}: its holder is dead, but so many others want it that none got it; try again`,
  );
}

/** Who holds the directory now; undefined where nobody alive does. */
export async function readLock(directory: string): Promise<LockOwner | undefined> {
  const holder = await readOwner(join(directory, 'lock'));
  return holder !== undefined && (await isHeld(holder)) ? holder : undefined;
}

/** On another machine we cannot see whether it lives: it counts as held. */
const isHeld = async (owner: LockOwner): Promise<boolean> =>
  owner.machine !== hostname() || (await isAlive(owner.pid, owner.startedAt));

/**
 * Removes a dead holder's lock file unless a rival is at the same; false means come again. Removing by name alone
 * would race: between our look and our removal a rival may have removed the dead one's file and put its own there.
 * So each contender first shows a flag, then looks for others' flags: of two, at least one sees the other's.
 */
async function removeDead(directory: string, dead: LockOwner, self: LockOwner): Promise<boolean> {
  const flag = join(directory, `lock.taking-${self.nonce}`);
  if (!(await createWhole(flag, self))) return false;
  try {
    for (const name of await readdir(directory)) {
      const rival = name.startsWith('lock.taking-') && name !== `lock.taking-${self.nonce}`;
      if (rival && !(await sweep(join(directory, name)))) return false;
    }
    const now = await readOwner(join(directory, 'lock'));
    if (now?.nonce === dead.nonce) await rm(join(directory, 'lock'), { force: true });
    return true;
  } finally {
    await rm(flag, { force: true });
  }
}

/** Removes the flag of a dead contender; false where it lives. A flag's name is its owner's alone, so this cannot race. */
async function sweep(flag: string): Promise<boolean> {
  const owner = await readOwner(flag);
  if (owner !== undefined && (await isHeld(owner))) return false;
  await rm(flag, { force: true });
  return true;
}

/** Creates the file with its whole content at once (a reader never sees half of it); false where it exists. */
async function createWhole(path: string, owner: LockOwner): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.tmp`;
  await writeFile(draft, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const owner = OWNER.safeParse(parseJson(text));
  if (!owner.success)
    throw new Error(`${path} is not a lock file of Topicwire: remove it if no Topicwire runs here`);
  return { ...owner.data, startedAt: owner.data.startedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toLock(directory: string, owner: LockOwner): Lock {
  const release = async (): Promise<void> => {
    const holder = await readOwner(join(directory, 'lock'));
    if (holder?.nonce === owner.nonce) await rm(join(directory, 'lock'), { force: true });
  };
  return { directory, owner, release };
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
