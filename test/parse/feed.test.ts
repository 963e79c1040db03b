import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/parse/feed.ts';
import { FEED_URL, parse, parseAtom, parseItem } from './support.ts';

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/feeds/${name}`, import.meta.url));

describe('whole feeds', () => {
  test('reads an agency feed with its dates to the second', async () => {
    const feed = await parse(fixture('sound/report-az.xml'));
    expect(feed).toMatchObject({
      format: 'rss',
      reader: 'rss-parser',
      title: 'Hesabat agency',
      asks: { ttlSeconds: 900, skipHours: [], skipDays: [] },
      isWhole: true,
    });
    expect(feed).toMatchObject({ link: 'https://hesabat.example/en', language: 'en', drops: [] });
    expect(feed.entries[0]).toEqual({
      id: 'https://hesabat.example/en/infrastructure/ferry-line-resumes',
      url: 'https://hesabat.example/en/infrastructure/ferry-line-resumes',
      title: 'Ferry line between Baku and Aktau resumes & tariffs fall',
      publishedAt: new Date('2026-02-09T12:25:00Z'),
      updatedAt: undefined,
      publishedText: 'Mon, 09 Feb 2026 16:25:00 +0400',
      authors: [],
      categories: ['Infrastructure'],
      summaryHtml:
        'The first ferry left the port of Alat at dawn, Hesabat informs referring to the port authority. Tickets cost <b>a fifth</b> less than in spring.',
      contentHtml: undefined,
      enclosures: [
        { url: 'https://static.hesabat.example/photo/1_850.jpg', type: 'image/jpeg', length: undefined },
      ],
      language: 'en',
    });
    expect(feed.entries[1]).toMatchObject({ id: 'hesabat-2', title: 'Dənizdə külək güclənəcək' });
    expect(feed.entries[1]?.summaryHtml).toBe('Hidrometeorologiya xidməti xəbərdarlıq edir.');
  });

  test('reads full text beside the summary and resolves its relative links', async () => {
    // The feed comes from another host than the site, as from a feed proxy: links are the site's.
    const feed = await parse(fixture('sound/interfax-ukraine.xml'));
    expect(feed.entries[0]).toMatchObject({
      summaryHtml: 'Роботи на мосту завершено.',
      authors: ['Оксана Приклад'],
      categories: ['Транспорт', 'Регіони'],
    });
    expect(feed.entries[0]?.contentHtml).toContain(
      '<a href="https://visnyk.example/news/general/900000.html">',
    );
  });

  test('reads Atom with its own rules for text, links and dates', async () => {
    const feed = await parse(fixture('sound/atom.xml'));
    expect(feed).toMatchObject({ format: 'atom', title: 'Harbour & Rail', link: 'https://harbour.example/' });
    expect(feed.entries[0]).toMatchObject({
      title: 'Cranes return',
      url: 'https://harbour.example/cranes',
      publishedAt: new Date('2026-02-08T06:00:00Z'),
      updatedAt: new Date('2026-02-09T10:00:00Z'),
      authors: ['Ann Example'],
      categories: ['Ports', 'ports'],
      summaryHtml: 'Five cranes &lt; six.',
      enclosures: [{ url: 'https://harbour.example/cranes.mp3', type: 'audio/mpeg', length: 1200 }],
      language: 'en-GB',
    });
    expect(feed.entries[1]).toMatchObject({ url: 'https://harbour.example/bare', authors: ['Desk'] });
  });

  test('reads RSS 1.0, whose items stand beside the channel', async () => {
    const feed = await parse(fixture('sound/rdf.xml'));
    expect(feed).toMatchObject({ format: 'rdf', title: 'Ticker', language: 'de' });
    expect(feed.entries[0]).toMatchObject({
      id: 'https://ticker.example/1',
      title: 'Brücke gesperrt',
      authors: ['M. Muster'],
      categories: ['Verkehr'],
      publishedAt: new Date('2026-02-09T13:35:00Z'),
    });
  });

  test('takes files from media groups and names from the format itself', async () => {
    const feed = await parse(fixture('sound/media.xml'));
    expect(feed).toMatchObject({ title: 'Clips', link: 'https://clips.example/' });
    expect(feed.entries[0]).toMatchObject({
      title: 'Tram returns',
      authors: ['Clip Desk'],
      categories: ['City'],
    });
    expect(feed.entries[0]?.enclosures).toEqual([
      { url: 'https://clips.example/tram.mp4', type: 'video/mp4', length: 900 },
      { url: 'https://clips.example/tram.jpg', type: undefined, length: undefined },
    ]);
  });

  test('reads a feed in a namespace of its own with a full text of its own', async () => {
    const feed = await parse(fixture('odd/suspilne.xml'));
    expect(feed.entries[0]).toMatchObject({
      id: undefined,
      url: 'https://hromada.example/lviv/100-trolejbusy/',
      summaryHtml: 'Рух відновлено.',
      contentHtml: '<p>Рух відновлено зранку, повідомили у міськраді.</p>',
    });
  });

  test('unwraps CDATA marks that were escaped', async () => {
    const feed = await parse(fixture('odd/qafqazinfo.xml'));
    expect(feed.entries[0]).toMatchObject({
      summaryHtml: '<p>Park səhər saatlarında açıldı.</p>',
      enclosures: [{ url: 'https://lent.example/p/1.jpg' }],
    });
  });
});

describe('what is no feed', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n ', 'empty'],
    ['text', 'garbage', 'not-a-feed'],
    [
      'OPML',
      '<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://a.example/"/></body></opml>',
      'not-a-feed',
    ],
    [
      'a sitemap',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>',
      'not-a-feed',
    ],
    [
      'RDF of another kind',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF>',
      'not-a-feed',
    ],
    ['a cut-off prolog', '<?xml version="1.0" enc', 'not-a-feed'],
    [
      'a page that speaks of feeds',
      '<html><body>&lt;rss version="2.0"&gt; <rss></body></html>',
      'not-a-feed',
    ],
    ['other JSON', '{"error":"rate limited"}', 'not-a-feed'],
    ['a JSON array', '[1,2]', 'malformed'],
    ['broken JSON', '{"version":', 'malformed'],
  ])('%s is refused by name', async (_name, body, failure) => {
    const result = await parseFeed({ body, url: FEED_URL, contentType: undefined, zone: 'UTC' });
    expect(result).toMatchObject({ kind: 'failed', failure });
  });

  test('a page offers the feeds it declares', async () => {
    const body = `<!DOCTYPE html><html><head><base href="https://site.example/az/">
      <link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="ru" href="/ru">
      <link rel="alternate" type="application/rss+xml" href="rss?a=1&amp;b=2">
      <LINK REL="Alternate" TYPE="application/atom+xml" HREF="/feed.atom"></head>
      <body><a class="social-links-rss" href="/news/last.rss">RSS</a><a href="/news">News</a></body></html>`;
    const result = await parseFeed({
      body,
      url: 'https://site.example/',
      contentType: 'text/html',
      zone: 'UTC',
    });
    expect(result).toMatchObject({
      failure: 'not-a-feed',
      detail: 'an HTML page',
      feedLinks: [
        'https://site.example/az/rss?a=1&b=2',
        'https://site.example/feed.atom',
        'https://site.example/news/last.rss',
      ],
    });
  });
});

describe('titles and texts', () => {
  test.each([
    ['an escaped ampersand', '<title>AT&amp;T</title>', 'AT&T'],
    ['one escaped twice', '<title>AT&amp;amp;T &amp;quot;x&amp;quot;</title>', 'AT&T "x"'],
    ['escaped tags of HTML', '<title>&lt;em&gt;New&lt;/em&gt; line</title>', 'New line'],
    ['a sign that is no tag', '<title>1 &lt; 2 and 3 &gt; 2</title>', '1 < 2 and 3 > 2'],
    ['a tag that is not of HTML', '<title>The &lt;redacted&gt; papers</title>', 'The <redacted> papers'],
    ['markup left unescaped', '<title>A <b>bold</b> step</title>', 'A bold step'],
    ['lines and spaces', '<title>\n  Two\n  words </title>', 'Two words'],
    ['references of HTML', '<title>Caf&eacute;&nbsp;&#8217;s</title>', 'Café ’s'],
    ['windows-1252 by number', '<title>don&#146;t</title>', 'don’t'],
    ['an unknown name', '<title>A &foobar; B</title>', 'A &foobar; B'],
    ['a query that looks like a reference', '<title>?a=1&copy=2</title>', '?a=1&copy=2'],
    ['the first of two', '<title>One</title><title>Two</title>', 'One'],
  ])('a title with %s', async (_name, inside, title) => {
    expect((await parseItem(inside)).title).toBe(title);
  });

  test.each([
    ['CDATA beside text', '<description>one <![CDATA[two]]> three</description>', 'one two three'],
    ['unescaped markup in order', '<description>One <b>two</b> three</description>', 'One <b>two</b> three'],
    ['HTML escaped twice', '<description>&amp;lt;p&amp;gt;Hi&amp;lt;/p&amp;gt;</description>', '<p>Hi</p>'],
    ['HTML escaped inside CDATA, as it is', '<description><![CDATA[&lt;p&gt;]]></description>', '&lt;p&gt;'],
    ['an emoticon', '<description>I <3 you</description>', 'I <3 you'],
    ['closing tags in the wrong order', '<description><b><i>x</b></i></description>', '<b><i>x</b></i>'],
  ])('a text with %s', async (_name, inside, html) => {
    expect((await parseItem(inside)).summaryHtml).toBe(html);
  });

  test.each([
    ['text', '<title type="text">Use &lt;em&gt; &amp;amp; more</title>', 'Use <em> &amp; more'],
    [
      'XHTML',
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <em>two</em></div></title>',
      'One two',
    ],
    ['Base64', '<title mode="base64">RXhhbXBsZSA8Yj5BdG9tPC9iPg==</title>', 'Example Atom'],
  ])('an Atom title as %s', async (_name, inside, title) => {
    expect((await parseAtom(inside)).title).toBe(title);
  });

  test('XHTML keeps its order, loses its prefix and closes what HTML does not', async () => {
    const entry = await parseAtom(
      '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">a <h:b>b</h:b> c<h:br/><h:i/> &lt;d&gt;</h:div></content>',
    );
    expect(entry.contentHtml).toBe('<div>a <b>b</b> c<br><i></i> &lt;d&gt;</div>');
  });

  test('text without a type that is HTML all the same is read as HTML', async () => {
    expect((await parseAtom('<summary>&lt;p&gt;Hi&lt;/p&gt;</summary>')).summaryHtml).toBe('<p>Hi</p>');
  });
});

describe('addresses', () => {
  test.each([
    ['the text of link', '<link> https://a.example/1?x=1&amp;y=2 </link>', 'https://a.example/1?x=1&y=2'],
    ['a bare ampersand', '<link>https://a.example/1?x=1&y=2</link>', 'https://a.example/1?x=1&y=2'],
    ['a relative link', '<link>/1</link>', 'https://example.org/1'],
    ['an href', '<link href="https://a.example/1"/>', 'https://a.example/1'],
    ['a guid that is a permalink', '<guid>https://a.example/1</guid>', 'https://a.example/1'],
    ['no guid that is none', '<guid isPermaLink="false">https://a.example/1</guid>', undefined],
    ['nothing but http', '<link>javascript:alert(1)</link>', undefined],
    ['an address wrapped over lines', '<link>https://a.example/\n   1</link>', 'https://a.example/1'],
  ])('an item with %s', async (_name, inside, url) => {
    expect((await parseItem(inside)).url).toBe(url);
  });

  test('a proxy says where the page itself is', async () => {
    const root = ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"';
    const inside =
      '<link>https://p.example/~r/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>';
    expect((await parseItem(inside, root)).url).toBe('https://a.example/1');
  });

  test('of several Atom links the page is the alternate one', async () => {
    const inside =
      '<link rel="edit" href="https://a.example/edit"/><link rel="alternate" type="application/json" href="https://a.example/1.json"/><link href="https://a.example/1"/>';
    expect((await parseAtom(inside)).url).toBe('https://a.example/1');
  });

  test('xml:base holds for the element that sets it and all inside', async () => {
    const entry = await parseAtom(
      '<link href="one"/><content type="html" xml:base="sub/">&lt;a href="two"&gt;x&lt;/a&gt;</content>',
      ' xml:base="https://b.example/x/"',
    );
    expect(entry.url).toBe('https://b.example/x/one');
    expect(entry.contentHtml).toBe('<a href="https://b.example/x/sub/two">x</a>');
  });

  test('addresses in HTML are made absolute and nothing else is touched', async () => {
    const inside = `<description><![CDATA[<A HREF='/a?x=1&amp;y=2'>a</A> <img src=b.png alt="src=c"> <a href="#d">d</a> <a href="mailto:e@f.example">e</a> src="g"]]></description>`;
    expect((await parseItem(inside)).summaryHtml).toBe(
      `<A HREF='https://example.org/a?x=1&amp;y=2'>a</A> <img src="https://example.org/news/b.png" alt="src=c"> <a href="#d">d</a> <a href="mailto:e@f.example">e</a> src="g"`,
    );
  });
});

describe('people, labels, languages and dates', () => {
  test.each([
    ['address and name', '<author>news@a.example (Jane Doe)</author>', ['Jane Doe']],
    ['name and address', '<author>Jane Doe &lt;news@a.example&gt;</author>', ['Jane Doe']],
    ['several creators', '<dc:creator>One</dc:creator><dc:creator>Two</dc:creator>', ['One', 'Two']],
    ['an address alone', '<author>news@a.example</author>', ['news@a.example']],
  ])('%s', async (_name, inside, authors) => {
    expect((await parseItem(inside, ' xmlns:dc="http://purl.org/dc/elements/1.1/"')).authors).toEqual(
      authors,
    );
  });

  test('an entry without labels has those of its feed', async () => {
    const feed = await parse(
      '<rss><channel><category>Sport</category><item><title>A</title></item></channel></rss>',
    );
    expect(feed.entries[0]?.categories).toEqual(['Sport']);
  });

  test('an unreadable date is kept as written and costs nothing else', async () => {
    const entry = await parseItem('<title>A</title><pubDate>soon</pubDate><link>/a</link>');
    expect(entry).toMatchObject({
      publishedAt: undefined,
      publishedText: 'soon',
      url: 'https://example.org/a',
    });
  });

  test('a date without a zone is of the zone of the feed', async () => {
    const body = '<rss><channel><item><pubDate>09.02.2026 12:00</pubDate></item></channel></rss>';
    const feed = await parse(body, FEED_URL, 'Asia/Baku');
    expect(feed.entries[0]?.publishedAt).toEqual(new Date('2026-02-09T08:00:00Z'));
  });

  test("a date in HTML's time element", async () => {
    const inside =
      '<pubDate>&lt;time datetime="2019-05-03T19:21:28Z"&gt;Fri, 05/03/2019 - 15:21&lt;/time&gt;</pubDate>';
    expect((await parseItem(inside)).publishedAt).toEqual(new Date('2019-05-03T19:21:28Z'));
  });
});
