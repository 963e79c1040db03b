import { type AtomFeed, generateAtomFeed } from 'feedsmith';
import { type Format, GENERATOR, joinCdata, type OutFeed, type OutItem, toPageLinks } from './out-feed.ts';

/** Atom 1.0 (RFC 4287). */
export const ATOM: Format = {
  ending: 'atom',
  name: 'Atom',
  type: 'application/atom+xml',
  render: renderAtom,
};

/** The feed as an Atom document. */
export function renderAtom(feed: OutFeed): string {
  return joinCdata(
    generateAtomFeed({
      ...(feed.language === undefined ? {} : { xml: { lang: feed.language } }),
      id: feed.id,
      title: { value: feed.title },
      subtitle: { value: feed.description },
      updated: feed.updatedAt,
      authors: [{ name: GENERATOR }],
      generator: { text: GENERATOR },
      links: [
        { rel: 'self', type: ATOM.type, href: feed.url },
        { rel: 'alternate', type: 'text/html', href: feed.pageUrl },
        ...toPageLinks(feed, ATOM.type),
      ],
      entries: feed.items.map((item) => toEntry(item, feed.scheme)),
    }),
  );
}

function toEntry(item: OutItem, scheme: string): AtomFeed.Entry<Date> {
  const { publisher } = item;
  return {
    ...(item.language === undefined ? {} : { xml: { lang: item.language } }),
    id: item.id,
    title: { value: item.title },
    published: item.publishedAt,
    updated: item.updatedAt,
    authors: [
      { name: publisher.name, ...(publisher.url === undefined ? {} : { uri: publisher.url }) },
      ...item.authors.map((name) => ({ name })),
    ],
    links: [
      { rel: 'alternate', type: 'text/html', href: item.url },
      { rel: 'related', type: 'text/html', title: 'Tags and why', href: item.pageUrl },
    ],
    categories: item.categories.map((category) => ({ ...category, scheme })),
    summary: { value: item.summary },
    ...(item.html === undefined ? {} : { content: { type: 'html', value: item.html } }),
    source: {
      id: publisher.id,
      title: { value: publisher.name },
      updated: item.updatedAt,
      ...(publisher.feedUrl === undefined ? {} : { links: [{ rel: 'self', href: publisher.feedUrl }] }),
    },
  };
}
