import { load } from 'cheerio';
import { expect, it } from 'vitest';
import type { ExtractionUse } from '../../src/model.ts';
import { FeedsJson } from '../../src/serve/schemas.ts';
import { countExtraction } from '../../src/store/extraction.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG, sure } from './catalog.ts';
import { NOW, saveNews } from './news.ts';

const FEED = sure(CATALOG.feeds[0]);

describeEachEngine('how pages are read', (engine) => {
  const count = async (times: number, use: ExtractionUse): Promise<void> => {
    for (let time = 0; time < times; time += 1) await countExtraction(engine.db, FEED.publisher, use, NOW);
  };
  const get = (path: string) => buildTestApp(engine.db).app.request(path);

  it('stands with the feeds of the publisher, and a rule that stopped fitting is named', async () => {
    await saveNews(engine.db, []);
    await count(13, { kind: 'site', rule: { id: 'harbour.example', outcome: 'matched' } });
    await count(6, { kind: 'general', rule: { id: 'harbour.example', outcome: 'missed' } });
    await count(1, { kind: 'failed', rule: undefined });
    const { feeds } = FeedsJson.parse(await (await get('/api/v1/feeds')).json());
    const feed = sure(feeds.find(({ id }) => id === FEED.id));
    expect(feed.extraction).toMatchObject({
      ...{ pages: 20, site: 13, structured: 0, general: 6, feed: 0, short: 0, failed: 1 },
      days: [{ day: '2026-03-10', site: 13, general: 6, failed: 1 }],
      stopped_rules: [{ rule: 'harbour.example', matched_at: NOW.toISOString(), misses: 6 }],
    });
    expect(feed.notes).toEqual([
      expect.stringMatching(/^The site rule harbour\.example no longer fits: it missed the last 6 pages/),
    ]);
    const others = feeds.filter(({ publisher }) => publisher !== FEED.publisher);
    expect(others.length).toBeGreaterThan(0);
    for (const { extraction } of others) expect(extraction).toBeNull();
    const page = load(await (await get('/feeds')).text());
    expect(page('#content').text()).toContain(
      'Pages of 14 days: 20; read by site 65 %, general 30 %, failed 5 %',
    );
    expect(page('#content').text()).toContain('The site rule harbour.example no longer fits');
  });
});
