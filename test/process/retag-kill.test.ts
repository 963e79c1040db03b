import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/plan.ts';
import type { Retag } from '../../src/retag.ts';
import { migrate } from '../../src/store/migrate.ts';
import { loadRetagProgress } from '../../src/store/retaggings.ts';
import { createServerDatabase } from '../support/database.ts';
import { GENERATED_TOPICS, storeItems } from '../support/generated-items.ts';
import { buildRandom } from '../support/random.ts';
import { readFiles } from '../support/read-files.ts';
import { buildGeneratedRetag, openPlace } from '../support/retag-store.ts';
import { startScript } from '../support/script.ts';
import { listTags, listTagsAnew } from '../support/tag-lines.ts';

const RETAGGER = new URL('./retag-until-killed.ts', import.meta.url);
const ITEMS = 2_000;
const KILLS = 5;

async function finish(retag: Retag): Promise<void> {
  while (await retag.next());
}

describe.each(['embedded', 'server'] as const)('retagging killed at random moments (%s)', (engine) => {
  it('goes on where it was and ends with the tags of a clean run', async ({ skip }) => {
    const server = engine === 'server' ? await createServerDatabase() : undefined;
    if (engine === 'server' && server === undefined) return skip('no PostgreSQL here');
    const directory = await mkdtemp(join(tmpdir(), 'topicwire-retag-'));
    const place = server?.url ?? directory;
    try {
      const first = await openPlace(place);
      await migrate(first.db);
      await storeItems(first.db, ITEMS);
      await applyConfig(first.db, readFiles(GENERATED_TOPICS.before), new Date());
      await finish(buildGeneratedRetag(first.db, 'before').retag);
      await applyConfig(first.db, readFiles(GENERATED_TOPICS.after), new Date());
      await first.close();

      const random = buildRandom(11);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const script = startScript(RETAGGER, place);
        const pages = 2 + Math.floor(random() * 10);
        for (let page = 0; page < pages; page += 1) expect(await script.nextLine()).toBe('page');
        await wait(random() * 20);
        expect(await script.kill()).not.toContain('done');
      }

      const last = await openPlace(place);
      const progress = await loadRetagProgress(last.db);
      expect(progress?.done).toBeGreaterThan(0);
      expect(progress?.toDo).toBe(ITEMS - (progress?.done ?? 0));
      const { retag, tagger } = buildGeneratedRetag(last.db, 'after');
      await finish(retag);
      // The server may still be ending the transaction of the last one killed.
      while ((await loadRetagProgress(last.db)) !== undefined) await finish(retag);
      expect(await listTags(last.db)).toEqual(await listTagsAnew(last.db, tagger, ITEMS));
      await last.close();
    } finally {
      await rm(directory, { recursive: true, force: true });
      await server?.drop();
    }
  });
});
