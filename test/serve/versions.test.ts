import { load } from 'cheerio';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { ItemId } from '../../src/model.ts';
import { VersionsJson } from '../../src/serve/history-schemas.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG, sure } from './catalog.ts';
import { NOW, saveNews } from './news.ts';

const FEED = sure(CATALOG.feeds[0]);
const NEWS = {
  ...{ title: 'Berth opens on Wednesday', publisher: FEED.publisher, feeds: [FEED.id], language: 'en' },
  ...{
    at: '2026-03-10T10:00:00Z',
    summary: '<p>In short.</p>',
    text: 'The berth opens. Ships come. All is well.',
  },
};
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describeEachEngine('former versions', (engine) => {
  const get = (path: string) => buildTestApp(engine.db).app.request(path);
  const ask = async (id: ItemId | number) =>
    VersionsJson.parse(await (await get(`/api/v1/items/${id}/versions`)).json());
  const save = async (over: Partial<typeof NEWS> = {}): Promise<ItemId> =>
    sure((await saveNews(engine.db, [{ ...NEWS, ...over }]))[0]);
  const keepEntry = (id: ItemId, title: string, minutes: number, summary = NEWS.summary) =>
    sql`insert into item_versions (item_id, part, replaced_at, title, summary_html)
      values (${id}, 'entry', ${at(minutes)}, ${title}, ${summary})`.execute(engine.db);
  const keepArticle = (id: ItemId, text: string, minutes: number) =>
    sql`insert into item_versions (item_id, part, replaced_at, text)
      values (${id}, 'article', ${at(minutes)}, ${text})`.execute(engine.db);

  it('show each change of entry and article against what came after it, the newest first', async () => {
    const id = await save();
    await keepEntry(id, 'Berth opens', 1);
    await keepArticle(id, 'The berth opens. All is well.', 2);
    await keepEntry(id, 'Berth opens on Tuesday', 3, '<div>In <b>short</b>.</div>');
    await sql`update items set page_unchanged_at = ${at(4)}`.execute(engine.db);
    expect(await ask(id)).toEqual({
      id,
      versions: [
        {
          part: 'entry',
          replaced_at: at(3).toISOString(),
          changes: [
            {
              ...{ field: 'title', added_chars: 9, removed_chars: 7 },
              runs: [
                { kind: 'same', text: 'Berth opens on ' },
                { kind: 'removed', text: 'Tuesday' },
                { kind: 'added', text: 'Wednesday' },
              ],
            },
          ],
        },
        {
          part: 'article',
          replaced_at: at(2).toISOString(),
          changes: [
            {
              ...{ field: 'text', added_chars: 12, removed_chars: 0 },
              runs: [
                { kind: 'same', text: 'The berth opens. ' },
                { kind: 'added', text: 'Ships come. ' },
                { kind: 'same', text: 'All is well.' },
              ],
            },
          ],
        },
        {
          part: 'entry',
          replaced_at: at(1).toISOString(),
          changes: [
            {
              ...{ field: 'title', added_chars: 11, removed_chars: 0 },
              runs: [
                { kind: 'same', text: 'Berth opens' },
                { kind: 'added', text: ' on Tuesday' },
              ],
            },
          ],
        },
      ],
      versions_omitted: 0,
      page_unchanged_at: at(4).toISOString(),
    });
  });

  it('shorten what stayed, and give no more than the newest twenty', async () => {
    const long = 'A sentence of the article that nobody has touched since. '.repeat(40);
    const id = await save({ text: `${long}New. ${long}` });
    for (let minute = 0; minute < 23; minute += 1)
      await keepArticle(id, `${long}${minute === 22 ? 'Old' : `Round ${minute}`}. ${long}`, minute);
    const { versions, versions_omitted } = await ask(id);
    expect([versions.length, versions_omitted]).toEqual([20, 3]);
    const runs = sure(versions[0]?.changes[0]).runs;
    expect(runs.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
    for (const { text } of runs) expect(text.length).toBeLessThan(100);
  });

  it('are none of an item that never changed, and 404 of none', async () => {
    const id = await save();
    expect(await ask(id)).toEqual({ id, versions: [], versions_omitted: 0, page_unchanged_at: null });
    for (const none of ['999', 'x']) expect((await get(`/api/v1/items/${none}/versions`)).status).toBe(404);
    expect(await (await get(`/items/${id}`)).text()).not.toContain('What changed');
  });

  it('stand on the item’s page with what was taken out and put in, as text and nothing else', async () => {
    const id = await save({ title: 'Berth <img src=x onerror=alert(1)> opens' });
    await keepEntry(id, 'Berth <script>alert(1)</script> opens', 1);
    await keepEntry(id, 'Berth <img src=x onerror=alert(1)> opens', 0, '<p>Other words.</p>');
    const page = load(await (await get(`/items/${id}`)).text());
    const section = page('section.versions');
    expect(section.attr('aria-labelledby')).toBe(section.find('h2').attr('id'));
    expect(section.find('li')).toHaveLength(2);
    expect(section.find('li').first().find('del').text()).toContain('script');
    expect(section.find('li').first().find('ins').text()).toContain('img');
    expect(section.find('script, img')).toHaveLength(0);
    expect(section.find('a').attr('href')).toBe(`/api/v1/items/${id}/versions`);
  });

  it('leave the item’s page under 100 KB, whatever they say', async () => {
    const id = await save({ text: '<&"\'> '.repeat(20_000) });
    for (let minute = 0; minute < 8; minute += 1)
      await keepArticle(id, `${'&<>" '.repeat(30_000)}${minute}`, minute);
    const bytes = (await (await get(`/items/${id}`)).arrayBuffer()).byteLength;
    expect(bytes).toBeLessThan(100_000);
  });
});
