import { TOKEN_PARAMETER } from '../asked.ts';

/** A feed's path: what it is of, and its format. */
const FEED_PATH = /^(\/[^?#]*)\/feed\.(?:atom|rss|json)$/;
/** What leads through a feed's pages, chooses its labels, or proves the right to it, makes no other feed. */
const PAGING = ['cursor', 'lang', 'limit', TOKEN_PARAMETER];

/** Whether a path, without the base path, is that of a feed out. */
export const isFeedPath = (path: string): boolean => FEED_PATH.test(path);

/** The one spelling of a feed whatever its format and page, as `/items?place=UA&topic=energy`; undefined for other paths. */
export function toFeedScope(path: string, params: URLSearchParams): string | undefined {
  const [, of] = FEED_PATH.exec(path) ?? [];
  if (of === undefined) return undefined;
  const kept = new URLSearchParams([...params].filter(([name]) => !PAGING.includes(name)));
  kept.sort();
  return kept.size === 0 ? of : `${of}?${kept}`;
}

/** The scope of a feed as a person writes it: `/topics/energy`, `/items/feed.atom?place=UA`, or its whole URL. */
export function parseFeedScope(text: string, basePath: string): string | undefined {
  if (!URL.canParse(text, 'http://localhost')) return undefined;
  const { pathname, searchParams } = new URL(text, 'http://localhost');
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  return toFeedScope(isFeedPath(path) ? path : `${path.replace(/\/+$/, '')}/feed.atom`, searchParams);
}

/** Path and query under which a scope's feed is asked for in a format. */
export const toFeedPath = (scope: string, ending: string): string =>
  scope.replace(/(?=\?|$)/, `/feed.${ending}`);
