import { readFileSync } from 'node:fs';
import { readSource, type SourceDocument } from '../../src/discover/read-source.ts';
import type { FeedFailure, FeedSource, ParsedFeed } from '../../src/model.ts';

/** A fixture of this stage. */
export const readFixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/discover/${name}`, import.meta.url), 'utf8');

/** A document of a source, read at noon of 10 February 2026 in UTC for the first time. */
export const toDocument = (
  source: FeedSource,
  body: string | Uint8Array,
  more: Partial<SourceDocument> = {},
): SourceDocument => ({
  ...{ source, body, url: 'https://harbour.example/press', contentType: undefined, zone: 'UTC' },
  ...{ now: new Date('2026-02-10T12:00:00Z'), hadEntries: false },
  limits: { maxEntries: 5000, maxEntryChars: 200_000, maxDepth: 100 },
  ...more,
});

/** The feed that a document must give. */
export function readFeed(
  source: FeedSource,
  body: string | Uint8Array,
  more?: Partial<SourceDocument>,
): ParsedFeed {
  const read = readSource(toDocument(source, body, more));
  if (read.kind !== 'parsed') throw new Error(read.kind === 'failed' ? read.detail : 'an index');
  return read;
}

/** The failure that a document must be. */
export function readFailure(
  source: FeedSource,
  body: string | Uint8Array,
  more?: Partial<SourceDocument>,
): FeedFailure {
  const read = readSource(toDocument(source, body, more));
  if (read.kind !== 'failed') throw new Error('it could be read');
  return read;
}
