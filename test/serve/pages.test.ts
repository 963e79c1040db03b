import { load } from 'cheerio';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachEngine } from '../support/database.ts';
import { buildTestApp, type TestAppOptions } from './app.ts';
import { FRONT_PAGE } from './front-page.ts';
import { type News, saveItems, saveNews } from './news.ts';

const ATTACK = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\u0000`;

/** Six of them are shown in a list, of names as long as a tag's may be. */
const MANY_TAGS = Object.fromEntries(
  Array.from({ length: 7 }, (_, index) => [`org:${'o'.repeat(60)}-${index}`, []]),
);

/** Six topics, each by words as long as they are shown, of characters that take six bytes in HTML. */
const MANY_WORDS = Object.fromEntries(
  ['banking', 'culture', 'defence', 'health', 'sport', 'weather'].map((topic, index) => [
    topic,
    [1, 2, 3].map((word) => ['"'.repeat(10 * index + word + 40), 'rule'] as const),
  ]),
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
  const get = (path: string, headers: Record<string, string> = {}, options: TestAppOptions = {}) =>
    buildTestApp(engine.db, options).app.request(path, { headers });
  const open = async (path: string, headers: Record<string, string> = {}, options: TestAppOptions = {}) => {
    const response = await get(path, headers, options);
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
    expect([$('h1').text(), $('h1').attr('lang')]).toEqual(['Оборона', 'uk']);
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

  it('says in words what is asked, each condition with the list without it, and how programs ask it', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const asked = 'q=ракет*+-"пор+річ"+OR+міст&place=UA,PL&language=uk&since=7d&topic=defence';
    const $ = await open(`/?${asked}`);
    const conditions = $('.conditions li').toArray();
    expect(conditions.map((each) => $(each).find('span').text())).toEqual([
      'with words that begin with “ракет” and not “пор річ” or “міст”',
      'about Ukraine or Poland',
      'in Ukrainian',
      'of the last 7 days',
      'on Defence',
    ]);
    const [, withoutPlace] = conditions.map((each) => $(each).find('a').attr('href'));
    expect(new URL(withoutPlace ?? '', 'http://x').pathname).toBe('/topics/defence');
    expect([...new URL(withoutPlace ?? '', 'http://x').searchParams.keys()]).toEqual([
      'q',
      'language',
      'since',
    ]);
    const api = new URL($('.api code').text());
    expect([api.pathname, api.searchParams.get('topic'), api.searchParams.get('place')]).toEqual([
      '/api/v1/items',
      'defence',
      'UA,PL',
    ]);
    expect((await get(api.pathname + api.search)).status).toBe(200);
    expect((await open('/topics/defence'))('.conditions')).toHaveLength(0);
  });

  it('keeps what is asked in the fields that narrow it, and drops the empty ones of a form', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const $ = await open('/topics/defence?language=uk&place=UA');
    expect($('select[name=topic] option[selected]').attr('value')).toBe('defence');
    expect($('select[name=language] option[selected]').attr('value')).toBe('uk');
    expect($('input[type=hidden][name=place]').attr('value')).toBe('UA');
    const sent = await get('/?q=&topic=defence&language=&since=&order=relevance&place=UA');
    expect([sent.status, sent.headers.get('location')]).toEqual([302, '/topics/defence?place=UA']);
    expect((await get('/?q=&topic=')).headers.get('location')).toBe('/');
    expect((await get('/?q=&topic=no-such')).headers.get('location')).toBe('/?topic=no-such');
  });

  it('says at the search box what is wrong with its words, and leads on', async () => {
    const words = 'a'.repeat(400);
    const $ = load(await (await get(`/?q=${words}&language=uk`)).text());
    const box = $('input[name=q]');
    expect(box.attr('aria-invalid')).toBe('true');
    expect($(`#${box.attr('aria-describedby')}`).text()).toContain('expected at most 300 characters');
    expect($('.ways a').first().attr('href')).toBe('/?language=uk');
  });

  it('lists the best match first where that is asked, whatever its day', async () => {
    const item = (title: string, at: string): News => ({
      ...{ title, at, publisher: 'p', feeds: [], language: 'en' },
      text: 'The harbour.',
    });
    await saveNews(engine.db, [
      item('Roads', '2026-03-10T10:00:00Z'),
      item('Harbour harbour harbour', '2026-03-08T10:00:00Z'),
      item('Roads again', '2026-03-09T10:00:00Z'),
    ]);
    const $ = await open('/?q=harbour&order=relevance');
    expect($('article h3').first().text()).toBe('Harbour harbour harbour');
    expect($('.day').text()).toBe('Best matches first');
    expect($('article time').first().text()).toBe('8 Mar 2026, 10:00');
  });

  it('gives each tag with the word that speaks most for it, without the topics above it', async () => {
    await saveNews(engine.db, FRONT_PAGE);
    const tags = (await open('/'))('article').eq(1).find('.tags li');
    const $ = await open('/topics/defence');
    expect(tags.toArray().map((tag) => $(tag).text())).toEqual([
      'Defenceпротиповітряної оборони',
      'DiplomacyУгоду підписали',
      'Poland',
      'Ukraine',
      'NATO',
    ]);
    expect($('.tags li').first().text()).toBe('Defenceпротиповітряної оборони, ракет, міністри оборони');
  });

  it('keeps to the language that was asked for, wherever one goes', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    for (const path of [
      '/?lang=uk',
      `/items/${ids[1]}?lang=uk`,
      '/topics/defence?place=UA&lang=uk',
      '/feeds?lang=uk',
    ]) {
      const $ = await open(path);
      const links = $('a[href^="/"]')
        .toArray()
        .map((link) => $(link).attr('href') ?? '');
      expect(links.length).toBeGreaterThan(3);
      for (const link of links)
        expect(new URL(link, 'http://x').searchParams.getAll('lang'), link).toEqual(['uk']);
      expect(
        $('[form=search][name=lang], #search [name=lang]')
          .toArray()
          .map((field) => $(field).val()),
      ).toEqual(['uk']);
    }
    const plain = await open('/');
    expect(plain('a[href*="lang="], #search [name=lang]').length).toBe(0);
  });

  it('marks what is in another language than the page', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const $ = await open('/topics/defence', { 'accept-language': 'uk' });
    expect($('#topics a[aria-current=page] [lang=uk]').text()).toBe('Оборона');
    expect($('.tags a[lang=uk]').first().text()).toBe('Оборона');
    expect($('.because').first().attr('lang')).toBe('uk');
    const item = await open(`/items/${ids[1]}`);
    expect([item('title').attr('lang'), item('h1').attr('lang'), item('.labels dd').attr('lang')]).toEqual([
      'uk',
      'uk',
      'uk',
    ]);
    expect(item('.why a').first().attr('lang')).toBeUndefined();
  });

  it('says where an item is from, and leads to those beside it in its topic', async () => {
    const ids = await saveNews(engine.db, FRONT_PAGE);
    const $ = await open(`/items/${ids[2]}`);
    expect($('.provenance').text()).toContain('sure to 90 %');
    expect($('.provenance a').attr('href')).toBe('/?feed=xezer-ru');
    expect($('.neighbours h2').text()).toBe('Also on Transport');
    expect($('a[rel=prev]').attr('href')).toBe(`/items/${ids[0]}`);
    expect($('a[rel=next]').attr('href')).toBe(`/items/${ids[3]}`);
    const first = await open(`/items/${ids[0]}`);
    expect([first('a[rel=prev]').length, first('a[rel=next]').attr('href')]).toEqual([0, `/items/${ids[2]}`]);
    expect((await open(`/items/${ids[4]}`))('.neighbours')).toHaveLength(0);
  });

  it('shows an article’s picture by setting alone', async () => {
    const [id] = await saveNews(engine.db, FRONT_PAGE.slice(0, 1));
    const show = async (leadImage: string, images: boolean) => {
      await sql`update items set article = ${JSON.stringify({ leadImage })}::jsonb`.execute(engine.db);
      const response = await get(`/items/${id}`, {}, { settings: { images } });
      const policy = response.headers.get('content-security-policy') ?? '';
      return [load(await response.text())('img').attr('src'), /img-src ([^;]*)/.exec(policy)?.[1]];
    };
    const picture = 'https://pictures.example/a.jpg';
    expect(await show(picture, true)).toEqual([picture, "'self' https:"]);
    expect(await show(picture, false)).toEqual([undefined, "'self'"]);
    expect(await show('javascript:alert(1)', true)).toEqual([undefined, "'self' https:"]);
  });

  it('lists the feeds in trouble first, by state, and the retagging under way', async () => {
    await saveNews(engine.db, []);
    await sql`update feeds set failures = 2, failure = 'timeout' where id = 'xezer-ru'`.execute(engine.db);
    const retagging = { toDo: 40, done: 2, since: new Date('2026-03-10T11:00:00Z') };
    const health = { status: 'ok', revision: 1, pending: undefined, retagging, counts: {} } as const;
    const $ = await open('/feeds', {}, { health });
    expect($('.states h2').first().text()).toBe('xezer-ru');
    expect($('.head').text()).toContain('2 done, 40 to do');
    expect(
      $('.filter a')
        .toArray()
        .map((link) => $(link).text()),
    ).toEqual(['All 4', 'Failing 1', 'Silent 0', 'Not asked yet 3', 'Working 0']);
    const failing = await open('/feeds?state=failing');
    expect([failing('.states > li').length, failing('[aria-current=page]').last().text()]).toEqual([
      1,
      'Failing 1',
    ]);
    expect((await open('/feeds?state=silent'))('.none').text()).toBe('No feed is in this state.');
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
      expect($('script:not([src="/script.js"]), img, [onerror]')).toHaveLength(0);
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
    const words = Array.from({ length: 25 }, () => ({ ...HUGE, text: '', tags: MANY_WORDS }));
    await saveItems(engine.db, words);
    for (const path of ['/?topic=defence&since=30d', '/topics/defence']) {
      const html = await (await get(path)).text();
      expect(load(html)('.because').length, path).toBe(150);
      expect(Buffer.byteLength(html), path).toBeLessThan(100_000);
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
