import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../src/model.ts';
import { saveCollected } from '../../src/store/collect.ts';
import { savePoll } from '../../src/store/feeds.ts';
import { acquireHost, clearLeases, holdHost, releaseHost } from '../../src/store/hosts.ts';
import { describeEachEngine } from '../support/database.ts';
import {
  applyFeeds,
  buildDraft,
  buildFeed,
  buildReading,
  buildUpdate,
  claim,
  LEASE_MS,
  later,
  NOW,
  poll,
  present,
  save,
  saveReading,
} from './sample.ts';

const toName = (work: Work): string => (work.kind === 'feed' ? work.feed.id : present(work.item.url));
const toNames = (works: readonly Work[]): readonly string[] => works.map(toName).sort();
const AFTER = later(LEASE_MS / 1000);

describeEachEngine('claims', (engine) => {
  test('gives a feed with what the operator wrote and what was learned of it', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claim(engine.db);
    expect(work).toMatchObject({
      kind: 'feed',
      feed,
      state: { failures: 0, intervalSeconds: 900, etag: undefined },
    });
    expect(work?.lease).toMatchObject({ host: 'one.example', until: AFTER });
  });

  test('gives one feed a host at a time', async () => {
    const feeds = ['a', 'b', 'c'].map((id) => buildFeed(id, { url: `https://shared.example/${id}` }));
    await applyFeeds(engine.db, [...feeds, buildFeed('other')]);
    const first = await claim(engine.db);
    expect(first.map((work) => work.lease.host).sort()).toEqual(['other.example', 'shared.example']);
    expect(await claim(engine.db)).toEqual([]);
  });

  test('gives concurrent claimers different rows and hosts', async () => {
    const feeds = Array.from({ length: 60 }, (_, at) =>
      buildFeed(`feed-${at}`, { url: `https://host-${at % 30}.example/${at}` }),
    );
    await applyFeeds(engine.db, feeds);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(engine.db, NOW, 5)));
    const works = claims.flat();
    // A claimer that met another's locked row may come back with less: what is left is there for the next.
    works.push(...(await claim(engine.db, NOW, 100)));
    expect(new Set(works.map((work) => work.lease.host)).size).toBe(30);
    expect(works).toHaveLength(30);
    expect(new Set(works.map(toName)).size).toBe(30);
  });

  test('gives feeds before items of the same host, then the newest item', async () => {
    const feed = buildFeed('one', { url: 'https://pages.example/rss' });
    const drafts = [
      buildDraft(feed, 'older', { publishedAt: later(-7200) }),
      buildDraft(feed, 'newest', { publishedAt: later(-60) }),
      buildDraft(feed, 'middle', { publishedAt: later(-3600) }),
    ];
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, drafts);
    expect(toNames(await claim(engine.db, NOW))).toEqual(['https://pages.example/newest']);
    await clearLeases(engine.db);
    expect(toNames(await claim(engine.db, later(900)))).toEqual(['one']);
  });

  test('gives items never tried before newer ones to be tried again', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [
      buildDraft(feed, 'older', { publishedAt: later(-7200) }),
      buildDraft(feed, 'newer', { publishedAt: later(-60) }),
    ]);
    const [work] = await claim(engine.db);
    if (work?.kind !== 'item') throw new Error('expected an item');
    const reading = buildReading({
      state: 'pending',
      failure: 'timeout',
      article: undefined,
      nextReadAt: NOW,
    });
    await saveReading(engine.db, { item: work.item, lease: work.lease, now: NOW, reading });
    await releaseHost(engine.db, work.lease, NOW);
    expect(toNames(await claim(engine.db))).toEqual(['https://pages.example/older']);
  });

  test('gives an item with all that the read pass needs', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x')]);
    const [work] = await claim(engine.db);
    expect(work).toMatchObject({
      kind: 'item',
      item: {
        publisher: 'one',
        feeds: ['one'],
        url: 'https://pages.example/x',
        title: 'Title of x',
        summaryHtml: '<p>Summary of x</p>',
        categories: ['Economy'],
        language: 'en',
        attempts: 0,
      },
      lease: { host: 'pages.example' },
    });
  });

  test.each([
    ['an entry without a page', { url: undefined }, 'page', 'one.invalid'],
    ['a feed that is read without pages', {}, 'feed', 'one.invalid'],
    ['a page of a feed read by pages', {}, 'page', 'pages.example'],
  ] as const)('queues %s', async (_name, entry, read, host) => {
    const feed = buildFeed('one', { read });
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x', entry)]);
    expect((await claim(engine.db)).map((work) => work.lease.host)).toEqual([host]);
  });

  test("gives a lease that ran out to the next claimer and refuses the first one's result", async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [stale] = await claim(engine.db);
    expect(await claim(engine.db, later(119))).toEqual([]);
    const [fresh] = await claim(engine.db, AFTER);
    expect(fresh?.lease.token).not.toBe(stale?.lease.token);
    const drafts = [buildDraft(feed, 'x')];
    expect(await save(engine.db, feed, present(stale).lease, drafts)).toEqual({ kind: 'lease-lost' });
    const update = buildUpdate(NOW);
    expect(await savePoll(engine.db, { feed, lease: present(stale).lease, update })).toEqual({
      kind: 'lease-lost',
    });
    expect(await save(engine.db, feed, present(fresh).lease, drafts)).toMatchObject({ kind: 'saved' });
    const { rows } = await sql`select count(*) as n from items`.execute(engine.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('refuses a stale reading', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x')]);
    const [stale] = await claim(engine.db);
    const [fresh] = await claim(engine.db, AFTER);
    for (const [work, kind] of [
      [stale, 'lease-lost'],
      [fresh, 'saved'],
      [fresh, 'lease-lost'],
    ] as const) {
      if (work?.kind !== 'item') throw new Error('expected an item');
      const result = { item: work.item, lease: work.lease, now: NOW, reading: buildReading() };
      expect(await saveReading(engine.db, result)).toMatchObject({ kind });
    }
  });

  test.each([
    ['archived', []],
    ['given another URL', [buildFeed('one', { url: 'https://elsewhere.example/rss' })]],
  ] as const)('refuses the result of a feed that was %s meanwhile', async (_name, feeds) => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claim(engine.db);
    await applyFeeds(engine.db, feeds);
    expect(await save(engine.db, feed, present(work).lease, [])).toEqual({ kind: 'lease-lost' });
  });

  test('undoes everything when the lease is lost before the end', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claim(engine.db);
    const lost = await saveCollected(engine.db, {
      feed,
      lease: { ...present(work).lease, token: 'another' },
      now: NOW,
      lookupKeys: [],
      decide: () => [{ kind: 'new', draft: buildDraft(feed, 'x') }],
      update: () => buildUpdate(NOW),
    });
    expect(lost).toEqual({ kind: 'lease-lost' });
    const { rows } =
      await sql`select (select count(*) from items) as items, (select etag from feeds) as etag`.execute(
        engine.db,
      );
    expect(rows).toEqual([{ items: 0, etag: null }]);
  });

  test('spaces a host after its release', async () => {
    const feeds = ['a', 'b'].map((id) => buildFeed(id, { url: `https://shared.example/${id}` }));
    await applyFeeds(engine.db, feeds);
    const [work] = await claim(engine.db);
    if (work?.kind !== 'feed') throw new Error('expected a feed');
    const { feed, lease } = work;
    await save(engine.db, feed, lease, []);
    await releaseHost(engine.db, lease, later(5));
    expect(await claim(engine.db, later(4))).toEqual([]);
    expect(await claim(engine.db, later(5))).toHaveLength(1);
  });

  test('finds work that became due at a host that had none', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, []);
    expect(await claim(engine.db, later(899))).toEqual([]);
    expect(await claim(engine.db, later(900))).toHaveLength(1);
  });

  test('looks past hosts whose work is done', async () => {
    const feeds = Array.from({ length: 9 }, (_, at) => buildFeed(`feed-${at}`));
    await applyFeeds(engine.db, feeds);
    await sql`update feeds set next_fetch_at = ${later(60)} where id <> 'feed-8'`.execute(engine.db);
    await sql`update hosts set due_at = ${later(-1)} where host <> 'feed-8.example'`.execute(engine.db);
    expect(toNames(await claim(engine.db, NOW, 2))).toEqual(['feed-8']);
    expect(await claim(engine.db, later(60), 20)).toHaveLength(8);
  });

  test('never leaves a due item unclaimed when saving and claiming overlap', async () => {
    const feeds = Array.from({ length: 6 }, (_, at) => buildFeed(`feed-${at}`));
    await applyFeeds(engine.db, feeds);
    const works = await claim(engine.db);
    let saving = true;
    const read = async (): Promise<number> => {
      let done = 0;
      for (;;) {
        const last = !saving;
        const items = await claim(engine.db, NOW, 3);
        for (const work of items) {
          if (work.kind !== 'item') throw new Error('expected an item');
          await saveReading(engine.db, {
            item: work.item,
            lease: work.lease,
            now: NOW,
            reading: buildReading(),
          });
          await releaseHost(engine.db, work.lease, NOW);
          done += 1;
        }
        if (last && items.length === 0) return done;
      }
    };
    const save1 = works.map(async (work) => {
      if (work.kind !== 'feed') throw new Error('expected a feed');
      const drafts = [0, 1, 2].map((at) =>
        buildDraft(work.feed, `${work.feed.id}-${at}`, {
          url: `https://pages-${at}.example/${work.feed.id}`,
        }),
      );
      expect(await save(engine.db, work.feed, work.lease, drafts)).toMatchObject({ kind: 'saved' });
    });
    const readers = [read(), read()];
    await Promise.all(save1);
    saving = false;
    const done = await Promise.all(readers);
    // A reader that ended while the other held a host left that host's items to it, or to this one.
    const rest = await read();
    expect(done.reduce((sum, count) => sum + count, rest)).toBe(18);
  });

  test("frees every lease at the embedded store's start", async () => {
    await applyFeeds(engine.db, [buildFeed('one')]);
    await claim(engine.db);
    await clearLeases(engine.db);
    expect(await claim(engine.db)).toHaveLength(1);
  });

  describe('hosts', () => {
    test('are had by one at a time', async () => {
      const asked = { now: NOW, leaseMs: LEASE_MS };
      const held = await acquireHost(engine.db, 'x.example', asked);
      if (held.kind !== 'held') throw new Error('expected the host');
      expect(await acquireHost(engine.db, 'x.example', asked)).toEqual({ kind: 'wait', until: AFTER });
      await releaseHost(engine.db, { ...held.lease, token: 'another' }, NOW);
      expect(await acquireHost(engine.db, 'x.example', asked)).toMatchObject({ kind: 'wait' });
      await releaseHost(engine.db, held.lease, later(1));
      expect(await acquireHost(engine.db, 'x.example', asked)).toEqual({ kind: 'wait', until: later(1) });
      expect(await acquireHost(engine.db, 'x.example', { now: later(1), leaseMs: 1 })).toMatchObject({
        kind: 'held',
      });
    });

    test('are not claimed while acquired or held back', async () => {
      await applyFeeds(engine.db, [buildFeed('one')]);
      await holdHost(engine.db, 'one.example', later(60));
      await holdHost(engine.db, 'one.example', later(30));
      expect(await claim(engine.db, later(59))).toEqual([]);
      await acquireHost(engine.db, 'one.example', { now: later(60), leaseMs: 10_000 });
      expect(await claim(engine.db, later(69))).toEqual([]);
      expect(await claim(engine.db, later(70))).toHaveLength(1);
    });
  });
});
