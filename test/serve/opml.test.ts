import { load } from 'cheerio';
import { parseOpml as parseByFeedsmith } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { parseOpml } from '../../src/config/opml.ts';
import { renderOpml } from '../../src/serve/opml.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { CATALOG } from './catalog.ts';

const SOURCE = {
  catalog: CATALOG,
  baseUrl: 'https://news.example',
  languages: [],
  params: new URLSearchParams(),
};

describeEachEngine('OPML', (engine) => {
  const settings = { public: true };
  /** As somebody asks who shows no token, where reading is open. */
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    buildTestApp(engine.db, { settings }).app.request(path, { headers }, { peer: '203.0.113.9' });

  it.each(['feeds', 'searches', 'topics'])('lists all %s, and says when nothing changed', async (kind) => {
    const answer = await get(`/opml/${kind}.opml`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/x-opml; charset=utf-8']);
    const text = await answer.text();
    const { head, body } = parseByFeedsmith(text);
    expect(head?.title).toContain('— Topicwire');
    expect(body?.outlines?.length).toBeGreaterThan(1);
    const again = await get(`/opml/${kind}.opml`, { 'if-none-match': answer.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('leads to feeds and pages that are there', async () => {
    for (const kind of ['searches', 'topics']) {
      const $ = load(await (await get(`/opml/${kind}.opml?lang=uk`)).text(), { xml: true });
      for (const outline of $('outline[xmlUrl]').toArray().slice(0, 3)) {
        const { xmlUrl = '', htmlUrl = '' } = $(outline).attr() ?? {};
        const feed = load(await (await get(xmlUrl)).text(), { xml: true });
        expect(feed('feed > link[rel=self]').attr('href')).toBe(xmlUrl);
        expect(feed('feed > link[rel=alternate]').attr('href')).toBe(htmlUrl);
        expect((await get(htmlUrl)).status).toBe(200);
      }
    }
  });

  it('names topics in the language asked for, and keeps what is not public', async () => {
    const topics = await (await get('/opml/topics.opml', { 'accept-language': 'az' })).text();
    expect(topics).toContain('text="Nəqliyyat"');
    expect(topics).not.toContain('?lang=');
    expect(await (await get('/opml/topics.opml?lang=uk')).text()).toMatch(
      /text="Транспорт"[^>]*xmlUrl="http:\/\/localhost\/topics\/transport\/feed\.atom\?lang=uk"/,
    );
    expect(await (await get('/opml/searches.opml')).text()).not.toContain('For ourselves');
    expect((await get('/opml/topics.opml?lang=english')).status).toBe(400);
    expect((await get('/opml/items.opml')).status).toBe(404);
  });
});

describe('a list of feeds', () => {
  it('has what OPML 2.0 asks of a subscription, and the name, page and language of each', () => {
    const $ = load(renderOpml('searches', SOURCE), { xml: true });
    expect($('opml').attr('version')).toBe('2.0');
    expect($('opml > head > title')).toHaveLength(1);
    expect($('opml > body')).toHaveLength(1);
    expect(
      $('body > outline')
        .toArray()
        .map((outline) => $(outline).attr()),
    ).toEqual([
      {
        ...{ text: 'Black Sea & <ports>', title: 'Black Sea & <ports>', type: 'rss' },
        xmlUrl: 'https://news.example/searches/black-sea/feed.atom',
        htmlUrl: 'https://news.example/searches/black-sea',
      },
      {
        ...{ text: 'Протиповітряна оборона', title: 'Протиповітряна оборона', type: 'rss' },
        xmlUrl: 'https://news.example/searches/air-defence/feed.atom',
        htmlUrl: 'https://news.example/searches/air-defence',
        language: 'uk',
      },
      expect.objectContaining({ title: 'For ourselves' }),
    ]);
  });

  it('has topics below their parents, whose own feeds come first', () => {
    const $ = load(renderOpml('topics', SOURCE), { xml: true });
    const toNames = (selector: string) =>
      $(selector)
        .toArray()
        .map((outline) => $(outline).attr('text'));
    expect(toNames('body > outline').slice(0, 3)).toEqual(['Conflict', 'Culture', 'Economy']);
    const economy = 'body > outline[text=Economy]';
    expect($(economy).attr('xmlUrl')).toBeUndefined();
    expect(toNames(`${economy} > outline`)).toEqual([
      'Economy',
      'Agriculture',
      'Banking',
      'Energy',
      'Transport',
    ]);
    expect($('outline[xmlUrl]')).toHaveLength(CATALOG.topics.length);
  });

  it('is read again as it was written', () => {
    const parsed = parseOpml(renderOpml('feeds', SOURCE));
    expect(parsed.kind === 'parsed' ? parsed.entries : []).toEqual(
      CATALOG.feeds.map(({ url, publisher, language }) => ({
        url,
        title: `${CATALOG.publishers.find(({ id }) => id === publisher)?.name} (${language})`,
      })),
    );
  });

  it('stays valid without any', () => {
    const none = { ...SOURCE, catalog: { ...CATALOG, searches: [] } };
    expect(parseOpml(renderOpml('searches', none))).toEqual({ kind: 'parsed', entries: [] });
    expect(load(renderOpml('searches', none), { xml: true })('body > outline')).toHaveLength(1);
  });
});
