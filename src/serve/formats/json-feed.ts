import { generateJsonFeed, type JsonFeed } from 'feedsmith';
import { type Format, GENERATOR, type OutFeed, type OutItem } from './out-feed.ts';

/** JSON Feed 1.1 (jsonfeed.org). */
export const JSON_FEED: Format = {
  ending: 'json',
  name: 'JSON Feed',
  type: 'application/feed+json',
  render: renderJsonFeed,
};

/** The feed as a JSON Feed document. */
export function renderJsonFeed(feed: OutFeed): string {
  const document = generateJsonFeed({
    title: feed.title,
    home_page_url: feed.pageUrl,
    feed_url: feed.url,
    description: feed.description,
    ...(feed.nextUrl === undefined ? {} : { next_url: feed.nextUrl }),
    ...(feed.language === undefined ? {} : { language: feed.language }),
    authors: [{ name: GENERATOR }],
    items: feed.items.map(toItem),
  });
  // feedsmith leaves an empty list out, and a feed must have one (JSON Feed 1.1, top level).
  return JSON.stringify({
    ...(isObject(document) ? document : {}),
    ...(feed.items.length === 0 ? { items: [] } : {}),
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function toItem(item: OutItem): JsonFeed.Item<Date> {
  const { publisher } = item;
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    summary: item.summary,
    ...(item.html === undefined ? { content_text: item.summary } : { content_html: item.html }),
    date_published: item.publishedAt,
    date_modified: item.updatedAt,
    authors: [
      { name: publisher.name, ...(publisher.url === undefined ? {} : { url: publisher.url }) },
      ...item.authors.map((name) => ({ name })),
    ],
    tags: item.categories.map((category) => category.label),
    ...(item.language === undefined ? {} : { language: item.language }),
  };
}
