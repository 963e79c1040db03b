import { pino } from 'pino';
import { buildRetag, type Retag } from '../../src/retag.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { takeLock } from '../../src/store/lock.ts';
import type { Database } from '../../src/store/schema.ts';
import { compilePart } from '../../src/tag/changed.ts';
import { compileTagger } from '../../src/tag/compile.ts';
import { GENERATED_TOPICS } from './generated-items.ts';
import { readFiles } from './read-files.ts';

/** The generated topics alone: places would take longer to compile than a test lasts. */
const OPTIONS = { languages: ['az', 'uk', 'ru', 'en'], places: [] };

/** A worker's retagging by the generated topics before or after their change, as revision 1 or 2. */
export function buildGeneratedRetag(db: Database, when: keyof typeof GENERATED_TOPICS) {
  const { topics } = readFiles(GENERATED_TOPICS[when]);
  const tagger = compileTagger(topics, OPTIONS);
  const rules = {
    ...{ tagger, revision: when === 'before' ? 1 : 2 },
    compile: (scope: Parameters<typeof compilePart>[2]) => compilePart(topics, OPTIONS, scope),
  };
  const log = pino({ level: 'silent' });
  const retag: Retag = buildRetag({ db, log, limit: 20, rules: () => rules, now: () => new Date() });
  return { retag, tagger };
}

/** Opens the store at a directory, or at a server's URL by so many connections. */
export async function openPlace(place: string, poolSize = 2): Promise<OpenDatabase> {
  if (place.startsWith('postgres')) return openDatabase({ kind: 'server', url: place, poolSize });
  const lock = await takeLock(place, `${place}/socket`);
  const store = await openDatabase({ kind: 'embedded', lock });
  const close = async (): Promise<void> => {
    await store.close();
    await lock.release();
  };
  return { ...store, close };
}
