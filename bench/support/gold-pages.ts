import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extractArticle } from '../../src/extract/article.ts';
import type { ExtractOutcome } from '../../src/model.ts';
import { decodeBody } from '../../src/text/charset.ts';

/** What is known of a page's article by others; each set holds its own part of it. */
export interface Gold {
  readonly id: string;
  readonly url?: string | undefined;
  readonly title?: string | null | undefined;
  /** Names with commas between. */
  readonly author?: string | null | undefined;
  readonly date?: string | null | undefined;
  /** The same two as the real pages spell them. */
  readonly authors?: readonly string[] | undefined;
  readonly published?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly must_contain?: readonly string[] | undefined;
  readonly must_not_contain?: readonly string[] | undefined;
}

/** A page and what the general extractor makes of it. */
export interface ReadPage {
  readonly gold: Gold;
  readonly outcome: ExtractOutcome;
}

/** The general extractor over gzipped bytes, dates without a zone in UTC, as `topicwire extract --no-site-rules`. */
export const readGzipped = (file: string, url: string): ExtractOutcome =>
  extractArticle(decodeBody(gunzipSync(readFileSync(file)), undefined, 'html').text, url, {
    zone: 'UTC',
    siteRules: false,
  });

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8'));

/** Every page of a folder of `<id>.json` beside `<id>.html.gz`, read. */
export const readSet = (folder: string): readonly ReadPage[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const gold = readJson<Gold>(join(folder, name));
      return { gold, outcome: readGzipped(join(folder, name.replace(/json$/, 'html.gz')), gold.url ?? '') };
    });

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
      return { gold: { ...known, id: file }, outcome: readGzipped(join(folder, file), cell(row, 'url')) };
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
      const outcome = extractArticle(html, url, { zone: 'UTC', siteRules: false });
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
