import { parseHttpUrl } from '../text/url.ts';
import { decodeEntities } from './entities.ts';
import type { RawAttribute } from './scope.ts';
import { tokenize } from './tokens.ts';

/** The feeds an HTML page declares, absolute, each once, in document order; at most 20. */
export function findFeedLinks(html: string, url: string): readonly string[] {
  const found = new Set<string>();
  let base = url;
  const ignore = (): void => {};
  tokenize(html.slice(0, MAX_HEAD_CHARS), 'html', {
    onText: ignore,
    onCdata: ignore,
    onEndTag: ignore,
    onStartTag: ({ name, attributes }) => {
      const lower = name.toLowerCase();
      const href = read(attributes, 'href');
      if (href === undefined || found.size >= MAX_LINKS) return;
      if (lower === 'base') base = parseHttpUrl(href, url)?.href ?? base;
      if (!isFeedLink(lower, attributes)) return;
      const feed = parseHttpUrl(href, base)?.href;
      if (feed !== undefined) found.add(feed);
    },
  });
  return [...found];
}

/** Feeds are declared in the head, pointed to anywhere; half a million characters are three long pages. */
const MAX_HEAD_CHARS = 500_000;
/** More than an operator would read. */
const MAX_LINKS = 20;

const FEED_TYPE = /^(?:application|text)\/(?:rss|atom|rdf|feed)\+(?:xml|json)\b/i;

function isFeedLink(name: string, attributes: readonly RawAttribute[]): boolean {
  if (name !== 'link' && name !== 'a') return false;
  const isTyped = FEED_TYPE.test(read(attributes, 'type')?.trim() ?? '');
  if (name === 'link')
    return isTyped && /(?:^|\s)(?:alternate|feed)(?:\s|$)/i.test(read(attributes, 'rel') ?? '');
  // Interfax-Ukraine (2026) declares none and points by <a class="social-links-rss">.
  return isTyped || /(?:^|[\s_-])rss(?:[\s_-]|$)/i.test(read(attributes, 'class') ?? '');
}

function read(attributes: readonly RawAttribute[], name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name.toLowerCase() === name);
  return found === undefined ? undefined : decodeEntities(found.value);
}
