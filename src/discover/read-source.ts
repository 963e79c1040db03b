import type { FeedFailure, FeedSource, ParsedFeed, SitemapIndex } from '../model.ts';
import { cleanText, decodeBody } from '../text/charset.ts';
import type { SourceLimits, SourceText } from './input.ts';
import { readList } from './list.ts';
import { readSitemap } from './sitemap.ts';
import { findSitemapRoot } from './sitemap-places.ts';
import { readTelegram } from './telegram.ts';

/** A source's document and what is known of it. */
export interface SourceDocument extends Omit<SourceText, 'text'> {
  /** Bytes as fetched, decompressed; or text already decoded. */
  readonly body: Uint8Array | string;
  readonly contentType: string | undefined;
  readonly source: FeedSource;
}

/** Bytes to the same feed that a feed gives, or to an index whose parts hold it. */
export function readSource(document: SourceDocument): ParsedFeed | SitemapIndex | FeedFailure {
  const { source } = document;
  const text = decode(document, source.kind === 'sitemap' ? 'xml' : 'html');
  if (text.trim() === '') return { kind: 'failed', failure: 'empty', detail: 'no content', feedLinks: [] };
  switch (source.kind) {
    case 'list':
      return readList({ ...document, text }, source);
    case 'sitemap':
      return readSitemap({ ...document, text });
    case 'telegram':
      return readTelegram({ ...document, text });
    default:
      return source satisfies never;
  }
}

/** The sitemap that a document turns out to be, though nobody said so; undefined where it is none. */
export function readUnnamedSitemap(
  document: Pick<SourceDocument, 'body' | 'contentType' | 'url' | 'zone'> & { readonly limits: SourceLimits },
): ParsedFeed | SitemapIndex | FeedFailure | undefined {
  const text = decode(document, 'xml');
  if (findSitemapRoot(text) === undefined) return undefined;
  // A sitemap shows no "today", and an empty one is no failure.
  return readSitemap({ ...document, text, now: new Date(0), hadEntries: false });
}

const decode = (
  { body, contentType }: Pick<SourceDocument, 'body' | 'contentType'>,
  kind: 'xml' | 'html',
): string => cleanText(typeof body === 'string' ? body : decodeBody(body, contentType, kind).text);
