import * as z from 'zod';
import type { Feed, FeedId, Language, Problem, PublisherId } from '../model.ts';
import { parseHttpUrl, toCanonicalUrl, toUrlKey } from '../text/url.ts';
import { findOptionMistakes, OPTION_SCHEMAS, toOptions, type WrittenOptions } from './feed-options.ts';
import { inferFeedId, inferPublisher } from './infer.ts';
import { suggestNearest } from './nearest.ts';
import { indexPublishers, type KnownPublisher, type PublisherIndex } from './publishers.ts';
import { findRepeats, type Listed, mapping, parsed, parsedText, readList, readShape } from './shape.ts';
import { findPageRuleMistakes, PAGE_RULE_SCHEMAS, toPageRule, type WrittenPageRule } from './site-rule.ts';
import {
  findSourceMistakes,
  SOURCE_SCHEMAS,
  toSource,
  type WrittenSource,
  withSourceUrl,
} from './source-kind.ts';
import { feedIdSchema, languageSchema, publisherIdSchema, zoneSchema } from './words.ts';

/** A feed as written: a URL, and what is stated of it. */
interface WrittenFeed extends WrittenOptions, WrittenSource, WrittenPageRule {
  readonly url: URL;
  readonly urlText: string;
  readonly id: FeedId | undefined;
  readonly publisher: PublisherId | undefined;
  readonly language: Language | undefined;
  readonly zone: string | undefined;
  readonly read: Feed['read'] | undefined;
}

/** Longer ones break proxies and logs (RFC 9110, 4.1 asks for 8,000 octets of support). */
const MAX_URL_LENGTH = 4000;

const parseFeedUrl = (text: string): { readonly url: URL; readonly urlText: string } | undefined => {
  if (text.length > MAX_URL_LENGTH || /\s/.test(text) || !URL.canParse(text)) return undefined;
  if (new URL(text).username !== '' || new URL(text).password !== '') return undefined;
  const url = parseHttpUrl(text);
  return url === undefined ? undefined : { url, urlText: text };
};

const expectUrl = (text: string): string => {
  if (/^https?:\/\/[^/]*@/.test(text)) return 'a URL without a user name and password';
  if (text.length > MAX_URL_LENGTH) return `a URL of at most ${MAX_URL_LENGTH} characters`;
  const meant = `https://${text}`;
  const hint = /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? ` (did you mean ${JSON.stringify(meant)}?)` : '';
  return `an http or https URL${hint}`;
};

/** What a feed's URL should have been, or undefined where it is a sound one. */
export const findUrlFault = (text: string): string | undefined =>
  parseFeedUrl(text) === undefined ? expectUrl(text) : undefined;

const writtenSchema = mapping(
  {
    url: parsedText(parseFeedUrl, expectUrl),
    id: feedIdSchema.optional(),
    publisher: publisherIdSchema.optional(),
    language: languageSchema.optional(),
    zone: zoneSchema.optional(),
    read: parsed(
      (value): Feed['read'] | undefined => (value === 'page' || value === 'feed' ? value : undefined),
      'page or feed',
    ).optional(),
    ...SOURCE_SCHEMAS,
    ...OPTION_SCHEMAS,
    ...PAGE_RULE_SCHEMAS,
  },
  'a URL, or a mapping with url or telegram',
);

const feedSchema = z
  .preprocess((value) => (typeof value === 'string' ? { url: value } : withSourceUrl(value)), writtenSchema)
  .transform(
    (feed): WrittenFeed => ({
      ...feed.url,
      id: feed.id,
      publisher: feed.publisher,
      language: feed.language,
      zone: feed.zone,
      read: feed.read,
      ...{ list: feed.list, sitemap: feed.sitemap, telegram: feed.telegram },
      ...{ body: feed.body, remove: feed.remove, title: feed.title, date: feed.date },
      ...{ headers: feed.headers, auth: feed.auth, tls: feed.tls, everySeconds: feed.every, cron: feed.cron },
    }),
  );

const fileSchema = mapping(
  { feeds: z.array(z.unknown(), { error: 'a list of feed URLs' }) },
  '"feeds:" with a list of URLs under it',
);

/** What feeds.yaml says, every inference made. */
export interface ReadFeeds {
  readonly feeds: readonly Feed[];
  /** Those of publishers.yaml, and one for each feed's host that it does not name. */
  readonly publishers: readonly KnownPublisher[];
  /** What each feed states of its publisher and of how it is asked for, with its place in the file. */
  readonly stated: readonly Listed<
    WrittenOptions & { readonly url: URL; readonly publisher: PublisherId | undefined }
  >[];
  readonly problems: readonly Problem[];
}

/** Reads feeds.yaml and makes every inference; a feed with a mistake is left out and named. */
export const readFeeds = (value: unknown, publishers: readonly KnownPublisher[]): ReadFeeds => {
  const file = readShape(fileSchema, value, []);
  if (file.kind === 'refused') return { feeds: [], publishers, stated: [], problems: file.problems };
  const { entries, problems } = readList(feedSchema, file.value.feeds, ['feeds']);
  const index = indexPublishers(publishers);
  const feeds = entries.map((entry) => ({ index: entry.index, value: toFeed(entry.value, index) }));
  return {
    feeds: feeds.map((feed) => feed.value),
    publishers: [...publishers, ...inferPublishers(entries, index)],
    stated: entries,
    problems: [
      ...problems,
      ...findOptionMistakes(entries),
      ...findSourceMistakes(entries),
      ...findPageRuleMistakes(entries),
      ...findSameUrls(feeds),
      ...findSameIds(feeds, entries),
    ],
  };
};

/** Completes one feed from its URL and the publisher it belongs to. */
const toFeed = (written: WrittenFeed, publishers: PublisherIndex): Feed => {
  const known =
    written.publisher === undefined
      ? publishers.ofHost(written.url.host)
      : publishers.byId.get(written.publisher);
  const { source } = toSource(written);
  return {
    id: written.id ?? inferFeedId(written.url),
    url: written.urlText,
    publisher: written.publisher ?? known?.id ?? inferPublisher(written.url).id,
    // Never from the host: interfax.com.ua was Russian in 2018 and is Ukrainian now.
    language: written.language ?? known?.language,
    zone: written.zone ?? known?.zone ?? 'UTC',
    // A channel's post is all in its preview; its own page shows no more.
    read: written.read ?? (source?.kind === 'telegram' ? 'feed' : 'page'),
    ...(source === undefined ? {} : { source }),
    ...toOptions(written),
    ...toPageRule(written),
  };
};

const inferPublishers = (
  entries: readonly Listed<WrittenFeed>[],
  publishers: PublisherIndex,
): readonly KnownPublisher[] => {
  const unknown = entries
    .map(({ value }) => ({ inferred: inferPublisher(value.url), feed: toFeed(value, publishers) }))
    .filter(({ inferred, feed }) => feed.publisher === inferred.id && !publishers.byId.has(inferred.id))
    .map(({ inferred }) => inferred);
  return [...new Map(unknown.map((publisher) => [publisher.id, publisher])).values()].map((publisher) => ({
    ...publisher,
    aliases: [],
    language: undefined,
    zone: undefined,
  }));
};

/** Feeds that state a publisher that is neither in publishers.yaml nor what their own URL gives. */
export const findUnknownPublishers = (
  { stated: entries }: ReadFeeds,
  publishers: readonly KnownPublisher[],
): readonly Problem[] => {
  const ids = publishers.map(({ id }) => String(id));
  const known = new Set(ids);
  return entries.flatMap(({ index, value }) => {
    const stated = value.publisher;
    if (stated === undefined || known.has(stated) || stated === inferPublisher(value.url).id) return [];
    const expected = `the id of a publisher in publishers.yaml${suggestNearest(stated, ids)}`;
    return [{ path: ['feeds', index, 'publisher'], value: stated, expected }];
  });
};

const findSameUrls = (feeds: readonly Listed<Feed>[]): readonly Problem[] =>
  findRepeats(feeds, ({ url }) => toUrlKey(toCanonicalUrl(url))).map(({ entry, first }) => ({
    path: ['feeds', entry.index, 'url'],
    value: entry.value.url,
    expected: `a URL not followed yet: feeds[${first.index}] has it`,
  }));

const findSameIds = (
  feeds: readonly Listed<Feed>[],
  written: readonly Listed<WrittenFeed>[],
): readonly Problem[] =>
  findRepeats(feeds, ({ id }) => id)
    .filter(
      ({ entry, first }) =>
        toUrlKey(toCanonicalUrl(entry.value.url)) !== toUrlKey(toCanonicalUrl(first.value.url)),
    )
    .map(({ entry, first }) => {
      const stated = written.some(({ index, value }) => index === entry.index && value.id !== undefined);
      const path = ['feeds', entry.index, stated ? 'id' : 'url'];
      return stated
        ? { path, value: entry.value.id, expected: `an id of its own: feeds[${first.index}] has this one` }
        : {
            path,
            value: entry.value.url,
            expected: `an "id" stated: "${entry.value.id}", which its URL gives, is taken by feeds[${first.index}]`,
          };
    });
