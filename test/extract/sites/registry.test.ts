import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { extractArticle as extract } from '../../../src/extract/article.ts';
import { readShownDate } from '../../../src/extract/site-date.ts';
import { findSite, SITES } from '../../../src/extract/sites/registry.ts';
import type { SiteLayout } from '../../../src/extract/sites/site.ts';
import { findSelectorFault } from '../../../src/text/selector.ts';

const FIXTURES = new URL('../../fixtures/sites/', import.meta.url);

const EXPECTED = z.object({
  url: z.string(),
  text: z.array(z.string()),
  title: z.string(),
  authors: z.array(z.string()),
  published_at: z.string(),
  language: z.string(),
  section: z.string().nullable(),
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

/** The page after a relaunch of the site: every name that its rule finds the text by is another. */
const changeLayout = (html: string, id: string): string => {
  const bodies = SITES.filter((site) => site.id === id).flatMap((site) =>
    site.layouts.flatMap((layout) => layout.body),
  );
  const names = bodies.join(' ').match(/(?<=[."'])[\w-]{4,}/g) ?? [];
  return names
    .reduce((page, name) => page.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g'), 'renamed'), html)
    .replace(/(<\/?)article(?=[\s>])/g, '$1section');
};

/** Headings and subtitles are the rule's to find. */
const LEAST_PARAGRAPH_CHARS = 45;

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
    ['https://en.trend.az/business/1.html', 'trend.az'],
    ['https://www.unian.net/world/a-1.html', 'unian.ua'],
    ['https://report.az.example.com/x', undefined],
    ['https://notreport.az/x', undefined],
    ['no url', undefined],
  ])('finds the rule of %s', (url, id) => {
    expect(findSite(url)?.id).toBe(id);
  });

  it('has two layouts of no host for one page', () => {
    const hosts = SITES.flatMap((site) => site.hosts);
    expect(new Set(hosts).size).toBe(hosts.length);
  });
});

const LAYOUTS = SITES.flatMap((site) => site.layouts.map((layout) => [site, layout] as const));
const listSelectors = (layout: SiteLayout): readonly string[] =>
  [...layout.body, ...(layout.remove ?? []), layout.title, layout.date, layout.section, layout.author].filter(
    (selector) => selector !== undefined,
  );
/** Later than every date that the rules give as an example. */
const READ_AT = new Date('2026-03-01T12:00:00Z');

describe.each(LAYOUTS)('a layout of $id', ({ zone }, layout) => {
  it('has selectors that an operator might write too', () => {
    expect(listSelectors(layout).map(findSelectorFault)).toEqual(listSelectors(layout).map(() => undefined));
  });

  it('shows dates in forms that are read to the minute or day', () => {
    const forms = layout.dateForms ?? [];
    expect(forms.filter((form) => readShownDate(form, zone, READ_AT) === undefined)).toEqual([]);
  });
});

describe.each(CASES)('a page of %s (%s)', (site, slug) => {
  const { html, expected } = readFixture(site, slug);

  it('gives the article whole, in its own paragraphs', () => {
    const article = read(html, expected, true);
    expect(article.text.split('\n\n')).toEqual(expected.text);
    expect(article.extractedBy).toBe(expected.extracted_by);
    expect(article.siteRule).toEqual({ kind: 'matched', rule: expected.extracted_by, missing: [] });
  });

  it('gives title, time to the minute, section and language, and no department as an author', () => {
    const article = read(html, expected, true);
    expect({
      title: article.title,
      authors: article.authors,
      published_at: article.publishedAt?.toISOString(),
      language: article.language,
      section: article.section ?? null,
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

  it('is read by the general extractor too when the rule no longer fits, and the miss is told', () => {
    const article = read(changeLayout(html, site), expected, true);
    expect(article.extractedBy).not.toMatch(/^site:/);
    expect(article.siteRule).toEqual({ kind: 'missed', rule: `site:${site}`, missing: ['body'] });
    const paragraphs = expected.text.filter((text) => text.length >= LEAST_PARAGRAPH_CHARS);
    expect(paragraphs.filter((paragraph) => !article.text.includes(paragraph))).toEqual([]);
    expect(expected.absent.filter((words) => article.keywords.includes(words))).toEqual([]);
  });
});

describe("a date shown as today's time", () => {
  const { html, expected } = readFixture('interfax.com.ua', 'ru-today');

  it('is left out where the caller has no clock', () => {
    expect(read(html, { ...expected, now: undefined }, true).publishedAt).toBeUndefined();
  });
});
