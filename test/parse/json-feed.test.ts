import { expect, test } from 'vitest';
import { parse } from './support.ts';

const feed = (rest: object) =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', ...rest });

test('reads a JSON Feed whole', async () => {
  const body = feed({
    home_page_url: 'https://a.example/ ',
    language: 'az-AZ',
    authors: [{ name: 'Desk' }],
    items: [
      {
        id: 42,
        url: '/one',
        title: ' One \n title ',
        content_html: '<a href="two">two</a>',
        summary: 'a < b',
        date_published: '2026-02-09T14:00:00+04:00',
        date_modified: '2026-02-09T11:00:00Z',
        tags: ['x', ' y ', 3],
        attachments: [{ url: 'f.mp3', mime_type: 'audio/mpeg', size_in_bytes: 12 }, { mime_type: 'x' }],
        author: { name: 'Jane' },
      },
      { id: 'b', external_url: 'https://b.example/', content_text: '<b> & c' },
    ],
  });
  const parsed = await parse(body);
  expect(parsed).toMatchObject({
    format: 'json-feed',
    reader: 'json-feed',
    title: 'T',
    link: 'https://a.example/',
  });
  expect(parsed.entries[0]).toEqual({
    id: '42',
    url: 'https://a.example/one',
    title: 'One title',
    publishedAt: new Date('2026-02-09T10:00:00Z'),
    updatedAt: new Date('2026-02-09T11:00:00Z'),
    publishedText: '2026-02-09T14:00:00+04:00',
    authors: ['Jane'],
    categories: ['x', 'y'],
    summaryHtml: 'a &lt; b',
    contentHtml: '<a href="https://a.example/two">two</a>',
    enclosures: [{ url: 'https://a.example/f.mp3', type: 'audio/mpeg', length: 12 }],
    language: 'az-AZ',
  });
  expect(parsed.entries[1]).toMatchObject({
    url: 'https://b.example/',
    authors: ['Desk'],
    contentHtml: '&lt;b&gt; &amp; c',
  });
});

test('items that are no objects cost nothing but themselves', async () => {
  const parsed = await parse(feed({ items: [null, 'x', { id: 'a' }] }));
  expect(parsed.entries.map((entry) => entry.id)).toEqual(['a']);
  expect(parsed.drops).toEqual([{ reason: 'broken-entry', detail: '2 items are no JSON objects' }]);
});

test('a byte order mark and zeros around it are no matter', async () => {
  expect((await parse(`\ufeff${feed({ items: [] })}\u0000`)).entries).toEqual([]);
});
