import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { extractArticle as extract } from '../../../src/extract/article.ts';
import { findSite, SITES } from '../../../src/extract/sites/registry.ts';

const FIXTURES = new URL('../../fixtures/sites/', import.meta.url);

const EXPECTED = z.object({
  url: z.string(),
  text: z.array(z.string()),
  title: z.string(),
  authors: z.array(z.string()),
  published_at: z.string(),
  language: z.string(),
  section: z.string(),
  extracted_by: z.string(),
  /** Words of the frame that must stand in no text, keyword or author. */
  absent: z.array(z.string()),
  now: z.string().optional(),
});

const readFixture = (site: string, slug: string) => {
  const folder = new URL(`${site}/${slug}/`, FIXTURES);
  const expected = EXPECTED.parse(JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')));
  return { html: readFileSync(new URL('page.html', folder), 'utf8'), expected };
};

const read = (html: string, expected: z.infer<typeof EXPECTED>, siteRules: boolean) => {
  const now = expected.now === undefined ? undefined : new Date(expected.now);
  const outcome = extract(html, expected.url, { zone: 'UTC', siteRules, now });
  if (outcome.kind === 'failed') throw new Error(outcome.detail);
  return outcome.article;
};

const CASES = SITES.flatMap((site) =>
  readdirSync(new URL(site.id, FIXTURES)).map((slug) => [site.id, slug] as const),
);

describe('the registry of sites', () => {
  it('is sorted by id and has a fixture for every site', () => {
    const ids = SITES.map((site) => site.id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(ids));
  });

  it.each([
    ['https://www.report.az/en/x/y', 'report.az'],
    ['http://ua.interfax.com.ua./news/general/1.html', 'interfax.com.ua'],
    ['https://report.az.example.com/x', undefined],
    ['https://notreport.az/x', undefined],
    ['no url', undefined],
  ])('finds the rule of %s', (url, id) => {
    expect(findSite(url)?.id).toBe(id);
  });
});

describe.each(CASES)('a page of %s (%s)', (site, slug) => {
  const { html, expected } = readFixture(site, slug);

  it('gives the article whole, in its own paragraphs', () => {
    const article = read(html, expected, true);
    expect(article.text.split('\n\n')).toEqual(expected.text);
    expect(article.extractedBy).toBe(expected.extracted_by);
  });

  it('gives title, time to the minute, section and language, and no department as an author', () => {
    const article = read(html, expected, true);
    expect({
      title: article.title,
      authors: article.authors,
      published_at: article.publishedAt?.toISOString(),
      language: article.language,
      section: article.section,
    }).toEqual({
      title: expected.title,
      authors: expected.authors,
      published_at: expected.published_at,
      language: expected.language,
      section: expected.section,
    });
  });

  it('takes nothing of the frame into text, HTML, keywords or authors', () => {
    const article = read(html, expected, true);
    const all = [article.text, article.html, ...article.keywords, ...article.authors].join('\n');
    expect(expected.absent.filter((words) => all.includes(words))).toEqual([]);
  });

  it('is read by the general extractor too when the rule no longer fits', () => {
    const changed = html
      .replaceAll('news-detail__desc', 'renamed')
      .replaceAll('"article-content"', '"renamed"');
    const article = read(changed, expected, true);
    expect(article.extractedBy).not.toMatch(/^site:/);
    expect(expected.text.filter((paragraph) => !article.text.includes(paragraph))).toEqual([]);
    expect(expected.absent.filter((words) => article.keywords.includes(words))).toEqual([]);
  });
});

describe("a date shown as today's time", () => {
  const { html, expected } = readFixture('interfax.com.ua', 'ru-today');

  it('is left out where the caller has no clock', () => {
    expect(read(html, { ...expected, now: undefined }, true).publishedAt).toBeUndefined();
  });
});
