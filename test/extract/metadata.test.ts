import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/extract/document.ts';
import { readHead } from '../../src/extract/head.ts';
import { toMetadata } from '../../src/extract/metadata.ts';

const read = (head: string, body = '', zone = 'UTC') =>
  toMetadata(
    readHead(parseDocument(`<html lang="en-GB"><head>${head}</head><body>${body}</body></html>`)),
    'https://www.example.com/news/a?b=1',
    zone,
  );

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
    ['are no addresses', '<meta name="author" content="https://facebook.com/example">', '', []],
  ])('%s', (_, head, body, authors) => {
    expect(read(head, body).authors).toEqual(authors);
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

  it('takes no keywords from links in the frame', () => {
    expect(
      read('', '<div class="trend-topics"><a rel="tag" href="/t">Trending thing</a></div>').keywords,
    ).toEqual([]);
  });
});
