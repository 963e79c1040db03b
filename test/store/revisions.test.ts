import { expect, test } from 'vitest';
import type { Feed } from '../../src/model.ts';
import { listFeeds } from '../../src/store/feeds.ts';
import { loadLatestRevision, loadLatestRevisionId } from '../../src/store/revisions.ts';
import { describeEachEngine } from '../support/database.ts';
import { applyFeeds, buildDraft, buildFeed, claim, later, NOW, poll } from './sample.ts';

describeEachEngine('revisions', (engine) => {
  test('are numbered, and the same config again makes none', async () => {
    expect(await loadLatestRevision(engine.db)).toBeUndefined();
    expect(await loadLatestRevisionId(engine.db)).toBeUndefined();
    const feeds = [buildFeed('one')];
    expect(await applyFeeds(engine.db, feeds)).toBe(1);
    expect(await applyFeeds(engine.db, feeds, later(5))).toBe(1);
    expect(await applyFeeds(engine.db, [], later(5))).toBe(2);
    expect(await applyFeeds(engine.db, feeds, later(9))).toBe(3);
    expect(await loadLatestRevisionId(engine.db)).toBe(3);
    expect(await loadLatestRevision(engine.db)).toMatchObject({
      id: 3,
      config: JSON.parse(JSON.stringify({ feeds })),
      appliedAt: later(9),
    });
  });

  test('make new feeds due at once', async () => {
    await applyFeeds(engine.db, [buildFeed('one'), buildFeed('two')]);
    expect(await claim(engine.db)).toHaveLength(2);
  });

  const polled = async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x', { url: undefined })]);
    return feed;
  };

  test.each([
    ['keeps what was learned of a feed whose other words changed', { read: 'feed' }, '"one"', later(900)],
    ['forgets what was learned of another URL', { url: 'https://one.example/atom' }, undefined, later(60)],
  ] as const)('%s', async (_name, over, etag, nextFetchAt) => {
    await polled();
    const feed = buildFeed('one', over);
    await applyFeeds(engine.db, [feed], later(60));
    expect(await listFeeds(engine.db)).toMatchObject([{ feed, state: { etag }, nextFetchAt, addedAt: NOW }]);
  });

  test.each<[string, Partial<Feed>, Date]>([
    [
      'makes a feed due that gets a schedule of its own',
      { schedule: { kind: 'cron', expression: '0 6 * * *' } },
      later(60),
    ],
    [
      'keeps all that is said of how a feed is asked for',
      { headers: { 'X-Key': 'of $NAME' }, auth: { user: 'me', password: '$P' }, tls: 'unverified' },
      later(900),
    ],
  ])('%s', async (_name, over, nextFetchAt) => {
    const feed = { ...(await polled()), ...over };
    await applyFeeds(engine.db, [feed], later(60));
    expect(await listFeeds(engine.db)).toMatchObject([{ feed, state: { etag: '"one"' }, nextFetchAt }]);
  });

  test('leave nothing learned of another URL', async () => {
    await polled();
    await engine.db
      .updateTable('feeds')
      .set({ entries: 20, overflows: 2, skip_hours: [3], skip_days: [0], ttl_seconds: 60, silent_since: NOW })
      .set({ moved_to: 'https://new.example/', moved_since: NOW, moved_polls: 9, move_adopted_at: NOW })
      .set({ last_overflow_at: NOW, longest_gap_seconds: 5 })
      .execute();
    await applyFeeds(engine.db, [buildFeed('new')], later(60));
    await applyFeeds(engine.db, [buildFeed('one', { url: 'https://one.example/atom' }), buildFeed('new')]);
    const [fresh, other] = await listFeeds(engine.db);
    expect(other?.state).toEqual(fresh?.state);
  });

  test('archives a feed that is gone, with its items, and takes it back', async () => {
    const feed = await polled();
    await applyFeeds(engine.db, [], later(60));
    expect(await listFeeds(engine.db)).toEqual([]);
    expect(await listFeeds(engine.db, 'all')).toMatchObject([{ archivedAt: later(60) }]);
    expect((await claim(engine.db, later(10_000))).map((work) => work.kind)).toEqual(['item']);
    await applyFeeds(engine.db, [feed], later(10_000));
    expect(await listFeeds(engine.db)).toMatchObject([
      { archivedAt: undefined, nextFetchAt: later(10_000), state: { etag: '"one"' } },
    ]);
    expect((await claim(engine.db, later(10_000))).map((work) => work.kind)).toEqual(['feed']);
  });

  test('are applied one after the other when two come at once', async () => {
    const ids = await Promise.all([
      applyFeeds(engine.db, [buildFeed('one'), buildFeed('two')]),
      applyFeeds(engine.db, [buildFeed('two'), buildFeed('one')]),
      applyFeeds(engine.db, [buildFeed('one'), buildFeed('two')]),
    ]);
    expect(new Set(ids).size).toBeGreaterThanOrEqual(2);
    expect(await listFeeds(engine.db)).toHaveLength(2);
  });
});
