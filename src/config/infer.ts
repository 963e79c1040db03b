import { type FeedId, type PublisherId, parseFeedId, parsePublisherId } from '../model.ts';
import { sha256Hex } from '../text/hash.ts';

/** Hosts that carry many publishers: the path says whose feed it is. */
const SHARED_HOSTS: readonly string[] = [
  'feedburner.com',
  'medium.com',
  'reddit.com',
  'rsshub.app',
  't.me',
  'vk.com',
  'youtube.com',
];

/** Host names that only say "the feed is here". */
const FEED_PREFIX = /^(?:(?:www|feeds?|rss)\.)+(?=[^.]+\.[^.]+)/;
/** Path words that say nothing of which feed it is, only of its format. */
const FORMAT_WORDS: ReadonlySet<string> = new Set([
  'rss',
  'rss2',
  'rss20',
  'atom',
  'feed',
  'feeds',
  'rdf',
  'xml',
  'index',
  'json',
]);
const FILE_ENDING = /\.(?:rss2?|xml|rdf|atom|json|php|aspx?|html?)$/;
const MAX_ID_LENGTH = 64;
const HASH_LENGTH = 8;

/** The id of a feed that states none, from its own URL alone: no other line of the config can change it. */
export const inferFeedId = (url: URL): FeedId => {
  const parts = [toIssuingHost(url), ...toPathWords(url), ...[...url.searchParams].flat()];
  return toSlug(parts, url, parseFeedId);
};

/** Who issues a feed of an unknown host: the host without `www.`, `feeds.` or `rss.`. */
export const inferPublisher = (
  url: URL,
): { readonly id: PublisherId; readonly name: string; readonly domains: readonly string[] } => {
  const host = toIssuingHost(url);
  const shared = SHARED_HOSTS.some((name) => host === name || host.endsWith(`.${name}`));
  if (!shared) return { id: toSlug([host], url, parsePublisherId), name: host, domains: [host] };
  const words = toPathWords(url);
  return {
    id: toSlug([inferFeedId(url)], url, parsePublisherId),
    name: [host, ...words].join('/'),
    domains: [],
  };
};

/** The host with its port, less the prefix that only says "the feed is here". */
const toIssuingHost = (url: URL): string => {
  const bare = url.host.replace(FEED_PREFIX, '');
  // rss.co.uk is a site, not the rss host of "co.uk".
  return /^(?:com?|net|org|gov|edu|ac)\.[a-z]{2}$/.test(bare) ? url.host : bare;
};

const toPathWords = (url: URL): readonly string[] =>
  url.pathname
    .split('/')
    .map((segment) => decode(segment).toLowerCase().replace(FILE_ENDING, ''))
    .filter((word) => word !== '' && !FORMAT_WORDS.has(word));

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // URIError: a bare % is part of the name
  }
};

const toSlug = <Id>(parts: readonly string[], url: URL, parse: (text: string) => Id | undefined): Id => {
  const words = parts.join('-').toLowerCase();
  const slug = words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  // Letters outside a-z leave no trace in the slug, so the URL itself must tell two such feeds apart.
  const lossy = /[^\p{ASCII}]/u.test(words) || slug.length > MAX_ID_LENGTH || slug === '';
  const hash = sha256Hex(url.href).slice(0, HASH_LENGTH);
  const head = slug.slice(0, MAX_ID_LENGTH - HASH_LENGTH - 1).replace(/-$/, '');
  const id = parse(lossy ? [head, hash].filter((part) => part !== '').join('-') : slug);
  if (id === undefined) throw new Error(`No id can be made of ${url.href}`);
  return id;
};
