import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/extract/document.ts';
import { readHead } from '../../src/extract/head.ts';
import { toMetadata } from '../../src/extract/metadata.ts';

const read = (head: string, body = '', zone = 'UTC') =>
  toMetadata(readHead(parseDocument(`<html lang="en-GB"><head>${head}</head><body>${body}</body></html>`)), {
    url: 'https://www.example.com/news/a?b=1',
    zone,
    text: 'The bridge over the river is open again.',
  });

const ld = (data: unknown): string => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const news = (fields: object) => ld([{ '@type': 'NewsArticle', ...fields }]);

describe('the title', () => {
  it.each([
    [
      'is the headline of the structured data',
      `${news({ headline: 'A headline' })}<title>Other | Example</title>`,
      '',
      'A headline',
    ],
    [
      'loses the site named by og:site_name',
      '<meta property="og:site_name" content="Example News"><title>A thing - Example News</title>',
      '',
      'A thing',
    ],
    ['loses the site named by the host', '<title>A thing | example.com</title>', '', 'A thing'],
    [
      'keeps a dash of its own',
      '<title>North - south divide grows</title>',
      '',
      'North - south divide grows',
    ],
    [
      'is the heading that the title repeats, not the first heading',
      '<title>A thing happened | Example</title>',
      '<h1>Economy</h1><h1>Sport</h1><h1>A thing happened</h1>',
      'A thing happened',
    ],
    [
      'is decoded when it was escaped twice',
      '<meta property="og:title" content="A &amp;amp; B &amp;quot;c&amp;quot;">',
      '',
      'A & B "c"',
    ],
  ])('%s', (_, head, body, title) => {
    expect(read(head, body).title).toBe(title);
  });

  it('is absent where the page has none', () => {
    expect(read('').title).toBeUndefined();
  });
});

describe('the authors', () => {
  it.each([
    [
      'are persons of the structured data',
      news({ author: [{ '@type': 'Person', name: 'Ann Example' }, { name: 'Bob Other' }] }),
      '',
      ['Ann Example', 'Bob Other'],
    ],
    [
      'are found by reference',
      ld({
        '@graph': [
          { '@type': 'Article', author: { '@id': '#a' } },
          { '@id': '#a', '@type': 'Person', name: 'Ann Example' },
        ],
      }),
      '',
      ['Ann Example'],
    ],
    [
      'are split and lose the lead',
      '<meta name="author" content="By Ann Example, Bob Other and Cy Third">',
      '',
      ['Ann Example', 'Bob Other', 'Cy Third'],
    ],
    ['are no department (az)', news({ author: { '@type': 'Person', name: 'İqtisadiyyat şöbəsi' } }), '', []],
    ['are no department (ru)', news({ author: 'Отдел внешней политики' }), '', []],
    ['are no desk (en)', news({ author: 'News Desk' }), '', []],
    [
      'are the agency where no person is',
      news({ author: { '@type': 'Organization', name: 'Reuters' } }),
      '',
      ['Reuters'],
    ],
    [
      'are the person where both are',
      news({ author: [{ name: 'Reuters' }, { name: 'Ann Example' }] }),
      '',
      ['Ann Example'],
    ],
    [
      'are read from the byline',
      '',
      '<div class="byline">By <a href="/ann">Ann Example</a></div>',
      ['Ann Example'],
    ],
    [
      'are all of a byline that sets each apart',
      '',
      '<h1>A thing</h1><div class="article-byline"><span>Ann Example</span> <span>Bob Other</span></div>',
      ['Ann Example', 'Bob Other'],
    ],
    [
      'are those of bylines side by side',
      '',
      '<p><span class="authorName">Ann Example</span><span class="authorName">Bob Other</span></p>',
      ['Ann Example', 'Bob Other'],
    ],
    [
      'are found by the address of their page',
      '',
      '<p>von <a href="/autoren/name/ann-beispiel">Dr. Ann Beispiel</a></p>',
      ['Dr. Ann Beispiel'],
    ],
    [
      'are those after the heading before those of the frame',
      '',
      '<header><div><a rel="author" href="/x">Frame Writer</a></div></header><h1>A thing</h1><a rel="author" href="/y">Ann Example</a>',
      ['Ann Example'],
    ],
    [
      'are read from microdata',
      '',
      '<span itemprop="author" itemscope><meta itemprop="name" content="Ann Example"></span>',
      ['Ann Example'],
    ],
    [
      'are read from the labels of a card',
      '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Example">',
      '',
      ['Ann Example'],
    ],
    ['are no address of the house', '<meta name="author" content="example.com, Springfield">', '', []],
    ['are no networks', '', '<div class="author"><a href="#">Facebook</a> <a href="#">Twitter</a></div>', []],
    ['are no commenters', '', '<div class="comment-author">Carl Comment</div>', []],
    ['keep a name that an agency has among its letters', news({ author: 'Sid Apalov' }), '', ['Sid Apalov']],
    ['are no addresses', '<meta name="author" content="https://facebook.com/example">', '', []],
  ])('%s', (_, head, body, authors) => {
    expect(read(head, body).authors).toEqual(authors);
  });

  it('are found at once where bylines lie within bylines around an endless text', () => {
    const nested = `<div class="author">of <b>a</b>`.repeat(400);
    const body = `${nested}<p>${'words without end '.repeat(100_000)}</p>${'</div>'.repeat(400)}`;
    expect(read('', `${body}<p class="byline">By Ann Example</p>`).authors).toEqual([]);
    expect(read('', `<p class="byline">By Ann Example</p>${body}`).authors).toEqual(['Ann Example']);
  });
});

describe('the credits', () => {
  it.each([
    ['a department (az)', 'Xarici siyasət şöbəsi', []],
    ['a department (uk)', 'Відділ економіки', []],
    ['a department (ru)', 'Отдел внешней политики', []],
    ['a department (en)', 'News Desk', []],
    ['an agency', 'Reuters', ['Reuters']],
    ['a house', 'Example News', ['Example News']],
  ])('name %s, apart from persons', (_, name, alone) => {
    const both = read(news({ author: [{ name: 'Ann Example' }, { name }] }));
    expect([both.authors, both.credits]).toEqual([['Ann Example'], [name]]);
    const one = read(news({ author: { '@type': 'Person', name } }));
    expect([one.authors, one.credits]).toEqual([alone, [name]]);
  });
});

describe('the dates', () => {
  it.each([
    [
      'come from the structured data first',
      `${news({ datePublished: '2026-02-09T16:25:00+04:00' })}<meta property="article:published_time" content="2020-01-01T00:00:00Z">`,
      'UTC',
      '2026-02-09T12:25:00.000Z',
    ],
    [
      'pass over what is no date',
      `${news({ datePublished: 'today' })}<meta property="article:published_time" content="2026-02-09T12:25:00Z">`,
      'UTC',
      '2026-02-09T12:25:00.000Z',
    ],
    [
      'say the minute where a later one of the same day does',
      `${news({ datePublished: '2026-02-09' })}<meta property="article:published_time" content="2026-02-09T12:25:00Z">`,
      'UTC',
      '2026-02-09T12:25:00.000Z',
    ],
    [
      'say the zone where a later one of the same minute does',
      `${news({ datePublished: '2026-02-09T16:25:00' })}<meta property="article:published_time" content="2026-02-09T16:25:00+04:00">`,
      'UTC',
      '2026-02-09T12:25:00.000Z',
    ],
    [
      'are not those of an update in a live blog',
      ld({
        '@type': 'LiveBlogPosting',
        datePublished: '2026-02-09T08:00:00Z',
        liveBlogUpdate: [
          {
            '@type': 'BlogPosting',
            headline: 'Later',
            articleBody: 'More.',
            datePublished: '2026-02-10T08:00:00Z',
          },
        ],
      }),
      'UTC',
      '2026-02-09T08:00:00.000Z',
    ],
    [
      'are those of the page where no article is named',
      ld({ '@type': 'WebPage', datePublished: '2026-02-09T08:00:00Z' }),
      'UTC',
      '2026-02-09T08:00:00.000Z',
    ],
    [
      'are read where their name is spelled with other marks',
      '<meta property="article:published:time" content="2026-02-09T08:00:00Z">',
      'UTC',
      '2026-02-09T08:00:00.000Z',
    ],
    [
      'are in the title of the page',
      '<title>A thing | Example | 09.02.2026</title>',
      'UTC',
      '2026-02-09T00:00:00.000Z',
    ],
    [
      'without a zone are in the given one',
      '<meta name="date" content="2026-02-09 16:25">',
      'Asia/Baku',
      '2026-02-09T12:25:00.000Z',
    ],
  ])('%s', (_, head, zone, published) => {
    expect(read(head, '', zone).publishedAt?.toISOString()).toBe(published);
  });

  it('tell publishing from changing', () => {
    const body =
      '<time class="updated" datetime="2026-02-10T08:00Z"></time><time class="entry-date" datetime="2026-02-09T08:00Z"></time>';
    const { publishedAt, modifiedAt } = read('', body);
    expect([publishedAt?.toISOString(), modifiedAt?.toISOString()]).toEqual([
      '2026-02-09T08:00:00.000Z',
      '2026-02-10T08:00:00.000Z',
    ]);
  });
});

describe('the rest', () => {
  it('is language, section, keywords, image and address, absolute', () => {
    const { language, section, keywords, leadImage, canonicalUrl } = read(
      '<link rel="canonical" href="/news/a"><meta property="og:image" content="/i.jpg">' +
        '<meta property="article:section" content="World"><meta property="article:tag" content="river"><meta property="article:tag" content="bridge">',
    );
    expect({ language, section, keywords, leadImage, canonicalUrl }).toEqual({
      language: 'en',
      section: 'World',
      keywords: ['river', 'bridge'],
      leadImage: 'https://www.example.com/i.jpg',
      canonicalUrl: 'https://www.example.com/news/a',
    });
  });

  it.each([
    [
      'the article’s own',
      '<meta name="news_keywords" content="bridge, river traffic, repairs">',
      ['bridge', 'river traffic', 'repairs'],
    ],
    ['inflected', '<meta name="keywords" content="Bridges, Rivers">', ['Bridges', 'Rivers']],
    [
      'of a list of the site’s, those it speaks of',
      '<meta name="keywords" content="news, politics, sport, bridge, weather">',
      ['bridge'],
    ],
    [
      'of a strip of what is trending, none',
      '<meta name="news_keywords" content="Peace process, Winter Games, Grand Prix">',
      [],
    ],
    [
      'without the site’s name',
      '<meta property="og:site_name" content="River News"><meta name="keywords" content="River News, bridge">',
      ['bridge'],
    ],
  ])('is the keywords, %s', (_, head, keywords) => {
    expect(read(head).keywords).toEqual(keywords);
  });

  it('is the last breadcrumb as the section where none is stated', () => {
    const trail = (...names: readonly string[]) =>
      ld({
        '@type': 'BreadcrumbList',
        itemListElement: names.map((name) => ({ '@type': 'ListItem', name })),
      });
    expect(read(`${trail('Home', 'World', 'A thing')}<title>A thing</title>`).section).toBe('World');
    expect(read(`${trail('Home', 'A thing')}<title>A thing</title>`).section).toBeUndefined();
  });

  it('is the article in other languages, not other home pages and not itself', () => {
    const link = (language: string, url: string) =>
      `<link rel="alternate" hreflang="${language}" href="${url}">`;
    const { alternates } = read(
      link('en', 'https://www.example.com/news/a?b=1') +
        link('uk', '/uk/news/a') +
        link('pt-BR', 'https://example.com.br/a') +
        link('x-default', '/news/a') +
        link('ru', 'https://ru.example.com/'),
    );
    expect(alternates).toEqual([
      { language: 'uk', url: 'https://www.example.com/uk/news/a' },
      { language: 'pt-br', url: 'https://example.com.br/a' },
    ]);
  });

  it.each([
    ['the article is not free', news({ isAccessibleForFree: false }), true],
    ['it says so in words', news({ isAccessibleForFree: 'False' }), true],
    [
      'a part of the page is closed',
      news({ hasPart: { isAccessibleForFree: false, cssSelector: '.body' } }),
      true,
    ],
    ['the tier is locked', '<meta property="article:content_tier" content="locked">', true],
    ['the tier is metered', '<meta property="article:content_tier" content="metered">', false],
    ['it is free', news({ isAccessibleForFree: true, hasPart: { isAccessibleForFree: false } }), false],
    ['nothing is said', '', false],
  ])('tells whether it is paywalled: %s', (_, head, paywalled) => {
    expect(read(head).paywalled).toBe(paywalled);
  });

  it('takes no home page for the canonical address', () => {
    const head = '<link rel="canonical" href="https://www.example.com/">';
    expect(read(head).canonicalUrl).toBeUndefined();
    expect(read(`${head}<meta property="og:url" content="/news/a">`).canonicalUrl).toBe(
      'https://www.example.com/news/a',
    );
  });

  it('prefers a picture to the sign of the site', () => {
    const head = `<meta property="og:image" content="/img/logo.png">${news({ image: '/photo/a.jpg' })}`;
    expect(read(head).leadImage).toBe('https://www.example.com/photo/a.jpg');
  });

  it('takes no keywords from links in the frame', () => {
    expect(
      read('', '<div class="trend-topics"><a rel="tag" href="/t">Trending thing</a></div>').keywords,
    ).toEqual([]);
  });
});
