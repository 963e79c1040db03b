import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../src/config/files.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { type ReadConfig, readConfig } from '../../src/config/read-config.ts';
import { fromRevision, toRevision } from '../../src/config/revision.ts';

const read = (lines: string): ReadConfig => {
  const text = `feeds:\n  - url: https://one.example/rss\n${lines.replace(/^/gm, '    ')}\n`;
  const file: ConfigFile = { kind: 'read', name: 'feeds.yaml', file: 'config/feeds.yaml', text };
  return readConfig([file], 'config/feeds.yaml', {});
};
const listProblems = (lines: string): readonly string[] => {
  const result = read(lines);
  return result.kind === 'refused' ? result.problems.map(formatProblem) : [];
};
const readRule = (lines: string) => {
  const result = read(lines);
  if (result.kind === 'refused') throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.config.feeds[0]?.pageRule;
};

const FULL = 'body: [div.story, "#text > p"]\nremove: .promo\ntitle: h1.headline\ndate: " .posted "';

describe("a feed's rule for its pages", () => {
  it.each([
    [FULL, { body: ['div.story', '#text > p'], remove: ['.promo'], title: 'h1.headline', date: '.posted' }],
    ['remove: [aside, .promo]', { body: [], remove: ['aside', '.promo'], title: undefined, date: undefined }],
    ['body: "[data-name=\\"text\\"], h2"', { body: ['[data-name="text"], h2'], remove: [] }],
    ['zone: Asia/Baku', undefined],
  ])('%j is read', (lines, expected) => {
    if (expected === undefined) expect(readRule(lines)).toBeUndefined();
    else expect(readRule(lines)).toMatchObject(expected);
  });

  it.each([FULL, 'date: .posted', 'zone: Asia/Baku'])(
    '%j is the same after the database kept it',
    (lines) => {
      const result = read(lines);
      if (result.kind === 'refused') throw new Error('the config is refused');
      const revision = toRevision(result.config);
      const back = fromRevision(JSON.parse(JSON.stringify(revision.json)), result.config.settings);
      expect(back.kind === 'read' && back.config.feeds).toEqual(result.config.feeds);
      expect(back.kind === 'read' && toRevision(back.config).hash).toBe(revision.hash);
    },
  );

  it('makes another revision when it changes', () => {
    const hashes = ['body: .a', 'body: .b', 'body: .a\ndate: .b'].map((lines) => {
      const result = read(lines);
      return result.kind === 'refused' ? '' : toRevision(result.config).hash;
    });
    expect(new Set(hashes).size).toBe(3);
  });
});

describe("a mistake in a feed's rule", () => {
  it.each<[string, readonly string[]]>([
    ['body: 12', ['config/feeds.yaml:3: feeds[0].body 12: expected a CSS selector, or a list of 1 to 20']],
    ['body: []', ['config/feeds.yaml:3: feeds[0].body []: expected a CSS selector, or a list of 1 to 20']],
    ['body: ""', ['config/feeds.yaml:3: feeds[0].body "": expected a CSS selector']],
    [
      'body: [.a, 3]',
      ['config/feeds.yaml:3: feeds[0].body (a list of 2): expected a CSS selector, or a list of 1 to 20'],
    ],
    [
      'body: div[class',
      ['config/feeds.yaml:3: feeds[0].body "div[class": expected a CSS selector, such as div.article-text'],
    ],
    [
      'body: [.a, "//div"]',
      [
        'config/feeds.yaml:3: feeds[0].body (a list of 2): expected "//div" to be a CSS selector, such as div.article-text',
      ],
    ],
    [
      'title: h1.a\nremove: "div:has(p)"',
      [
        'config/feeds.yaml:4: feeds[0].remove "div:has(p)": expected a CSS selector with no :has: only :not and :is, and of places :first-child, :last-child, :only-child and :empty',
      ],
    ],
    [
      'date: "p ~ time"',
      [
        'config/feeds.yaml:3: feeds[0].date "p ~ time": expected a CSS selector with no combinators but space, > and +',
      ],
    ],
    ['title: [h1]', ['config/feeds.yaml:3: feeds[0].title (a list of 1): expected a CSS selector']],
    [
      `date: ".${'x'.repeat(250)}"`,
      [
        `config/feeds.yaml:3: feeds[0].date ".${'x'.repeat(98)}…": expected a CSS selector of at most 200 characters`,
      ],
    ],
    [
      'remove: ["p, body"]',
      [
        'config/feeds.yaml:3: feeds[0].remove "p, body": expected selectors of parts: this one leaves nothing of the page',
      ],
    ],
    [
      'read: feed\ndate: .posted',
      ['config/feeds.yaml:4: feeds[0].date: expected no date beside "read: feed", which reads no pages'],
    ],
    ['bodyy: .a', ['config/feeds.yaml:3: feeds[0].bodyy: expected a known key (did you mean "body"?)']],
  ])('%s', (lines, expected) => {
    expect(listProblems(lines)).toEqual(expected);
  });
});
