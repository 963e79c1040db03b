import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../log.ts';
import { type OpenDatabase, openDatabase } from '../store/database.ts';
import { clearLeases } from '../store/hosts.ts';
import { takeLock } from '../store/lock.ts';
import { migrate } from '../store/migrate.ts';
import { sha256Hex } from '../text/hash.ts';

export interface OpenStore extends OpenDatabase {
  /** The socket of the embedded store's one owner; undefined with PostgreSQL, which everybody opens. */
  readonly socketPath: string | undefined;
}

/** Linux allows 107 bytes for a socket's path (unix(7)), macOS 103. */
const MAX_SOCKET_PATH = 100;

/** Where the owner of this directory listens. */
export function toSocketPath(directory: string): string {
  const path = resolve(directory, 'socket');
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH
    ? path
    : join(tmpdir(), `topicwire-${sha256Hex(resolve(directory)).slice(0, 16)}.sock`);
}

/** Opens and migrates the store of the settings; the embedded one for this process alone, or LockedError is thrown. */
export async function openStore(settings: Settings, log: Log): Promise<OpenStore> {
  const { databaseUrl, directory, poolSize } = settings.store;
  const onLost = (error: Error): void => log.warn({ err: error }, 'the database dropped an idle connection');
  if (databaseUrl !== undefined) {
    const store = await openDatabase({ kind: 'server', url: databaseUrl, poolSize }, onLost);
    await migrate(store.db);
    return { ...store, socketPath: undefined };
  }
  const socketPath = toSocketPath(directory);
  const lock = await takeLock(directory, socketPath);
  try {
    const store = await openDatabase({ kind: 'embedded', lock }, onLost);
    await migrate(store.db);
    await clearLeases(store.db);
    const close = async (): Promise<void> => {
      await store.close();
      await lock.release();
    };
    return { ...store, close, socketPath };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
