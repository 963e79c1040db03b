import { describe, expect, it } from 'vitest';
import type { FeedAsks } from '../../src/model.ts';
import { parse } from './support.ts';

const ITEM = '<item><title>One</title><link>https://example.org/1</link></item>';
const NOTHING: FeedAsks = { ttlSeconds: undefined, skipHours: [], skipDays: [] };

describe('what a feed asks of its readers', () => {
  it.each<[string, string, Partial<FeedAsks>]>([
    ['nothing', '', {}],
    ['a ttl in minutes', '<ttl>60</ttl>', { ttlSeconds: 3600 }],
    ['no ttl of years', '<ttl>3600000</ttl>', {}],
    [
      'hours, once each and in order',
      '<skipHours><hour>5</hour><hour> 3 </hour><hour>05</hour></skipHours>',
      { skipHours: [3, 5] },
    ],
    ['hour 24 of RSS 0.91 as midnight', '<skipHours><hour>24</hour></skipHours>', { skipHours: [0] }],
    [
      'days by name in any case',
      '<skipDays><day>Sunday</day><day>SATURDAY</day><day>wed</day></skipDays>',
      { skipDays: [0, 3, 6] },
    ],
    [
      'nothing by what is no hour and no day',
      '<skipHours><hour>25</hour><hour>-1</hour><hour>night</hour><hour/></skipHours><skipDays><day>Someday</day></skipDays>',
      {},
    ],
    ['nothing by an hour without its list', '<hour>3</hour><skipDays>Monday</skipDays>', {}],
  ])('is %s', async (_, fields, expected) => {
    const rss = `<rss version="2.0"><channel><title>T</title>${fields}${ITEM}</channel></rss>`;
    for (const [body, reader] of [
      [rss, 'rss-parser'],
      // The empty doctype sends it to the other reader.
      [`<!DOCTYPE rss>${rss}`, 'tolerant'],
    ] as const)
      expect(await parse(body)).toMatchObject({ reader, asks: { ...NOTHING, ...expected } });
  });
});

describe('whether a document was read whole', () => {
  const rss = `<rss version="2.0"><channel><title>T</title>${ITEM}${ITEM}</channel></rss>`;
  it.each([
    ['is so at its end', rss, true],
    ['is so with junk behind', `${rss}<!-- made in 3 ms -->`, true],
    ['is not so where an entry is cut off', rss.slice(0, rss.lastIndexOf('</item>') - 8), false],
    ['is not so where it ends between two entries', rss.slice(0, rss.lastIndexOf('<item>')), false],
  ])('%s', async (_, body, isWhole) => {
    expect(await parse(body)).toMatchObject({ isWhole });
  });
});
