import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ItemId, PageRecord, PageSnapshot, ReplayItem } from '../../src/model.ts';
import { releaseHost } from '../../src/store/hosts.ts';
import { saveReplay } from '../../src/store/items.ts';
import { pruneExpired } from '../../src/store/retention.ts';
import { countUnkept, loadReplayPage, type SnapshotBounds } from '../../src/store/snapshots.ts';
import { describeEachEngine } from '../support/database.ts';
import { buildRandom } from '../support/random.ts';
import {
  applyFeeds,
  BOUNDS,
  buildDraft,
  buildFeed,
  buildReading,
  buildTag,
  claim,
  later,
  NOW,
  poll,
  present,
  saveReading,
} from './sample.ts';

const random = buildRandom(4);
const HTML = `<!doctype html><title>Səhifə</title>${'<p>The same again.</p>'.repeat(200)}`;
const NO_MARK = { etag: undefined, lastModified: undefined, bodyHash: undefined };

const toPage = (reason: PageSnapshot['reason'], over: Partial<PageSnapshot> = {}): PageRecord => ({
  kind: 'read',
  mark: NO_MARK,
  use: { kind: reason === 'short' ? 'short' : 'failed', rule: undefined },
  snapshot: {
    url: 'https://pages.example/final',
    contentType: 'text/html; charset=utf-8',
    fetchedAt: NOW,
    body: new TextEncoder().encode(HTML),
    reason,
    ...over,
  },
});
const GOOD: PageRecord = {
  kind: 'read',
  mark: { etag: '"1"', lastModified: undefined, bodyHash: 'h' },
  use: { kind: 'general', rule: undefined },
  snapshot: undefined,
};
const FAILED = { state: 'failed', failure: 'no-article', article: undefined, text: 'Summary' } as const;

describeEachEngine('kept pages', (engine) => {
  const select = async (query: string): Promise<readonly unknown[]> =>
    (await sql.raw(query).execute(engine.db)).rows;
  const collect = async (...names: readonly string[]) => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(
      engine.db,
      feed,
      names.map((name, at) => buildDraft(feed, name, { publishedAt: later(-60 * at) })),
    );
    return feed;
  };
  /** Reads the next due item. */
  const read = async (
    page: PageRecord,
    over: Parameters<typeof buildReading>[0] = FAILED,
    now = NOW,
    bounds: SnapshotBounds = BOUNDS,
  ) => {
    const works = await claim(engine.db, now);
    const work = works.find((one) => one.kind === 'item');
    if (work?.kind !== 'item') throw new Error('expected an item');
    const { item, lease } = work;
    const saved = await saveReading(
      engine.db,
      { item, lease, now, reading: buildReading(over), page },
      bounds,
    );
    for (const one of works) await releaseHost(engine.db, one.lease, now);
    if (saved.kind !== 'saved') throw new Error('expected to keep the lease');
    return { item, evicted: saved.evicted };
  };
  const load = async (which: 'all' | 'failed' = 'all', limit = 10, after?: ItemId) =>
    loadReplayPage(engine.db, { feed: undefined, which, after, limit });
  const keptReasons = () =>
    select('select reason from page_snapshots join items on id = item_id order by item_id');

  test('hold the page of a failed reading, packed, with all that reading it again needs', async () => {
    await collect('x');
    const { item } = await read(toPage('no-article'));
    const [row] = await engine.db.selectFrom('page_snapshots').selectAll().execute();
    expect(gunzipSync(present(row).body).toString()).toBe(HTML);
    expect(present(row).packed_bytes).toBe(present(row).body.length);
    expect(present(row).packed_bytes).toBeLessThan(HTML.length / 5);
    const { items, next } = await load();
    expect(next).toBeUndefined();
    expect(items).toMatchObject([
      {
        item: { id: item.id, title: 'Title of x', known: undefined, attempts: 1 },
        snapshot: {
          url: 'https://pages.example/final',
          contentType: 'text/html; charset=utf-8',
          fetchedAt: NOW,
          reason: 'no-article',
        },
      },
    ]);
    expect(new TextDecoder().decode(items[0]?.snapshot.body)).toBe(HTML);
  });

  test('stay through a fetch that fails, and go with a reading that gives all', async () => {
    await collect('x');
    await read(toPage('no-article'), { ...FAILED, state: 'pending', nextReadAt: later(60) });
    await read(
      { kind: 'none' },
      { ...FAILED, failure: 'timeout', state: 'pending', nextReadAt: later(120) },
      later(60),
    );
    expect(await keptReasons()).toEqual([{ reason: 'no-article' }]);
    await read(GOOD, {}, later(120));
    expect(await keptReasons()).toEqual([]);
  });

  test('give way to the newer page of the same item', async () => {
    await collect('x');
    await read(toPage('no-article'), { ...FAILED, state: 'pending', nextReadAt: later(60) });
    await read(toPage('short', { fetchedAt: later(60) }), {}, later(60));
    expect(await select('select reason, fetched_at from page_snapshots')).toEqual([
      { reason: 'short', fetched_at: later(60) },
    ]);
  });

  test('lose the oldest first where there are too many bytes, and are told of', async () => {
    await collect('a', 'b', 'c', 'd');
    await read(toPage('no-article'));
    const [{ packed_bytes: size } = { packed_bytes: 0 }] = await engine.db
      .selectFrom('page_snapshots')
      .select('packed_bytes')
      .execute();
    const bounds = { maxBytes: 2 * size };
    const kept = (at: number) => toPage('no-article', { fetchedAt: later(at) });
    expect((await read(kept(1), FAILED, NOW, bounds)).evicted).toBe(0);
    expect((await read(kept(2), FAILED, NOW, bounds)).evicted).toBe(1);
    expect((await read(kept(3), FAILED, NOW, bounds)).evicted).toBe(1);
    expect(await select('select fetched_at from page_snapshots order by fetched_at')).toEqual([
      { fetched_at: later(2) },
      { fetched_at: later(3) },
    ]);
  });

  test.each<[string, PageRecord, SnapshotBounds]>([
    ['none where none may be kept', toPage('no-article'), { maxBytes: 0 }],
    [
      'none of a page that packs to more than a megabyte',
      toPage('no-article', {
        body: Uint8Array.from({ length: 1_200_000 }, () => 256 * random()),
      }),
      { maxBytes: 10_000_000 },
    ],
  ])('are %s', async (_, page, bounds) => {
    await collect('x');
    await read(page, FAILED, NOW, bounds);
    expect(await keptReasons()).toEqual([]);
    expect(await countUnkept(engine.db, undefined)).toBe(1);
  });

  test('go with their days and with their item', async () => {
    await collect('a', 'b');
    await read(toPage('no-article'));
    await read(toPage('no-article', { fetchedAt: later(86_400) }));
    const retention = { itemsDays: 400, fetchesDays: 14, snapshotsDays: 7 };
    expect(await pruneExpired(engine.db, { now: later(8 * 86_400 - 60), ...retention })).toMatchObject({
      snapshots: 1,
    });
    expect(await select('select fetched_at from page_snapshots')).toEqual([{ fetched_at: later(86_400) }]);
    await sql`delete from items`.execute(engine.db);
    expect(await keptReasons()).toEqual([]);
  });

  test('are given page by page, those alone without an article where asked, of one feed where asked', async () => {
    const feed = await collect('a', 'b', 'c');
    await read(toPage('no-article'));
    await read(toPage('short'), {});
    await read(toPage('no-article'));
    const ids: ItemId[] = [];
    for (let after: ItemId | undefined; ; ) {
      const { items, next } = await load('all', 1, after);
      ids.push(...items.map(({ item }) => item.id));
      if (next === undefined) break;
      after = next;
    }
    expect(ids).toHaveLength(3);
    expect((await load('failed')).items).toHaveLength(2);
    const of = async (id: string) =>
      (await loadReplayPage(engine.db, { feed: buildFeed(id).id, which: 'all', after: undefined, limit: 9 }))
        .items;
    expect([(await of(feed.id)).length, (await of('two')).length]).toEqual([3, 0]);
  });

  test('leave out an item that waits for its page to be fetched anew', async () => {
    const feed = await collect('x');
    await read(toPage('no-article'));
    await poll(engine.db, feed, [buildDraft(feed, 'x', { title: 'Corrected' })], later(900));
    expect((await load()).items).toEqual([]);
  });

  const replay = async (page: PageRecord, at = later(600)) => {
    const { item, snapshot }: ReplayItem = present((await load()).items[0]);
    const reading = buildReading({ tags: [buildTag('economy')] });
    return saveReplay(engine.db, { item, snapshot, now: at, reading, page });
  };

  test('make their item as a read would, without counting as an attempt', async () => {
    await collect('x');
    await read(toPage('no-article'), { ...FAILED, state: 'pending', nextReadAt: later(9000) });
    expect(await replay(GOOD)).toEqual({ kind: 'saved' });
    expect(
      await select(
        'select read_state, read_attempts, read_failure, next_read_at, extracted_by, text, changed_at, page_etag from items',
      ),
    ).toEqual([
      {
        read_state: 'read',
        read_attempts: 1,
        read_failure: null,
        next_read_at: null,
        extracted_by: 'general',
        text: 'First paragraph.\n\nSecond paragraph.',
        changed_at: later(600),
        page_etag: '"1"',
      },
    ]);
    expect(await select('select tag from item_tags where until is null')).toEqual([{ tag: 'economy' }]);
    expect(await keptReasons()).toEqual([]);
    expect(await claim(engine.db, later(10_000))).not.toContainEqual(
      expect.objectContaining({ kind: 'item' }),
    );
  });

  test('stay where they still give little, and keep the former article as a version', async () => {
    await collect('x');
    await read(toPage('low-confidence'), { text: 'Little.' });
    expect(await replay(toPage('short'))).toEqual({ kind: 'saved' });
    expect(await keptReasons()).toEqual([{ reason: 'short' }]);
    expect(await select('select part, text from item_versions')).toEqual([
      { part: 'article', text: 'Little.' },
    ]);
  });

  test('change nothing where the item has been fetched anew meanwhile', async () => {
    await collect('x');
    await read(toPage('no-article'), { ...FAILED, state: 'pending', nextReadAt: later(60) });
    const { item, snapshot } = present((await load()).items[0]);
    await read(toPage('no-article', { fetchedAt: later(60) }), FAILED, later(60));
    const replayed = { item, snapshot, now: later(90), reading: buildReading(), page: GOOD };
    expect(await saveReplay(engine.db, replayed)).toEqual({ kind: 'changed' });
    expect(await select('select read_state, extracted_by from items')).toEqual([
      { read_state: 'failed', extracted_by: null },
    ]);
  });
});
