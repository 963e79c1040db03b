import { describe, expect, it } from 'vitest';
import { isFullFetchDue, type PollFacts, toFailureUpdate, toSuccessUpdate } from '../../src/fetch/poll.ts';
import type {
  CollectCounts,
  Fetched,
  FetchFailed,
  FetchState,
  NotModified,
  ParsedFeed,
} from '../../src/model.ts';
import { ago, buildState, DAY, HOUR, MINUTE, NOW } from './states.ts';

const facts = (state: Partial<FetchState> = {}): PollFacts => ({
  feed: { schedule: undefined, zone: 'UTC' },
  state: buildState(state),
  limits: { minIntervalSeconds: 300, maxIntervalSeconds: 86_400, defaultIntervalSeconds: 900 },
  startedAt: NOW,
  now: NOW,
  jitter: 0,
});

const fetched = (changes: Partial<Fetched> = {}): Fetched => ({
  kind: 'fetched',
  status: 200,
  url: 'https://harbour.example/rss',
  contentType: 'application/rss+xml',
  etag: '"new"',
  lastModified: 'Sun, 01 Mar 2026 11:00:00 GMT',
  freshSeconds: undefined,
  body: new Uint8Array(10),
  durationMs: 5,
  ...changes,
});

const notModified = (changes: Partial<NotModified> = {}): NotModified => ({
  kind: 'not-modified',
  status: 304,
  url: 'https://harbour.example/rss',
  etag: undefined,
  lastModified: undefined,
  freshSeconds: undefined,
  durationMs: 5,
  ...changes,
});

const failed = (changes: Partial<FetchFailed> = {}): FetchFailed => ({
  kind: 'failed',
  failure: 'server-error',
  detail: 'harbour.example: HTTP 500',
  status: 500,
  retryAfterSeconds: undefined,
  durationMs: 5,
  ...changes,
});

const parsed = (changes: Partial<ParsedFeed> = {}): ParsedFeed => ({
  kind: 'parsed',
  format: 'rss',
  reader: 'tolerant',
  title: 'Harbour',
  link: undefined,
  language: undefined,
  asks: { ttlSeconds: undefined, skipHours: [], skipDays: [] },
  isWhole: true,
  entries: [],
  drops: [],
  ...changes,
});

const counts = (changes: Partial<CollectCounts> = {}): CollectCounts => ({
  ...{ entries: 0, new: 0, changed: 0, unchanged: 0, dropped: 0, joined: 0, known: 0 },
  ...changes,
});

const OLD = { etag: '"old"', lastModified: 'Sun, 01 Mar 2026 10:00:00 GMT' };
const NEW = { etag: '"new"', lastModified: 'Sun, 01 Mar 2026 11:00:00 GMT' };
const SAME_BODY = { bodyHash: 'old-hash', feed: undefined };

describe('the validators kept after a poll', () => {
  it.each([
    ['are those of a feed read whole', toSuccessUpdate(facts(), fetched(), read(), counts()), NEW],
    ['are those that came with the same body', toSuccessUpdate(facts(), fetched(), SAME_BODY, counts()), NEW],
    [
      'are none where a feed read whole came without',
      toSuccessUpdate(facts(), fetched({ etag: undefined, lastModified: undefined }), read(), counts()),
      { etag: undefined, lastModified: undefined },
    ],
    [
      'are the former where the document was cut off',
      toSuccessUpdate(facts(), fetched(), read({ isWhole: false }), counts()),
      OLD,
    ],
    ['are those of a 304', toSuccessUpdate(facts(), notModified(NEW), undefined, counts()), NEW],
    [
      'are the former where a 304 has none',
      toSuccessUpdate(facts(), notModified(), undefined, counts()),
      OLD,
    ],
    [
      'are both where a 304 has one of them',
      toSuccessUpdate(facts(), notModified({ etag: '"new"' }), undefined, counts()),
      { ...OLD, etag: '"new"' },
    ],
    ['are the former after an error page', toFailureUpdate(facts(), failed(), failed(), []), OLD],
    [
      'are the former after a body that is no feed',
      toFailureUpdate(facts(), { kind: 'failed', failure: 'not-a-feed', detail: 'HTML' }, fetched(), []),
      OLD,
    ],
  ])('%s', (_, update, expected) => {
    const { etag, lastModified } = update.state;
    expect({ etag, lastModified }).toEqual(expected);
  });

  it('come with the hash of what they vouch for, which a failure leaves as it was', () => {
    expect(toSuccessUpdate(facts(), fetched(), read(), counts()).state.bodyHash).toBe('new-hash');
    expect(toSuccessUpdate(facts(), notModified(), undefined, counts()).state.bodyHash).toBe('old-hash');
    expect(toFailureUpdate(facts(), failed(), fetched(), []).state.bodyHash).toBe('old-hash');
  });
});

function read(changes: Partial<ParsedFeed> = {}) {
  return { bodyHash: 'new-hash', feed: parsed(changes) };
}

describe('a fetch without validators', () => {
  const adopted = {
    to: 'https://new.example/rss',
    since: ago(9 * DAY),
    polls: 90,
    adoptedAt: ago(6 * DAY),
  };
  it.each<[string, Partial<FetchState>, boolean]>([
    ['is due for a feed never fetched', { fullFetchAt: undefined }, true],
    ['is not due an hour after the last', { fullFetchAt: ago(HOUR) }, false],
    ['is not due a minute too early', { fullFetchAt: ago(12 * HOUR - MINUTE) }, false],
    ['is due after 12 hours', { fullFetchAt: ago(12 * HOUR) }, true],
    ['is not due at the address a feed moved to', { move: adopted }, false],
    ['is due where the first address is asked in place of it', { move: adopted, failures: 1 }, true],
  ])('%s', (_, state, expected) => {
    expect(isFullFetchDue(buildState(state), NOW)).toBe(expected);
  });

  it('counts from its start, and only if it worked', () => {
    const due = facts({ fullFetchAt: ago(13 * HOUR) });
    expect(toSuccessUpdate(due, fetched(), SAME_BODY, counts()).state.fullFetchAt).toEqual(NOW);
    expect(toFailureUpdate(due, failed(), failed(), []).state.fullFetchAt).toEqual(ago(13 * HOUR));
    expect(toSuccessUpdate(facts(), fetched(), SAME_BODY, counts()).state.fullFetchAt).toEqual(ago(HOUR));
  });
});

describe('an overflow', () => {
  it.each<[string, Partial<FetchState>, Partial<CollectCounts>, boolean]>([
    ['is a poll without a known entry', {}, { entries: 20, new: 20 }, true],
    ['is one with repeats among the new ones too', {}, { entries: 20, new: 19, unchanged: 1 }, true],
    ['is not a poll with one known entry', {}, { entries: 20, new: 19, unchanged: 1, known: 2 }, false],
    ['is not a first poll', { entries: 0 }, { entries: 20, new: 20 }, false],
    ['is not the change of a feed of one entry', { entries: 1 }, { entries: 1, new: 1 }, false],
    ['is not an empty feed', {}, { entries: 0 }, false],
  ])('%s', (_, state, changes, overflow) => {
    const update = toSuccessUpdate(facts({ overflows: 2, ...state }), fetched(), read(), counts(changes));
    expect(update.poll.overflow).toBe(overflow);
    expect(update.state).toMatchObject({
      entries: changes.entries,
      overflows: overflow ? 3 : 2,
      lastOverflowAt: overflow ? NOW : undefined,
    });
  });

  it('halves the interval', () => {
    const update = toSuccessUpdate(facts(), fetched(), read(), counts({ entries: 20, new: 20 }));
    expect(update.state.intervalSeconds).toBe(450);
  });

  it('is none where nothing was read', () => {
    for (const update of [
      toSuccessUpdate(facts(), fetched(), SAME_BODY, counts()),
      toSuccessUpdate(facts(), notModified(), undefined, counts()),
      toFailureUpdate(facts(), failed(), failed(), []),
    ]) {
      expect(update.poll.overflow).toBe(false);
      expect(update.state.entries).toBe(20);
    }
  });
});

describe('what a feed asks', () => {
  const asks = { ttlSeconds: 7200, skipHours: [15], skipDays: [] };

  it('is kept from the last time it was read', () => {
    expect(toSuccessUpdate(facts(), fetched(), read({ asks }), counts()).state.asks).toEqual(asks);
    expect(toSuccessUpdate(facts({ asks }), fetched(), read(), counts()).state.asks.skipHours).toEqual([]);
  });

  it('is honoured after a 304, the same body and a failure too', () => {
    // Two hours of ttl lead to 14:00, which is free; the hour from 15:00 is not.
    const at = (state: Partial<FetchState>) => [
      toSuccessUpdate(facts(state), notModified(), undefined, counts()).nextFetchAt,
      toSuccessUpdate(facts(state), fetched(), SAME_BODY, counts()).nextFetchAt,
    ];
    expect(at({ asks })).toEqual([new Date('2026-03-01T14:00:00Z'), new Date('2026-03-01T14:00:00Z')]);
    const three = { ...asks, ttlSeconds: 3 * 3600 };
    expect(at({ asks: three })).toEqual([new Date('2026-03-01T16:00:00Z'), new Date('2026-03-01T16:00:00Z')]);
    const update = toFailureUpdate(facts({ asks: { ...asks, skipHours: [12] } }), failed(), failed(), []);
    expect(update.nextFetchAt).toEqual(new Date('2026-03-01T13:00:00Z'));
    expect(update.state.asks.ttlSeconds).toBe(7200);
  });
});

describe('news', () => {
  it('is what is new in the feed, though another feed brought it before', () => {
    const update = toSuccessUpdate(
      facts(),
      fetched(),
      read(),
      counts({ entries: 20, unchanged: 20, joined: 1, known: 40 }),
    );
    expect(update.state.lastNewItemAt).toEqual(NOW);
  });
});
