import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp, type TestAppOptions } from './app.ts';
import { FRONT_PAGE } from './front-page.ts';
import { saveNews } from './news.ts';

const ENDINGS = [
  ['atom', 'application/atom+xml; charset=utf-8'],
  ['rss', 'application/rss+xml; charset=utf-8'],
  ['json', 'application/feed+json; charset=utf-8'],
] as const;

describeEachEngine('feeds out', (engine) => {
  const get = (path: string, headers: Record<string, string> = {}, options: TestAppOptions = {}) =>
    buildTestApp(engine.db, options).app.request(path, { headers });

  it.each(ENDINGS)('gives a topic as feed.%s, and 304 to whoever has it', async (ending, type) => {
    await saveNews(engine.db, FRONT_PAGE);
    const path = `/topics/transport/feed.${ending}`;
    const first = await get(path);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, type]);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(path, { 'if-none-match': known });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('changes its ETag when an item is added', async () => {
    const before = (await get('/topics/transport/feed.atom')).headers.get('etag');
    await saveNews(engine.db, FRONT_PAGE);
    expect((await get('/topics/transport/feed.atom')).headers.get('etag')).not.toBe(before);
  });

  it.each(ENDINGS)(
    'tells of feed.%s when it last changed, and goes by that alone where no tag is sent',
    async (ending) => {
      await saveNews(engine.db, FRONT_PAGE);
      const path = `/topics/transport/feed.${ending}`;
      const { headers } = await get(path);
      const changed = 'Tue, 10 Mar 2026 11:30:00 GMT';
      expect(headers.get('last-modified')).toBe(changed);
      const etag = headers.get('etag') ?? '';
      const ask = async (known: Record<string, string>) => {
        const answer = await get(path, known);
        return [answer.status, (await answer.text()) === ''];
      };
      expect(await ask({ 'if-modified-since': changed })).toEqual([304, true]);
      expect(await ask({ 'if-modified-since': 'Wednesday, 11-Mar-26 00:00:00 GMT' })).toEqual([304, true]);
      expect(await ask({ 'if-modified-since': 'Tue, 10 Mar 2026 11:29:59 GMT' })).toEqual([200, false]);
      expect(await ask({ 'if-modified-since': 'lately' })).toEqual([200, false]);
      // Where both are sent, the tag alone counts (RFC 9110, 13.2.2).
      expect(await ask({ 'if-none-match': '"other"', 'if-modified-since': changed })).toEqual([200, false]);
      const older = 'Mon, 09 Mar 2026 00:00:00 GMT';
      expect(await ask({ 'if-none-match': etag, 'if-modified-since': older })).toEqual([304, true]);
    },
  );

  it('has no date of change where it has no items', async () => {
    const { headers } = await get('/topics/transport/feed.rss');
    expect([headers.get('last-modified'), headers.get('etag')]).toEqual([null, expect.any(String)]);
  });

  it('labels its categories in the language asked for, each variant with a tag of its own', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const path = '/topics/transport/feed.atom?limit=1';
    const answers = [
      ['en', path, {}],
      ['uk', path, { 'accept-language': 'uk-UA, en;q=0.5' }],
      ['az', `${path}&lang=az`, { 'accept-language': 'uk' }],
    ] as const;
    const labels: Readonly<Record<string, string>> = { en: 'Transport', uk: 'Транспорт', az: 'Nəqliyyat' };
    const tags = new Set<string | null>();
    for (const [language, of, headers] of answers) {
      const answer = await get(of, headers);
      tags.add(answer.headers.get('etag'));
      expect(answer.headers.get('vary')).toBe('accept-language, accept-encoding');
      const $ = load(await answer.text(), { xml: true });
      expect($('entry > category[term=transport]').attr('label')).toBe(labels[language]);
      expect($('feed > title').text()).toBe(`${labels[language]} — Topicwire`);
    }
    expect(tags.size).toBe(3);
    const none = await get(`${path}&lang=english`);
    expect(none.status).toBe(400);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is coded by %s where that is asked for, under a weak tag', async (coding, decode) => {
    await saveNews(engine.db, FRONT_PAGE);
    const path = '/items/feed.json';
    const plain = await get(path);
    const coded = await get(path, { 'accept-encoding': coding });
    expect(coded.headers.get('content-encoding')).toBe(coding);
    expect(coded.headers.get('vary')).toContain('accept-encoding');
    const body = Buffer.from(await coded.arrayBuffer());
    const text = await plain.text();
    expect(body.length).toBeLessThan(text.length / 2);
    expect(decode(body).toString()).toBe(text);
    const etag = `W/${plain.headers.get('etag')}`;
    expect(coded.headers.get('etag')).toBe(etag);
    const again = await get(path, { 'accept-encoding': coding, 'if-none-match': etag });
    expect([again.status, again.headers.get('etag'), again.headers.get('content-encoding')]).toEqual([
      304,
      etag,
      null,
    ]);
    expect(await again.text()).toBe('');
  });

  it('gives any query as a feed, titled in words, with the same ids in every format', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const query = '?topic=transport&language=-en';
    const atom = load(await (await get(`/items/feed.atom${query}`)).text(), { xml: true });
    const rss = load(await (await get(`/items/feed.rss${query}`)).text(), { xml: true });
    const json: unknown = await (await get(`/items/feed.json${query}`)).json();
    const expected = [`tag:localhost,2026:items/${ids[0]}`, `tag:localhost,2026:items/${ids[2]}`];
    expect(
      atom('entry > id')
        .toArray()
        .map((id) => atom(id).text()),
    ).toEqual(expected);
    expect(
      rss('item > guid')
        .toArray()
        .map((guid) => rss(guid).text()),
    ).toEqual(expected);
    expect(json).toMatchObject({ items: expected.map((id) => ({ id })) });
    expect(atom('feed > title').text()).toBe('Transport, not in English — Topicwire');
    expect(atom('feed > link[rel=self]').attr('href')).toBe(
      'http://localhost/items/feed.atom?topic=transport&language=-en',
    );
  });

  it('links by the base URL that is set, and makes ids of its host, whatever the Host says', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const options = { settings: { baseUrl: 'https://news.example/' } };
    const $ = load(await (await get('/topics/energy/feed.atom', { host: 'other.example' }, options)).text(), {
      xml: true,
    });
    expect($('feed > id').text()).toBe('tag:news.example,2026:topics/energy');
    expect($('feed > link[rel=self]').attr('href')).toBe('https://news.example/topics/energy/feed.atom');
  });

  it('carries summaries and credit, full text only where the setting says so', async () => {
    const html = '<p>Whole text &amp; more</p>';
    await saveNews(engine.db, [
      {
        title: 'T',
        publisher: 'harbour-post',
        feeds: ['harbour'],
        language: 'en',
        at: '2026-03-10T10:00:00Z',
        summary: 'Short',
        text: 'Whole text & more',
        html,
      },
    ]);
    const plain = load(await (await get('/items/feed.atom')).text(), { xml: true });
    expect(plain('entry > summary').text()).toBe('Short');
    expect(plain('entry > content')).toHaveLength(0);
    expect(plain('entry > author > name').text()).toBe('Harbour & Post');
    const full = load(await (await get('/items/feed.atom', {}, { settings: { fullText: true } })).text(), {
      xml: true,
    });
    expect(full('entry > content').text()).toBe(html);
  });

  it('stays well-formed when an item has no title and characters XML forbids', async () => {
    await saveNews(engine.db, [
      {
        publisher: 'harbour-post',
        feeds: [],
        language: 'und',
        at: '2026-03-10T10:00:00Z',
        summary: 'Bell \u0007 &amp; <b>]]&gt;</b> 🎓',
      },
      { publisher: 'gone', feeds: [], language: 'und', at: '2026-03-10T09:00:00Z' },
    ]);
    const $ = load(await (await get('/items/feed.atom')).text(), { xml: true });
    expect(
      $('entry > title')
        .toArray()
        .map((title) => $(title).text()),
    ).toEqual(['Bell  & ]]> 🎓', 'Untitled']);
    expect($('entry > author > name').last().text()).toBe('gone');
    expect($('entry > link[rel=alternate]').first().attr('href')).toMatch(/^http:\/\/localhost\/items\/\d+$/);
  });

  it('goes on in a next page', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const first = load(await (await get('/items/feed.atom?limit=5')).text(), { xml: true });
    const next = first('feed > link[rel=next]').attr('href')?.replace('http://localhost', '') ?? '';
    const second = load(await (await get(next)).text(), { xml: true });
    expect(second('entry > id').first().text()).toBe(`tag:localhost,2026:items/${ids[5]}`);
    expect(second('feed > link[rel=next]')).toHaveLength(0);
    for (const $ of [first, second])
      expect($('feed > link[rel=first]').attr('href')).toBe('http://localhost/items/feed.atom?limit=5');
    expect(second('feed > id').text()).toBe(first('feed > id').text());
  });

  it.each([
    ['/topics/no-such-topic/feed.atom', 404],
    ['/items/feed.rss?colour=red', 400],
    ['/items/feed.xml', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });
});
