import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { addFeeds, planImport } from '../../src/config/import.ts';
import { parseOpml } from '../../src/config/opml.ts';

const opmlOf = (body: string): string => `<opml version="2.0"><body>${body}</body></opml>`;

describe('an OPML file', () => {
  it('gives its feeds from whatever folder they are in', async () => {
    const parsed = parseOpml(await readFile('test/fixtures/config/subscriptions.opml', 'utf8'));
    expect(parsed.kind === 'parsed' ? parsed.entries : []).toEqual([
      { url: 'https://north.example/rss', title: 'Northern Wire & Sons' },
      { url: 'feed://south.example/feed.xml', title: 'Southern Post' },
      { url: 'http://www.north.example/rss/', title: 'Northern Wire again' },
      { url: 'https://one.example/rss', title: 'Followed' },
      { url: 'https://north.example/feed.atom', title: 'Other format' },
      { url: 'file:///etc/passwd', title: 'Local' },
      { url: 'https://me:hunter2@paid.example/rss', title: 'Private & secret' },
      { url: 'feed:https://ua.example/новини/rss', title: 'Новини # дня' },
    ]);
  });

  it.each([
    [
      'a page',
      '<html><body><outline xmlUrl="https://one.example/rss"/></body></html>',
      'an OPML file, which begins with <opml>',
    ],
    ['nothing', '', 'an OPML file, which begins with <opml>'],
    ['folders without end', opmlOf('<outline>'.repeat(500_000)), 'at most 100 levels of folders'],
    ['elements without end', opmlOf('<outline/>'.repeat(500_000)), 'at most 100000 elements'],
  ])('is refused where it is %s', (_name, text, expected) => {
    expect(parseOpml(text)).toEqual({ kind: 'refused', expected });
  });

  it('gives the feeds before the place where its XML breaks off', () => {
    const parsed = parseOpml(
      '<opml><body><outline text="a" xmlUrl="https://a.example/rss"><outline xmlUrl="https://b.exa',
    );
    expect(parsed).toEqual({ kind: 'parsed', entries: [{ url: 'https://a.example/rss', title: 'a' }] });
  });
});

describe('an import', () => {
  it('states an id where the one that the URL gives is taken', () => {
    const entries = ['https://a.example/rss', 'https://a.example/feed', 'https://a.example/atom.xml'].map(
      (url) => ({ url, title: undefined }),
    );
    expect(planImport(entries, []).added.map(({ id }) => id)).toEqual([
      undefined,
      'a-example-2',
      'a-example-3',
    ]);
  });
});

const ADDED = [
  { url: 'https://two.example/rss', title: ' Two:\n the # second ', id: undefined },
  {
    url: 'https://two.example/feed',
    title: undefined,
    id: planImport([{ url: 'https://b.example/rss', title: undefined }], []).added[0]?.id,
  },
];

const EDITS: readonly (readonly [string, string, string])[] = [
  [
    'comments and blank lines',
    '# head\n\nfeeds:\n  # first\n  - https://one.example/rss # one\n\n  # last\n  - { url: https://x.example/rss, id: x }\n# tail\n',
    '# head\n\nfeeds:\n  # first\n  - https://one.example/rss # one\n\n  # last\n  - { url: https://x.example/rss, id: x }\n  - https://two.example/rss # Two: the # second\n  - https://two.example/feed\n\n# tail\n',
  ],
  [
    'a list that is not indented',
    'feeds:\n- https://one.example/rss\n',
    'feeds:\n- https://one.example/rss\n- https://two.example/rss # Two: the # second\n- https://two.example/feed\n',
  ],
  [
    'an empty list',
    'feeds: []\n',
    'feeds:\n  - https://two.example/rss # Two: the # second\n  - https://two.example/feed\n',
  ],
];

describe('feeds added to feeds.yaml', () => {
  it.each(EDITS)('keep %s', (_name, before, after) => {
    expect(addFeeds(before, ADDED)).toBe(after);
  });

  it('leave the shipped file as it is but for themselves', async () => {
    const before = await readFile('config/feeds.yaml', 'utf8');
    expect(addFeeds(before, ADDED)).toBe(
      `${before}  - https://two.example/rss # Two: the # second\n  - https://two.example/feed\n`,
    );
  });
});
