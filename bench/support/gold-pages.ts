import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExtractArticle, extractArticle } from '../../src/extract/article.ts';
import type { ExtractOutcome } from '../../src/model.ts';
import { type Gold, readHtml, readJson, readStored } from './gold-files.ts';

/** A page and what the general extractor makes of it. */
export interface ReadPage {
  readonly gold: Gold;
  readonly outcome: ExtractOutcome;
}

/** Dates without a zone in UTC, as `topicwire extract --no-site-rules`. */
const HINTS = { zone: 'UTC', siteRules: false };

/** Every page of such a folder, read by the extractor that `choose` names for it. */
export const readSet = (
  folder: string,
  choose: (gold: Gold) => ExtractArticle = () => extractArticle,
): readonly ReadPage[] =>
  Array.from(readStored(folder), ({ gold, html }) => ({
    gold,
    outcome: choose(gold)(html, gold.url ?? '', HINTS),
  }));

/** Every page of a manifest (tab-separated, its first line names the columns file, kind and url), read. */
export const readManifest = (folder: string): readonly ReadPage[] => {
  const [head = [], ...rows] = readFileSync(join(folder, 'MANIFEST.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const files = new Set(readdirSync(join(folder, 'pages')).map((name) => `pages/${name}`));
  const cell = (row: readonly string[], column: string): string => row[head.indexOf(column)] ?? '';
  return rows
    .filter((row) => cell(row, 'kind') === 'page')
    .map((row) => {
      const file = cell(row, 'file');
      const gold = file.replace(/html\.gz$/, 'gold.json');
      const known = files.has(gold) ? readJson<Gold>(join(folder, gold)) : {};
      const outcome = extractArticle(readHtml(join(folder, file)), cell(row, 'url'), HINTS);
      return { gold: { ...known, id: file }, outcome };
    });
};

interface Expected {
  readonly url: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly published_at: string;
  readonly text: readonly string[];
  readonly absent: readonly string[];
}

/** Our own pages (`<site>/<slug>/page.html` beside `expected.json`), read. */
export const readFixtures = (folder: string): readonly ReadPage[] =>
  readdirSync(folder).flatMap((site) =>
    readdirSync(join(folder, site)).map((slug): ReadPage => {
      const place = join(folder, site, slug);
      const { url, title, authors, published_at, text, absent } = readJson<Expected>(
        join(place, 'expected.json'),
      );
      const html = readFileSync(join(place, 'page.html'), 'utf8');
      const outcome = extractArticle(html, url, HINTS);
      const gold = {
        id: `${site}/${slug}`,
        url,
        title,
        authors,
        date: published_at,
        text: text.join('\n\n'),
      };
      return { gold: { ...gold, must_contain: text, must_not_contain: absent }, outcome };
    }),
  );
