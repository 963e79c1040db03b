import { parseJsonFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderJsonFeed } from '../../../src/serve/formats/json-feed.ts';
import { EMPTY, FEED, TITLES } from './feed.ts';

const DATE = z.iso.datetime();
/** JSON Feed 1.1, strictly: what it requires, and nothing it does not know. */
const JSON_FEED_1_1 = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  description: z.string(),
  next_url: z.url().optional(),
  language: z.string().optional(),
  authors: z.array(z.strictObject({ name: z.string(), url: z.url().optional() })),
  items: z.array(
    z
      .strictObject({
        id: z.string().min(1),
        url: z.url(),
        title: z.string(),
        summary: z.string(),
        content_text: z.string().optional(),
        content_html: z.string().optional(),
        date_published: DATE,
        date_modified: DATE,
        authors: z.array(z.strictObject({ name: z.string(), url: z.url().optional() })).min(1),
        tags: z.array(z.string()),
        language: z.string(),
      })
      .refine((item) => item.content_text !== undefined || item.content_html !== undefined),
  ),
});

describe('JSON Feed', () => {
  const feed = JSON_FEED_1_1.parse(JSON.parse(renderJsonFeed(FEED)));

  it('has what version 1.1 requires and recommends', () => {
    expect(feed).toMatchObject({
      title: FEED.title,
      home_page_url: FEED.pageUrl,
      feed_url: FEED.url,
      next_url: FEED.nextUrl,
    });
    expect(feed.items.map((item) => item.id)).toEqual(FEED.items.map((item) => item.id));
    expect(feed.items.map((item) => item.title)).toEqual(TITLES);
  });

  it('credits the publisher and labels the tags', () => {
    expect(feed.items[0]?.authors).toEqual([
      { name: 'Harbour & Post', url: 'https://harbour-post.example/' },
      { name: 'Ann <Byline>' },
    ]);
    expect(feed.items[0]?.tags).toEqual(['Defence & arms', 'Ukraine']);
  });

  it('carries full text where there is some, else the summary', () => {
    expect(feed.items[0]?.content_html).toBe(FEED.items[0]?.html);
    expect(feed.items[1]?.content_html).toBeUndefined();
    expect(feed.items[1]?.content_text).toBe(FEED.items[1]?.summary);
  });

  it('is read by another parser', () => {
    const parsed = parseJsonFeed(renderJsonFeed(FEED));
    expect(parsed.items?.map((item) => [item.title, item.url])).toEqual(
      FEED.items.map((item) => [item.title, item.url]),
    );
  });

  it('has its list of items when there is nothing yet', () => {
    expect(JSON_FEED_1_1.parse(JSON.parse(renderJsonFeed(EMPTY))).items).toEqual([]);
  });
});
