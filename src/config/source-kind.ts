import type { Feed, FeedSource, Problem } from '../model.ts';
import { findSelectorFault } from '../text/selector.ts';
import { isRecord, type Listed, mapping, parsed, parsedText } from './shape.ts';

/** A source without a feed, as written: at most one of these. */
export interface WrittenSource {
  readonly list?: Omit<Extract<FeedSource, { kind: 'list' }>, 'kind'> | undefined;
  readonly sitemap?: true | undefined;
  /** The channel's name in lower case. */
  readonly telegram?: string | undefined;
}

/** Telegram's user names: 5 to 32 characters (https://core.telegram.org/method/account.checkUsername), bought ones from 4. */
const CHANNEL = /^[a-z][a-z0-9_]{2,30}[a-z0-9]$/i;
/** Where people copy a channel's name from. */
const CHANNEL_URL = /^(?:@|(?:https?:\/\/)?(?:t|telegram)\.me\/(?:s\/)?)([a-z0-9_]+)\/?$/i;

const readChannel = (text: string): string | undefined =>
  CHANNEL.test(text) ? text.toLowerCase() : undefined;

const expectChannel = (text: string): string => {
  const meant = CHANNEL_URL.exec(text)?.[1];
  const hint = meant !== undefined && CHANNEL.test(meant) ? ` (did you mean ${JSON.stringify(meant)}?)` : '';
  return `the name of a public channel, 4 to 32 letters, digits and _ as in t.me/NAME${hint}`;
};

const selector = parsedText(
  (text) => (findSelectorFault(text) === undefined ? text.trim() : undefined),
  (text) => findSelectorFault(text) ?? 'a CSS selector',
);

/** The keys of a feed that say that its URL is no feed, and what it is instead. */
export const SOURCE_SCHEMAS = {
  list: mapping(
    {
      item: selector,
      empty: selector.optional(),
      link: selector.optional(),
      title: selector.optional(),
      date: selector.optional(),
    },
    'item, the selector of one row, and where needed link, title, date and empty',
  ).optional(),
  sitemap: parsed((value) => (value === true ? value : undefined), 'true, or no such key').optional(),
  telegram: parsedText(readChannel, expectChannel).optional(),
};

/** The web preview of a channel. */
export const toPreviewUrl = (channel: string): string => `https://t.me/s/${channel}`;

/** A channel stands without a URL: it has that of its preview. */
export const withSourceUrl = (value: unknown): unknown => {
  if (!isRecord(value) || !('telegram' in value) || 'url' in value) return value;
  const name = typeof value['telegram'] === 'string' ? readChannel(value['telegram']) : undefined;
  // Of a name that cannot be one, the name alone is to be told.
  return { url: toPreviewUrl(name ?? 'unknown'), ...value };
};

/** The channel whose web preview, or whose own page, a URL is. */
export const findChannel = (url: URL): string | undefined => {
  const name = /^\/(?:s\/)?([^/]+)\/?$/.exec(url.pathname)?.[1];
  return name !== undefined && (url.hostname === 't.me' || url.hostname === 'telegram.me')
    ? readChannel(name)
    : undefined;
};

/** What the written keys make of a feed; the URL of a channel's preview says enough by itself. */
export const toSource = (written: WrittenSource & { readonly url: URL }): Pick<Feed, 'source'> => {
  const { list, sitemap, telegram, url } = written;
  if (list !== undefined) return { source: { kind: 'list', ...list } };
  if (sitemap !== undefined) return { source: { kind: 'sitemap' } };
  const channel = telegram ?? (url.pathname.startsWith('/s/') ? findChannel(url) : undefined);
  return channel === undefined ? {} : { source: { kind: 'telegram', channel } };
};

/** A source as feeds.yaml spells it. */
export const toSourceJson = (source: FeedSource | undefined): WrittenSource => {
  if (source === undefined) return {};
  if (source.kind === 'list') {
    const { kind: _, ...list } = source;
    return { list };
  }
  return source.kind === 'sitemap' ? { sitemap: true } : { telegram: source.channel };
};

/** Feeds that are said to be two things. */
export const findSourceMistakes = (
  feeds: readonly Listed<WrittenSource & { readonly url: URL; readonly urlText: string }>[],
): readonly Problem[] =>
  feeds.flatMap(({ index, value }) => {
    const [first, ...others] = (['list', 'sitemap', 'telegram'] as const).filter(
      (key) => value[key] !== undefined,
    );
    const at = (key: string, given: unknown, expected: string): Problem => ({
      path: ['feeds', index, key],
      value: given,
      expected,
    });
    const isOther = value.telegram !== undefined && findChannel(value.url) !== value.telegram;
    return [
      ...others.map((key) => at(key, undefined, `no ${key} beside ${first}`)),
      ...(isOther ? [at('url', value.urlText, `no url beside telegram, or that of the channel`)] : []),
    ];
  });
