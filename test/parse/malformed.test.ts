import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/parse/feed.ts';
import type { FeedLimits } from '../../src/parse/limits.ts';
import { FEED_URL, parse } from './support.ts';

const A = '<item><title>A</title><link>https://a.example/a</link></item>';
const B = '<item><title>B</title><link>https://a.example/b</link></item>';
const rss = (inside: string) => `<rss version="2.0"><channel><title>T</title>${inside}</channel></rss>`;

describe('one bad entry never costs another', () => {
  test.each([
    ['a bare ampersand', rss(`<item><title>x & y</title></item>${B}`)],
    ['control characters', rss(`<item><title>x\u000b\u0001y</title></item>${B}`)],
    ['references to no characters', rss(`<item><title>&#11;&#xD83D;&#0;</title></item>${B}`)],
    ['tags that do not pair up', rss(`<item><description><b><i>x</b></i></description></item>${B}`)],
    ['a field that is not closed', rss(`<item><title>A<link>https://a.example/a</link></item>${B}`)],
    ['an item that is not closed', rss(`<item><title>A</title>${B}`)],
    ['an empty item', rss(`<item/>${B}`)],
    ['an instruction between', rss(`${A}<?php echo 1; ?>${B}`)],
    ['items outside the channel', `<rss><channel><title>T</title></channel>${A}${B}</rss>`],
    ['no version', rss(A + B).replace(' version="2.0"', '')],
    ['a second prolog', `<?xml version="1.0"?><?xml version="1.0"?>${rss(A + B)}`],
    [
      'a warning before the prolog',
      `<br />\n<b>Warning</b>: x in <b>y</b><br />\n<?xml version="1.0"?>${rss(A + B)}`,
    ],
    ['rubbish after the end', `${rss(A + B)}\n<script>var x = 1;</script>`],
    ['zeros after the end', `${rss(A + B)}\u0000\u0000`],
    ['a namespace without a value', rss(A + B).replace('<rss', '<rss xmlns:media')],
    [
      'a CDATA section in a CDATA section',
      rss(`<item><description><![CDATA[a <![CDATA[b]]> c]]></description></item>${B}`),
    ],
    [
      'names of built-in properties',
      rss(`<item><__proto__>x</__proto__><constructor>c</constructor></item>${B}`),
    ],
    [
      'upper-case names',
      rss(A + B)
        .toUpperCase()
        .replaceAll('HTTPS://A.EXAMPLE/B', 'https://a.example/b'),
    ],
  ])('with %s', async (_name, body) => {
    const feed = await parse(body);
    expect(feed.entries).toHaveLength(2);
    expect(feed.entries[1]).toMatchObject({ title: 'B', url: 'https://a.example/b' });
  });

  test('Atom dates that are none and links without attributes', async () => {
    const feed = await parse(
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><published>n/a</published><link>https://a.example/a</link></entry><entry><link href="https://a.example/b"/></entry></feed>',
    );
    expect(feed.entries.map((entry) => entry.url)).toEqual(['https://a.example/a', 'https://a.example/b']);
  });
});

describe('a document that was cut off', () => {
  test.each([
    ['after an entry', rss(A + B).replace(/<\/channel>.*/, ''), 2, 0],
    ['within a link', `<rss><channel>${A}${B}<item><link>https://a.example/lo`, 2, 1],
    ['within a CDATA section', `<rss><channel>${A}${B}<item><description><![CDATA[cut he`, 2, 1],
    ['within a tag', `<rss><channel>${A}${B}<item><enclosure url="https://a.`, 2, 1],
  ])('%s keeps what is whole and counts what is not', async (_name, body, entries, drops) => {
    const feed = await parse(body);
    expect(feed.entries).toHaveLength(entries);
    expect(feed.drops.map((drop) => drop.reason)).toEqual(drops === 0 ? [] : ['cut-off']);
  });
});

describe('attacks', () => {
  const flood = (inside: string): string => rss(`<item><title>A</title>${inside}</item>${B}`);
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    '',
  );

  test.each([
    [
      'billion laughs',
      `<!DOCTYPE r [<!ENTITY l0 "lol">${laughs}]>${rss(`<item><title>&l9;</title></item>${B}`)}`,
      'read',
    ],
    [
      'an external entity',
      `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(`<item><title>&x;</title></item>${B}`)}`,
      'read',
    ],
    ['100,000 nested elements', flood(`<description>${'<a>'.repeat(100_000)}</description>`), 'read'],
    ['100,000 nested unknown elements', flood('<x>'.repeat(100_000)), 'read'],
    [
      '100,000 attributes',
      flood('').replace(
        '<item>',
        `<item ${Array.from({ length: 100_000 }, (_, n) => `a${n}="x"`).join(' ')}>`,
      ),
      'read',
    ],
    [
      'a flood of open tags',
      flood(`<description><![CDATA[${'<p '.repeat(100_000)}]]></description>`),
      'read',
    ],
    [
      'a flood of open tags with a link',
      flood(`<description><![CDATA[<a href=x>${'<p href='.repeat(100_000)}]]></description>`),
      'read',
    ],
    [
      'spaces around an equals sign',
      flood(`<description><![CDATA[<a href=${' '.repeat(300_000)}#>x</a>]]></description>`),
      'read',
    ],
    ['a flood of ampersands', flood(`<description>${'&'.repeat(300_000)}</description>`), 'read'],
    ['a date of 100,000 digits', flood(`<pubDate>Mon, ${'1'.repeat(100_000)}</pubDate>`), 'read'],
    ['an author of at signs', flood(`<author>${'@'.repeat(100_000)}</author>`), 'read'],
    ['white space', `${' '.repeat(1_000_000)}${rss(A + B)}`, 'read'],
    ['comments that do not end', `<?xml version="1.0"?>${'<!--'.repeat(200_000)}`, 'not-a-feed'],
    ['a document type that does not end', `<!DOCTYPE rss [${'<!ENTITY a "b">'.repeat(50_000)}`, 'not-a-feed'],
    ['quotes that do not close', '<p "'.repeat(200_000), 'not-a-feed'],
  ])('%s', { timeout: 3000 }, async (_name, body, outcome) => {
    const result = await parseFeed({ body, url: FEED_URL, contentType: undefined, zone: 'UTC' });
    expect(result.kind === 'parsed' ? 'read' : result.failure).toBe(outcome);
    if (result.kind === 'parsed') {
      expect(result.entries.at(-1)?.title).toBe('B');
      expect(JSON.stringify(result)).not.toContain('lollol');
    }
  });

  const parseWithin = async (body: string, limits: FeedLimits) => {
    const result = await parseFeed({ body, url: FEED_URL, contentType: undefined, zone: 'UTC', limits });
    if (result.kind === 'failed') throw new Error(result.detail);
    return result;
  };
  const LIMITS = { maxEntries: 3, maxEntryChars: 1000, maxDepth: 20 };

  test('entries beyond the limit are counted, not kept', async () => {
    const { entries, drops } = await parseWithin(rss(A.repeat(10)), LIMITS);
    expect(drops).toMatchObject([{ reason: 'too-many-entries' }]);
    expect(entries).toHaveLength(3);
  });

  const LONG = 'harbour '.repeat(1000);
  const { title, link, guid } = {
    title: '<title>T</title>',
    link: '<link>https://a.example/long</link>',
    guid: '<guid>long</guid>',
  };
  test.each([
    ['a text', rss(`<item>${title}<description>${LONG}</description>${link}${guid}</item>${A}`)],
    [
      'a CDATA section',
      rss(`<item>${title}<description><![CDATA[${LONG}]]></description>${link}${guid}</item>${A}`),
    ],
    [
      'markup',
      rss(
        `<item>${title}<description>${'<p>harbour</p>'.repeat(500)}</description>${link}${guid}</item>${A}`,
      ),
    ],
    ['categories', rss(`<item>${title}${link}${guid}${'<category>ships</category>'.repeat(500)}</item>${A}`)],
    ['attributes', rss(`<item>${title}${link}${guid}<category term="${LONG}"/></item>${A}`)],
    [
      'a JSON content',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: [
          { content_html: LONG, title: 'T', url: 'https://a.example/long', id: 'long' },
          { id: '2', url: 'https://a.example/a' },
        ],
      }),
    ],
  ])('an entry made too long by %s is shortened and keeps what names it', async (_name, body) => {
    const { entries, drops } = await parseWithin(body, LIMITS);
    expect(drops).toMatchObject([{ reason: 'too-long-entry' }]);
    expect(entries).toMatchObject([
      { id: 'long', url: 'https://a.example/long', title: 'T' },
      { url: 'https://a.example/a' },
    ]);
    expect(JSON.stringify(entries[0]).length).toBeLessThan(2000);
  });

  test('labels of the feed itself do not multiply with its entries', async () => {
    const labels = Array.from({ length: 5000 }, (_, n) => `<category>${n}</category>`).join('');
    const { entries } = await parseWithin(rss(labels + A + B), { ...LIMITS, maxEntryChars: 200_000 });
    expect(entries.map(({ categories }) => categories.length)).toEqual([100, 100]);
  });

  test('what lies deeper than the limit is passed over', async () => {
    const tower = `${'<x>'.repeat(30)}<item><title>deep</title></item>${'</x>'.repeat(30)}`;
    const { entries } = await parseWithin(rss(tower + A), LIMITS);
    expect(entries.map((entry) => entry.title)).toEqual(['A']);
  });
});
