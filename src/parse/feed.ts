import type { FeedFailure, ParsedFeed } from '../model.ts';
import { cleanText, decodeBody } from '../text/charset.ts';
import { buildDateParser } from '../text/date.ts';
import { detectFormat, type FeedRoot } from './detect.ts';
import { findFeedLinks } from './feed-links.ts';
import { toParsedFeed } from './header.ts';
import { parseJsonFeed } from './json-feed.ts';
import { DEFAULT_LIMITS, type FeedLimits } from './limits.ts';
import { readByRssParser } from './rss.ts';
import { findSound } from './sound.ts';
import { readTolerantly } from './tolerant.ts';

/** A feed's document and what is known of it. */
export interface FeedInput {
  /** Bytes as fetched, decompressed; or text already decoded. */
  readonly body: Uint8Array | string;
  /** The URL that answered; relative URLs are relative to it. */
  readonly url: string;
  readonly contentType: string | undefined;
  /** IANA zone of dates that carry none. */
  readonly zone: string;
  readonly limits?: FeedLimits;
}

/** Bytes to feed: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed. What is no feed is a failure that says what it is. */
export async function parseFeed(input: FeedInput): Promise<ParsedFeed | FeedFailure> {
  const { body, contentType } = input;
  const text = cleanText(typeof body === 'string' ? body : decodeBody(body, contentType, 'xml').text);
  const detected = detectFormat(text);
  switch (detected.kind) {
    case 'json':
      return parseJsonFeed(text, { ...input, limits: input.limits ?? DEFAULT_LIMITS });
    case 'xml':
      return parseXml(text, detected.root, input);
    case 'html':
      return toFailure('not-a-feed', 'an HTML page', findFeedLinks(text, input.url));
    case 'empty':
      return toFailure('empty', 'no content', []);
    case 'other':
      return toFailure('not-a-feed', detected.what, []);
    default:
      return detected satisfies never;
  }
}

async function parseXml(text: string, root: FeedRoot, input: FeedInput): Promise<ParsedFeed> {
  const { url, limits = DEFAULT_LIMITS } = input;
  const parseDate = buildDateParser(input.zone);
  const sound = findSound(text, root, limits);
  if (sound !== undefined && sound.entries > 0) {
    const raw = await readByRssParser(sound, root);
    if (raw !== undefined) return toParsedFeed(raw, { url, parseDate, reader: 'rss-parser' });
  }
  return toParsedFeed(readTolerantly(text, root, url, limits), { url, parseDate, reader: 'tolerant' });
}

const toFailure = (
  failure: FeedFailure['failure'],
  detail: string,
  feedLinks: readonly string[],
): FeedFailure => ({ kind: 'failed', failure, detail, feedLinks });
