import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../src/config/files.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { type ReadConfig, readConfig } from '../../src/config/read-config.ts';
import { fromRevision, toRevision } from '../../src/config/revision.ts';

const read = (text: string): ReadConfig => {
  const file: ConfigFile = { kind: 'read', name: 'feeds.yaml', file: 'config/feeds.yaml', text };
  return readConfig([file], 'config/feeds.yaml', {});
};
const listProblems = (text: string): readonly string[] => {
  const result = read(text);
  return result.kind === 'refused' ? result.problems.map(formatProblem) : [];
};

const LIST =
  'feeds:\n  - url: https://one.example/press\n    list:\n      item: " ul > li "\n      date: .date\n';
const SITEMAP = 'feeds:\n  - { url: "https://one.example/sitemap.xml", sitemap: true }\n';
const TELEGRAM = 'feeds:\n  - telegram: Harbour_Watch\n';

describe('a source without a feed', () => {
  it.each<[string, string, object]>([
    [
      'a listing page',
      LIST,
      {
        ...{ id: 'one-example-press', url: 'https://one.example/press', read: 'page' },
        source: { kind: 'list', item: 'ul > li', date: '.date' },
      },
    ],
    ['a sitemap', SITEMAP, { id: 'one-example-sitemap', read: 'page', source: { kind: 'sitemap' } }],
    [
      'a channel, whose post is in its preview',
      TELEGRAM,
      {
        ...{ id: 't-me-s-harbour-watch', publisher: 't-me-s-harbour-watch', read: 'feed' },
        url: 'https://t.me/s/harbour_watch',
        source: { kind: 'telegram', channel: 'harbour_watch' },
      },
    ],
    [
      'a channel by the URL of its preview alone',
      'feeds: [https://t.me/s/harbour_watch]',
      { read: 'feed', source: { kind: 'telegram', channel: 'harbour_watch' } },
    ],
    [
      'a channel whose posts are to be read on their pages',
      'feeds: [{ telegram: harbour_watch, read: page, id: watch }]',
      { read: 'page', id: 'watch' },
    ],
  ])('may be %s', (_name, text, expected) => {
    const result = read(text);
    expect(result.kind === 'loaded' && result.config.feeds).toMatchObject([expected]);
  });

  it.each([LIST, SITEMAP, TELEGRAM])('is the same after the database kept it', (text) => {
    const result = read(text);
    if (result.kind === 'refused') throw new Error('the config is refused');
    const revision = toRevision(result.config);
    const back = fromRevision(JSON.parse(JSON.stringify(revision.json)), result.config.settings);
    expect(back.kind === 'read' && back.config.feeds).toEqual(result.config.feeds);
    expect(back.kind === 'read' && toRevision(back.config).hash).toBe(revision.hash);
  });
});

const NAME_WORDS = 'expected the name of a public channel, 4 to 32 letters, digits and _ as in t.me/NAME';
const inList = (lines: string): string =>
  `feeds:\n  - url: https://one.example/press\n    list:\n${lines.replace(/^/gm, '      ')}\n`;

describe('a mistake in it', () => {
  it.each<[string, readonly string[]]>([
    [
      inList('item: li\nlnk: a'),
      ['config/feeds.yaml:5: feeds[0].list.lnk: expected a known key (did you mean "link"?)'],
    ],
    [inList('link: a'), ['config/feeds.yaml:3: feeds[0].list.item: expected a CSS selector']],
    [
      inList('item: "li["'),
      ['config/feeds.yaml:4: feeds[0].list.item "li[": expected a CSS selector, such as div.article-text'],
    ],
    [
      inList('item: li\ntitle: "a:foo"'),
      [
        'config/feeds.yaml:5: feeds[0].list.title "a:foo": expected a CSS selector with no :foo: only :not and :is, and of places :first-child, :last-child, :only-child and :empty',
      ],
    ],
    [
      inList('item: "<li>"'),
      ['config/feeds.yaml:4: feeds[0].list.item "<li>": expected a CSS selector, such as div.article-text'],
    ],
    [
      inList(`item: li\ndate: "${'a '.repeat(151)}"`),
      [
        `config/feeds.yaml:5: feeds[0].list.date "${'a '.repeat(50).slice(0, 99)}…": expected a CSS selector of at most 200 characters`,
      ],
    ],
    [inList('item: 12'), ['config/feeds.yaml:4: feeds[0].list.item 12: expected a CSS selector']],
    [
      'feeds:\n  - url: https://one.example/press\n    list: li\n',
      [
        'config/feeds.yaml:3: feeds[0].list "li": expected item, the selector of one row, and where needed link, title, date and empty',
      ],
    ],
    [
      'feeds:\n  - url: https://one.example/sitemap.xml\n    sitemap: yes please\n',
      ['config/feeds.yaml:3: feeds[0].sitemap "yes please": expected true, or no such key'],
    ],
    ['feeds:\n  - telegram: abc\n', [`config/feeds.yaml:2: feeds[0].telegram "abc": ${NAME_WORDS}`]],
    ['feeds:\n  - telegram: 12\n', [`config/feeds.yaml:2: feeds[0].telegram 12: ${NAME_WORDS}`]],
    [
      'feeds:\n  - telegram: "@harbour_watch"\n',
      [
        `config/feeds.yaml:2: feeds[0].telegram "@harbour_watch": ${NAME_WORDS} (did you mean "harbour_watch"?)`,
      ],
    ],
    [
      'feeds:\n  - telegram: https://t.me/s/harbour_watch\n',
      [
        `config/feeds.yaml:2: feeds[0].telegram "https://t.me/s/harbour_watch": ${NAME_WORDS} (did you mean "harbour_watch"?)`,
      ],
    ],
    [
      'feeds:\n  - telegram: harbour_watch\n    url: https://one.example/press\n    list: { item: li }\n    sitemap: true\n',
      [
        'config/feeds.yaml:2: feeds[0].telegram: expected no telegram beside list',
        'config/feeds.yaml:3: feeds[0].url "https://one.example/press": expected no url beside telegram, or that of the channel',
        'config/feeds.yaml:5: feeds[0].sitemap: expected no sitemap beside list',
      ],
    ],
    [
      'feeds:\n  - telegram: harbour_watch\n  - https://t.me/s/harbour_watch\n',
      [
        'config/feeds.yaml:3: feeds[1].url "https://t.me/s/harbour_watch": expected a URL not followed yet: feeds[0] has it',
      ],
    ],
  ])('of %s is told at its place', (text, problems) => {
    expect(listProblems(text)).toEqual(problems);
  });
});
