import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

/** The directory cannot be opened by this version's embedded store; the message says what to do. */
export class StoreVersionError extends Error {
  override readonly name = 'StoreVersionError';
}

/** The PostgreSQL major inside the pinned PGlite 0.5; a data directory of another major cannot be opened by it. */
const EMBEDDED_MAJOR = 18;

/**
 * Opens PGlite in `<directory>/pglite`, made first where there is none; the caller holds the directory's lock. A new
 * store is made beside its place and moved there when whole, so that a kill amid the making leaves no torso.
 */
export async function openEmbedded(directory: string): Promise<PGlite> {
  const place = join(directory, 'pglite');
  const major = await readMajor(place);
  if (major === undefined) {
    await removeTorsos(directory);
    const making = join(directory, `${MAKING}${randomUUID()}`);
    await makeApart(making);
    await rename(making, place);
  } else if (major !== EMBEDDED_MAJOR) {
    throw new StoreVersionError(describeMajor(place, major));
  }
  return PGlite.create({ dataDir: place });
}

const MAKING = 'pglite.new-';

/** What a killed process left half made; its child may still be at it, so no two ever share a name. */
async function removeTorsos(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(MAKING)) await rm(join(directory, name), { recursive: true, force: true });
  }
}

const MAKE = `const { PGlite } = await import(process.argv[1]);
await (await PGlite.create({ dataDir: process.argv[2] })).close();`;

/**
 * In a process of its own: making a store takes about 850 MB for some seconds (PGlite 0.5.16, Node 20.20), which
 * this process would never give back; opening one takes 350. Without V8's optimising compiler, which code that runs
 * once does not repay, it is 100 MB less and takes a third of the time.
 */
async function makeApart(making: string): Promise<void> {
  const module = pathToFileURL(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  await promisify(execFile)(process.execPath, [
    '--liftoff-only',
    '--input-type=module',
    '--eval',
    MAKE,
    module.href,
    making,
  ]);
}

const describeMajor = (place: string, major: number): string =>
  `${place} was written by PostgreSQL ${major}, this Topicwire's embedded store is PostgreSQL ${EMBEDDED_MAJOR}: ` +
  'dump it with the Topicwire that wrote it, move the directory away, and restore the dump into the new one ' +
  'or into a server named by DATABASE_URL';

async function readMajor(place: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(place, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
