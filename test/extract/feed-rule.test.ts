import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.ts';
import type { FeedPageRule } from '../../src/extract/site-choice.ts';
import { type Article, type PageRule, parseFeedId } from '../../src/model.ts';

const TEXT = [
  'The harbour of Zelenivka is open again to ships from all ports of the sea, the mayor said on Monday at noon.',
  'By the evening twenty-three of them had come, as many as in the whole of the month before the repair began.',
  'Its cranes were renewed in the winter, and the last of them is to be in use before the grain comes in July.',
];
const AD =
  'Buy the best fishing rods of the season now, with ten per cent off for every reader of this newspaper.';

const page = (name = 'story'): string => `<html><head><title>Harbour</title>
<meta property="og:title" content="Stated title"><meta property="article:published_time" content="2026-02-01T10:00:00Z"></head>
<body><h1 class="headline">Shown title</h1><span class="posted">Dünən / 22:30</span>
<div class="${name}"><p>${TEXT[0]}</p><p class="promo">${AD}</p><p>${TEXT[1]} <span class="promo">Ad!</span></p>
<figure><img src="/crane.jpg" alt="A crane"><figcaption>The last crane</figcaption></figure><p>${TEXT[2]}</p></div>
<div class="more"><p>${AD}</p></div></body></html>`;

const rule = (parts: Partial<PageRule>): FeedPageRule => {
  const feed = parseFeedId('harbour');
  if (feed === undefined) throw new Error('no feed id');
  return { feed, body: [], remove: [], title: undefined, date: undefined, ...parts };
};
const NOW = new Date('2026-03-01T08:00:00Z');
const read = (
  html: string,
  parts: Partial<PageRule> | undefined,
  url = 'https://harbour.test/a',
): Article => {
  const outcome = extractArticle(html, url, {
    ...{ zone: 'Asia/Baku', siteRules: true, now: NOW },
    rule: parts === undefined ? undefined : rule(parts),
  });
  if (outcome.kind === 'failed') throw new Error(outcome.detail);
  return outcome.article;
};

describe("an operator's rule", () => {
  it('gives text, title and date, and its word goes before what the page states', () => {
    const article = read(page(), {
      body: ['.story'],
      remove: ['.promo'],
      title: 'h1.headline',
      date: '.posted',
    });
    expect(article.text.split('\n\n')).toEqual(TEXT);
    expect(article.title).toBe('Shown title');
    expect(article.publishedAt?.toISOString()).toBe('2026-02-28T18:30:00.000Z');
    expect(article.extractedBy).toBe('site:feed/harbour');
    expect(article.siteRule).toEqual({ kind: 'matched', rule: 'site:feed/harbour', missing: [] });
    expect(article.html).toMatch(/<figure><img [^>]*><figcaption>The last crane<\/figcaption><\/figure>/);
  });

  it('takes all that its selector finds, in the order of the page, nothing twice', () => {
    expect(read(page(), { body: ['div.story, .story p:not(.promo), .more'] }).text.split(AD)).toHaveLength(3);
    expect(read(page(), { body: ['.story p:not(.promo)'], remove: ['.promo'] }).text.split('\n\n')).toEqual(
      TEXT,
    );
  });

  it('tries its bodies in order', () => {
    expect(read(page('text'), { body: ['.story', '.text'], remove: ['.promo'] }).text.split('\n\n')).toEqual(
      TEXT,
    );
  });

  it('may leave the text to others and take out what it removes', () => {
    const article = read(page(), { remove: ['.promo', '.more'], date: '.posted' });
    expect(article.extractedBy).toBe('general');
    expect(article.text).not.toContain('fishing');
    expect(article.title).toBe('Stated title');
    expect(article.publishedAt?.toISOString()).toBe('2026-02-28T18:30:00.000Z');
    expect(article.siteRule).toEqual({ kind: 'matched', rule: 'site:feed/harbour', missing: [] });
  });

  it.each<[string, Partial<PageRule>, Article['siteRule']]>([
    [
      'its body',
      { body: ['.gone'], date: '.posted' },
      { kind: 'missed', rule: 'site:feed/harbour', missing: ['body'] },
    ],
    [
      'a title beside its body',
      { body: ['.story'], title: '.gone' },
      { kind: 'matched', rule: 'site:feed/harbour', missing: ['title'] },
    ],
    [
      'the only part it names',
      { date: '.gone' },
      { kind: 'missed', rule: 'site:feed/harbour', missing: ['date'] },
    ],
    [
      'a date that is none',
      { date: '.headline' },
      { kind: 'missed', rule: 'site:feed/harbour', missing: ['date'] },
    ],
  ])('that misses %s is told and the page is read without it', (_name, parts, expected) => {
    const article = read(page(), parts);
    expect(article.siteRule).toEqual(expected);
    expect(TEXT.filter((paragraph) => !article.text.includes(paragraph))).toEqual([]);
  });

  it('tells of its miss also where there is no article at all', () => {
    const outcome = extractArticle('<html><body><p>Short.</p></body></html>', 'https://harbour.test/a', {
      ...{ zone: 'UTC', siteRules: true, rule: rule({ body: ['.story'] }) },
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      siteRule: { kind: 'missed', rule: 'site:feed/harbour', missing: ['body'] },
    });
  });

  it("wins over the site's rule, which stays the next to be tried", () => {
    const html = page('texts mb-site');
    const url = 'https://apa.az/economy/harbour-1';
    expect(read(html, undefined, url).extractedBy).toBe('site:apa.az');
    expect(read(html, { body: ['.more'] }, url).text).toBe(AD);
    const missed = read(html, { body: ['.gone'] }, url);
    expect(missed.extractedBy).toBe('site:apa.az');
    expect(missed.siteRule).toEqual({ kind: 'missed', rule: 'site:feed/harbour', missing: ['body'] });
  });
});
