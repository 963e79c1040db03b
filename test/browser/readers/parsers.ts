import { parseFeed } from '@rowanmanning/feed-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';

/** What any reader makes of an item. */
export interface ReadItem {
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** When it was published, in seconds since 1970. */
  readonly published: number | undefined;
}

export type Ending = 'atom' | 'rss' | 'json';

/** A JavaScript parser, the formats it takes, and its reading of a feed's text. */
export interface Parser {
  readonly name: string;
  readonly endings: readonly Ending[];
  readonly read: (text: string, ending: Ending) => Promise<readonly ReadItem[]>;
}

const toSeconds = (date: Date | string | null | undefined): number | undefined =>
  date === null || date === undefined ? undefined : Math.floor(new Date(date).getTime() / 1000);

export const PARSERS: readonly Parser[] = [
  {
    name: 'rss-parser',
    endings: ['atom', 'rss'],
    read: async (text) => {
      const parser = new RssParser<object, { readonly id?: string }>();
      const { items } = await parser.parseString(text);
      return items.map(({ id, guid, title, isoDate }) => ({
        ...{ id: guid ?? id, title, published: toSeconds(isoDate) },
      }));
    },
  },
  {
    name: 'feedsmith',
    endings: ['atom', 'rss', 'json'],
    read: async (text, ending) => {
      if (ending === 'rss')
        return (parseRssFeed(text).items ?? []).map(({ guid, title, pubDate }) => ({
          ...{ id: guid?.value, title, published: toSeconds(pubDate) },
        }));
      if (ending === 'atom')
        return (parseAtomFeed(text).entries ?? []).map(({ id, title, published }) => ({
          ...{ id, title: title?.value, published: toSeconds(published) },
        }));
      return (parseJsonFeed(text).items ?? []).map(({ id, title, date_published }) => ({
        ...{ id, title, published: toSeconds(date_published) },
      }));
    },
  },
  {
    name: '@rowanmanning/feed-parser',
    endings: ['atom', 'rss'],
    read: async (text) =>
      parseFeed(text).items.map(({ id, title, published }) => ({
        ...{ id: id ?? undefined, title: title ?? undefined, published: toSeconds(published) },
      })),
  },
];
