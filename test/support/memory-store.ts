import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import './store-image.ts';

/** An empty embedded store in memory, not yet migrated. */
export const openMemory = async (): Promise<OpenDatabase> =>
  openDatabase({ kind: 'memory', image: new Blob([await readFile(inject('storeImage'))]) });
