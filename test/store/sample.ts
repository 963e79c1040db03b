import {
  type Decision,
  type Entry,
  type Feed,
  type FeedUpdate,
  type ItemDraft,
  type KnownKeys,
  type Lease,
  type LeaseLost,
  type PageRecord,
  parseFeedId,
  parsePublisherId,
  parseTagId,
  type ReadItem,
  type Reading,
  type Tag,
  type Work,
} from '../../src/model.ts';
import { claimWork } from '../../src/store/claims.ts';
import { saveCollected } from '../../src/store/collect.ts';
import { releaseHost } from '../../src/store/hosts.ts';
import { type SavedRead, saveRead } from '../../src/store/items.ts';
import { saveRevision } from '../../src/store/revisions.ts';
import type { Database } from '../../src/store/schema.ts';
import type { SnapshotBounds } from '../../src/store/snapshots.ts';
import { sha256Hex } from '../../src/text/hash.ts';
import { toCanonicalUrl } from '../../src/text/url.ts';

/** Invented feeds, entries and readings in the shapes the stages hand over. */

export const NOW = new Date('2026-03-01T12:00:00Z');
export const later = (seconds: number, from: Date = NOW): Date => new Date(from.getTime() + seconds * 1000);
export const LEASE_MS = 120_000;

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

export function buildFeed(
  id: string,
  over: { url?: string; publisher?: string; read?: 'page' | 'feed' } = {},
): Feed {
  return {
    id: present(parseFeedId(id)),
    url: over.url ?? `https://${id}.example/rss`,
    publisher: present(parsePublisherId(over.publisher ?? id)),
    language: undefined,
    zone: 'UTC',
    read: over.read ?? 'page',
  };
}

export function buildDraft(feed: Feed, name: string, over: Partial<Entry> = {}): ItemDraft {
  const entry: Entry = {
    id: `guid-${name}`,
    url: `https://pages.example/${name}`,
    title: `Title of ${name}`,
    publishedAt: later(-600),
    updatedAt: undefined,
    publishedText: 'Sun, 01 Mar 2026 11:50:00 +0000',
    authors: ['A. Writer'],
    categories: ['Economy'],
    summaryHtml: `<p>Summary of ${name}</p>`,
    contentHtml: undefined,
    enclosures: [],
    language: 'en',
    ...over,
  };
  return {
    keys: {
      guid: entry.id === undefined ? undefined : `guid:${feed.id}:${entry.id}`,
      url: entry.url === undefined ? undefined : `url:${entry.url}`,
      titleDay: `title:${entry.title}:2026-03-01`,
    },
    canonicalUrl: entry.url === undefined ? undefined : toCanonicalUrl(entry.url),
    entry,
    entryHash: sha256Hex(JSON.stringify(entry)),
    orderedAt: entry.publishedAt ?? NOW,
    orderedBy: entry.publishedAt === undefined ? 'first-seen' : 'published',
    orderedReason: undefined,
  };
}

export const toKeys = (drafts: readonly ItemDraft[]): readonly string[] =>
  drafts.flatMap(({ keys }) => [keys.guid, keys.url, keys.titleDay]).filter((key) => key !== undefined);

/** The plainest ladder: the item its guid or URL leads to. */
export const decideBy =
  (drafts: readonly ItemDraft[]) =>
  (known: KnownKeys): readonly Decision[] =>
    drafts.map((draft): Decision => {
      const item = [draft.keys.guid, draft.keys.url].flatMap((key) => known.get(key ?? '') ?? [])[0];
      if (item === undefined) return { kind: 'new', draft };
      if (item === 'deleted')
        return { kind: 'dropped', drop: { reason: 'deleted', detail: draft.keys.url ?? '' } };
      if (item.entryHash === undefined || item.entryHash === draft.entryHash)
        return { kind: 'unchanged', id: item.id, keys: draft.keys, entryHash: draft.entryHash };
      return { kind: 'changed', id: item.id, draft };
    });

export function buildUpdate(now: Date, over: Partial<FeedUpdate> = {}): FeedUpdate {
  return {
    poll: {
      kind: 'fetched',
      fetchedAt: now,
      status: 200,
      failure: undefined,
      detail: undefined,
      bodyBytes: 1234,
      durationMs: 56,
      overflow: false,
      drops: [],
    },
    state: {
      etag: '"one"',
      lastModified: undefined,
      bodyHash: 'abc',
      fullFetchAt: now,
      lastFetchAt: now,
      lastSuccessAt: now,
      lastNewItemAt: undefined,
      failures: 0,
      failingSince: undefined,
      intervalSeconds: 900,
      entries: 0,
      overflows: 0,
      lastOverflowAt: undefined,
      longestGapSeconds: undefined,
      silentSince: undefined,
      asks: { ttlSeconds: undefined, skipHours: [], skipDays: [] },
      move: undefined,
    },
    nextFetchAt: later(900, now),
    title: 'The feed',
    link: undefined,
    feedLinks: [],
    ...over,
  };
}

export const buildTag = (tag: string, over: Partial<Tag> = {}): Tag => ({
  tag: present(parseTagId(tag)),
  score: 1.5,
  givenBy: 'rule',
  evidence: [{ rule: tag, field: 'title', start: 0, end: 5, text: 'Title', weight: 3 }],
  ruleHash: 'rule-1',
  ...over,
});

export function buildReading(over: Partial<Reading> = {}): Reading {
  const text = over.text ?? 'First paragraph.\n\nSecond paragraph.';
  return {
    state: 'read',
    failure: undefined,
    detail: undefined,
    nextReadAt: undefined,
    language: 'en',
    text,
    html: `<p>${text}</p>`,
    article: {
      text,
      html: `<p>${text}</p>`,
      title: 'The article',
      authors: ['A. Writer'],
      credits: [],
      publishedAt: NOW,
      modifiedAt: undefined,
      language: 'en',
      section: undefined,
      keywords: [],
      leadImage: undefined,
      canonicalUrl: undefined,
      alternates: [],
      paywalled: false,
      dateline: undefined,
      extractedBy: 'general',
      confidence: 0.8,
      siteRule: { kind: 'none' },
    },
    tags: [],
    taggedBy: 'tagger-1',
    ...over,
  };
}

export const applyFeeds = (db: Database, feeds: readonly Feed[], now: Date = NOW): Promise<number> =>
  saveRevision(db, { hash: JSON.stringify(feeds), config: { feeds }, feeds, intervalSeconds: 900 }, now);

export const claim = (db: Database, now: Date = NOW, limit = 10): Promise<readonly Work[]> =>
  claimWork(db, { now, limit, leaseMs: LEASE_MS });

/** Claims, polls and releases a feed that is due and brings these drafts. */
export async function poll(db: Database, feed: Feed, drafts: readonly ItemDraft[], now: Date = NOW) {
  const works = await claim(db, now, 1000);
  const work = works.find((one) => one.kind === 'feed' && one.feed.id === feed.id);
  for (const other of works) if (other !== work) await releaseHost(db, other.lease, now);
  const lease = present(work).lease;
  const saved = await save(db, feed, lease, drafts, now);
  await releaseHost(db, lease, now);
  return saved;
}

export const save = (db: Database, feed: Feed, lease: Lease, drafts: readonly ItemDraft[], now: Date = NOW) =>
  saveCollected(db, {
    feed,
    lease,
    now,
    lookupKeys: toKeys(drafts),
    decide: decideBy(drafts),
    update: () => buildUpdate(now),
  });

/** Room for any kept page of a test. */
export const BOUNDS: SnapshotBounds = { maxBytes: 1_000_000 };

/** Saves a reading of which no page is kept, unless told. */
export const saveReading = (
  db: Database,
  read: Omit<ReadItem, 'page'> & { readonly page?: PageRecord },
  bounds: SnapshotBounds = BOUNDS,
): Promise<SavedRead | LeaseLost> => saveRead(db, { page: { kind: 'none' }, ...read }, bounds);
