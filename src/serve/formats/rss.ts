import { generateRssFeed, type RssFeed } from 'feedsmith';
import { type Format, GENERATOR, joinCdata, type OutFeed, type OutItem, toPageLinks } from './out-feed.ts';

/** RSS 2.0 (RSS Advisory Board's specification and best practices profile). */
export const RSS: Format = {
  ending: 'rss',
  name: 'RSS',
  type: 'application/rss+xml',
  render: renderRss,
};

/** How long a reader may keep the feed before it asks again, in minutes: feeds are polled about as often. */
const TTL_MINUTES = 15;

/** The feed as an RSS document. */
export function renderRss(feed: OutFeed): string {
  return joinCdata(
    generateRssFeed({
      title: feed.title,
      link: feed.pageUrl,
      description: feed.description,
      ...(feed.language === undefined ? {} : { language: feed.language }),
      lastBuildDate: feed.updatedAt,
      generator: GENERATOR,
      docs: 'https://www.rssboard.org/rss-specification',
      ttl: TTL_MINUTES,
      atom: {
        links: [{ rel: 'self', type: RSS.type, href: feed.url }, ...toPageLinks(feed, RSS.type)],
      },
      items: feed.items.map((item) => toItem(item, feed.scheme)),
    }),
  );
}

function toItem(item: OutItem, scheme: string): RssFeed.Item<Date> {
  const { publisher } = item;
  return {
    title: item.title,
    link: item.url,
    // RSS reads a description as HTML, so plain text must be escaped once more.
    description: toHtmlText(item.summary),
    guid: { value: item.id, isPermaLink: false },
    pubDate: item.publishedAt,
    categories: item.categories.map(({ label }) => ({ name: label, domain: scheme })),
    // author must be an e-mail address (RSS 2.0), dc:creator need not.
    dc: {
      creators: [publisher.name, ...item.authors],
      publishers: [publisher.name],
      ...(item.language === undefined ? {} : { languages: [item.language] }),
    },
    dcterms: { modified: [item.updatedAt] },
    ...(publisher.feedUrl === undefined ? {} : { source: { title: publisher.name, url: publisher.feedUrl } }),
    ...(item.html === undefined ? {} : { content: { encoded: item.html } }),
  };
}

const toHtmlText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
