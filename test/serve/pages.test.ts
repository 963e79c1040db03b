import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp } from './app.ts';
import { FRONT_PAGE } from './front-page.ts';
import { type News, saveNews } from './news.ts';

const ATTACK = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\u0000`;

/** Six of them are shown in a list, of names as long as a tag's may be. */
const MANY_TAGS = Object.fromEntries(
  Array.from({ length: 7 }, (_, index) => [`org:${'o'.repeat(60)}-${index}`, []]),
);

/** As large as an item may become in every field: of characters that take six bytes in HTML. */
const HUGE: News = {
  title: '"'.repeat(5_000),
  publisher: 'harbour-post',
  feeds: ['harbour'],
  language: 'en',
  at: '2026-03-10T10:00:00Z',
  url: `https://harbour-post.example/${'a'.repeat(5_000)}`,
  summary: '&quot;'.repeat(50_000),
  text: Array.from({ length: 2_000 }, () => '"'.repeat(300)).join('\n\n'),
  authors: Array.from({ length: 200 }, () => '"'.repeat(500)),
  categories: Array.from({ length: 500 }, () => '"'.repeat(500)),
  tags: Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `org:${'o'.repeat(40)}-${index}`,
      Array.from({ length: 30 }, () => ['"'.repeat(index + 1), '"'.repeat(300)] as const),
    ]),
  ),
};

describeEachEngine('the pages', (engine) => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    buildTestApp(engine.db).app.request(path, { headers });
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const response = await get(path, headers);
    expect([path, response.status]).toEqual([path, 200]);
    return load(await response.text());
  };

  it('shows the newest items with publisher, time and tags, and the topics', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const $ = await open('/');
    expect(
      $('article h3 a')
        .toArray()
        .map((link) => $(link).attr('href')),
    ).toEqual(ids.map((id) => `/items/${id}`));
    expect($('article').first().text()).toContain('Xəzər Xəbər');
    expect($('article time').first().attr('datetime')).toBe('2026-03-10T11:42:00.000Z');
    expect(
      $('.day')
        .toArray()
        .map((day) => $(day).text()),
    ).toEqual(['Tuesday 10 March 2026', 'Monday 9 March 2026']);
    expect($('#topics a[href="/topics/transport"]').text()).toBe('Transport3');
    expect(
      $('link[rel=alternate]')
        .toArray()
        .map((link) => $(link).attr('href')),
    ).toEqual(['/items/feed.atom', '/items/feed.json', '/items/feed.rss']);
  });

  it('pages by cursor, back to the newest too', async () => {
    const many = Array.from(
      { length: 60 },
      (_, index): News => ({
        publisher: 'p',
        feeds: [],
        language: 'en',
        title: `Item ${index}`,
        at: new Date(Date.UTC(2026, 2, 10, 10) - index * 60_000).toISOString(),
      }),
    );
    await saveNews(engine.db, many);
    const titles: string[] = [];
    let path: string | undefined = '/';
    while (path !== undefined) {
      const $ = await open(path);
      titles.push(
        ...$('article h3')
          .toArray()
          .map((title) => $(title).text()),
      );
      expect($('.older a[href="/"]')).toHaveLength(path === '/' ? 0 : 1);
      path = $('a[rel=next]').attr('href');
    }
    expect(titles).toEqual(many.map((item) => item.title));
  });

  it('shows a topic in the reader’s language with its permanent feeds', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const $ = await open('/topics/defence', { 'accept-language': 'uk' });
    expect($('h1').text()).toBe('Оборона');
    expect($('article')).toHaveLength(1);
    expect($('link[rel=alternate]').first().attr('href')).toBe('/topics/defence/feed.atom');
  });

  it('answers a search with its words in the box and its feeds beside', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const $ = await open('/?q=ferry');
    expect($('h1').text()).toBe('“ferry”');
    expect($('input[name=q]').attr('value')).toBe('ferry');
    expect($('article')).toHaveLength(1);
    expect($('link[rel=alternate]').first().attr('href')).toBe('/items/feed.atom?q=ferry');
  });

  it('shows an item with its text, its tags before it, and the words that gave them', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const $ = await open(`/items/${ids[1]}`);
    expect($('h1').text()).toBe(FRONT_PAGE[1]?.title);
    expect(
      $('.text p')
        .toArray()
        .map((p) => $(p).text())
        .join('\n\n'),
    ).toBe(FRONT_PAGE[1]?.text);
    const html = $.html();
    expect(html.indexOf('class="why"')).toBeLessThan(html.indexOf('class="text"'));
    expect($('.why dt').first().text()).toMatch(/^Defence, Politics/);
    expect($('.why dd').first().text()).toContain('ракета~');
    expect(
      $('.text mark')
        .toArray()
        .map((mark) => $(mark).text()),
    ).toContain('дводенних переговорів');
    expect($('.labels').text()).toContain('Політика');
    expect($('a[rel~=external]').first().attr('href')).toBe(
      'https://dnipro-visnyk.example/news/spilne-vyrobnytstvo',
    );
    expect($('.text').attr('lang')).toBe('uk');
  });

  it('says why an item has no text, and gives what the feed gave', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const $ = await open(`/items/${ids[3]}`);
    expect($('.notice').text()).toContain('no article could be found');
    expect($('.text').text()).toContain('Councils along the strait');
    expect((await open(`/items/${ids[4]}`))('.notice').text()).toContain('still to be read');
  });

  it('shows the state of the feeds, and documents every parameter and path of the API', async () => {
    await saveNews(engine.db, []);
    expect((await open('/feeds'))('.states > li')).toHaveLength(4);
    const $ = await open('/docs');
    const text = $('main').text();
    for (const said of [
      'GET /api/v1/items',
      'GET /topics/{id}/feed.atom',
      'GET /health',
      'since',
      'cursor',
      'ordered_at',
      'evidence',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('lets nothing that a publisher says become markup or a script', async () => {
    const ids = await saveNews(engine.db, [
      {
        title: ATTACK.replace('\u0000', ''),
        publisher: 'harbour-post',
        feeds: [],
        language: '"><script>',
        at: '2026-03-10T10:00:00Z',
        url: 'javascript:alert(3)',
        summary: ATTACK.replace('\u0000', ''),
        text: ATTACK.replace('\u0000', ''),
        authors: [ATTACK.replace('\u0000', '')],
        categories: [ATTACK.replace('\u0000', '')],
      },
    ]);
    for (const path of [
      '/',
      `/items/${ids[0]}`,
      `/?q=${encodeURIComponent('"><script>alert(1)</script>')}`,
    ]) {
      const $ = await open(path);
      expect($('script, img, [onerror]')).toHaveLength(0);
      expect($('a[href^="javascript:"]')).toHaveLength(0);
    }
  });

  it('stays under 100 KB, whatever an item says', async () => {
    const ids = await saveNews(engine.db, [
      HUGE,
      ...Array.from({ length: 24 }, () => ({ ...HUGE, text: '', tags: MANY_TAGS })),
    ]);
    for (const path of ['/', `/items/${ids[0]}`, '/docs', '/feeds', '/style.css']) {
      const bytes = (await (await get(path)).arrayBuffer()).byteLength;
      expect(bytes, path).toBeLessThan(100_000);
    }
    expect((await open(`/items/${ids[0]}`))('main').text()).toContain('only its beginning is shown');
  });

  it.each([
    ['/topics/no-such-topic', 404],
    ['/items/x', 404],
    ['/?limit=0', 400],
    ['/?topic=no-such-topic', 400],
    ['/nothing', 404],
  ])('answers %s with a page and %i', async (path, status) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'text/html; charset=UTF-8',
    ]);
    expect(load(await response.text())('h1')).toHaveLength(1);
  });
});
