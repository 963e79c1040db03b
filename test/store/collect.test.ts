import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  type Decision,
  type Feed,
  type FetchState,
  type ItemDraft,
  type KnownKeys,
  parseItemId,
} from '../../src/model.ts';
import { saveCollected } from '../../src/store/collect.ts';
import { listFeeds, savePoll } from '../../src/store/feeds.ts';
import { removeItem } from '../../src/store/items.ts';
import { describeEachEngine } from '../support/database.ts';
import {
  applyFeeds,
  buildDraft,
  buildFeed,
  buildReading,
  buildUpdate,
  claim,
  decideBy,
  later,
  NOW,
  poll,
  present,
  save,
  saveReading,
  toKeys,
} from './sample.ts';

describeEachEngine('saveCollected', (engine) => {
  const select = async (query: string): Promise<readonly unknown[]> =>
    (await sql.raw(query).execute(engine.db)).rows;

  test('keeps all that an entry said', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const draft = buildDraft(feed, 'x', {
      categories: ['Quotes "and", commas', '{braces}', 'Ədəbiyyat'],
      enclosures: [{ url: 'https://pages.example/x.mp3', type: 'audio/mpeg', length: 5 }],
      updatedAt: later(-60),
    });
    await poll(engine.db, feed, [draft]);
    const [row] = await engine.db.selectFrom('items').selectAll().execute();
    expect(row).toMatchObject({
      publisher_id: 'one',
      url: 'https://pages.example/x',
      canonical_url: 'https://pages.example/x',
      host: 'pages.example',
      authors: ['A. Writer'],
      categories: ['Quotes "and", commas', '{braces}', 'Ədəbiyyat'],
      enclosures: [{ url: 'https://pages.example/x.mp3', type: 'audio/mpeg', length: 5 }],
      content_html: null,
      published_at: later(-600),
      updated_at: later(-60),
      ordered_at: later(-600),
      first_seen_at: NOW,
      read_state: 'pending',
      next_read_at: NOW,
    });
  });

  test.each([
    ['NUL', 'a\0b', 'a\uFFFDb'],
    ['a lone surrogate', 'a\uD83Db', 'a\uFFFDb'],
    ['a backslash before u0000', 'a\\u0000b', 'a\\u0000b'],
    ['an emoji', 'a😀b', 'a😀b'],
  ])('takes a title with %s', async (_name, title, kept) => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const draft = buildDraft(feed, 'x', { title, categories: [title], id: title });
    await poll(engine.db, feed, [draft]);
    expect(await select('select title, categories from items')).toEqual([
      { title: kept, categories: [kept] },
    ]);
    expect(await poll(engine.db, feed, [draft], later(900))).toMatchObject({
      counts: { new: 0, unchanged: 1 },
    });
  });

  test('takes a guid as long as a page, a date in the year 275760 and a host no name server knows', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const id = Array.from({ length: 9_000 }, (_, at) => String.fromCharCode(97 + ((at * at) % 26))).join('');
    const draft = buildDraft(feed, 'x', {
      id,
      url: `https://${'long.'.repeat(2_000)}example/x`,
      publishedAt: new Date(8.64e15),
    });
    const drafts = [{ ...draft, orderedAt: NOW }];
    await poll(engine.db, feed, drafts);
    expect(await select('select published_at, host from items')).toEqual([
      { published_at: null, host: 'one.invalid' },
    ]);
    expect(await poll(engine.db, feed, drafts, later(900))).toMatchObject({ counts: { unchanged: 1 } });
  });

  test('stores nothing new the second time', async () => {
    const feed = buildFeed('one');
    const drafts = ['a', 'b', 'c'].map((name) => buildDraft(feed, name));
    await applyFeeds(engine.db, [feed]);
    expect(await poll(engine.db, feed, drafts)).toMatchObject({
      kind: 'saved',
      counts: { entries: 3, new: 3, changed: 0, unchanged: 0, dropped: 0 },
      itemIds: [1, 2, 3],
    });
    expect(await poll(engine.db, feed, drafts, later(900))).toMatchObject({
      counts: { new: 0, unchanged: 3 },
    });
    expect(
      await select(`select (select count(*) from items) as items, (select count(*) from item_keys) as keys,
        (select count(*) from item_feeds) as feeds, (select count(*) from fetches) as fetches,
        (select count(*) from item_versions) as versions`),
    ).toEqual([{ items: 3, keys: 9, feeds: 3, fetches: 2, versions: 0 }]);
  });

  test('leaves nothing when deciding fails, validators included', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claim(engine.db);
    const failing = saveCollected(engine.db, {
      feed,
      lease: present(work).lease,
      now: NOW,
      lookupKeys: [],
      decide: () => {
        throw new Error('a bug');
      },
      update: () => buildUpdate(NOW),
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(
      await select('select etag, next_fetch_at, (select count(*) from fetches) as fetches from feeds'),
    ).toEqual([{ etag: null, next_fetch_at: NOW, fetches: 0 }]);
    expect(await save(engine.db, feed, present(work).lease, [])).toMatchObject({ kind: 'saved' });
  });

  test('leaves nothing when a row cannot be written after the items were', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claim(engine.db);
    const drafts = [buildDraft(feed, 'x')];
    const update = buildUpdate(NOW);
    const failing = saveCollected(engine.db, {
      feed,
      lease: present(work).lease,
      now: NOW,
      lookupKeys: toKeys(drafts),
      decide: decideBy(drafts),
      update: () => ({ ...update, poll: { ...update.poll, bodyBytes: 2 ** 40 } }),
    });
    await expect(failing).rejects.toMatchObject({ code: '22003' });
    expect(
      await select(
        'select etag, (select count(*) from items) as items, (select count(*) from item_keys) as keys from feeds',
      ),
    ).toEqual([{ etag: null, items: 0, keys: 0 }]);
  });

  test('tells the update what the poll brought and keeps the state it gives', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const drafts = [buildDraft(feed, 'x')];
    const [work] = await claim(engine.db);
    await saveCollected(engine.db, {
      feed,
      lease: present(work).lease,
      now: NOW,
      lookupKeys: toKeys(drafts),
      decide: (known) => [
        ...decideBy(drafts)(known),
        { kind: 'dropped', drop: { reason: 'old', detail: 'y' } },
      ],
      update: (counts) => {
        const update = buildUpdate(NOW, { nextFetchAt: later(60 * counts.new) });
        return { ...update, state: { ...update.state, lastNewItemAt: NOW, lastModified: 'as said' } };
      },
    });
    const [status] = await listFeeds(engine.db);
    expect(status).toMatchObject({
      feed,
      title: 'The feed',
      nextFetchAt: later(60),
      state: { etag: '"one"', lastModified: 'as said', lastNewItemAt: NOW, failingSince: undefined },
    });
    expect(
      await select('select kind, entries, items_new, drops, body_bytes, duration_ms from fetches'),
    ).toEqual([
      {
        kind: 'fetched',
        entries: 2,
        items_new: 1,
        drops: [{ reason: 'old', detail: 'y' }],
        body_bytes: 1234,
        duration_ms: 56,
      },
    ]);
  });

  test('gives two feeds of one publisher that meet on an article one item', async () => {
    const feeds = ['main', 'section'].map((id) => buildFeed(id, { publisher: 'paper' }));
    await applyFeeds(engine.db, feeds);
    const works = await claim(engine.db);
    const drafts = (feedAt: number): readonly ItemDraft[] =>
      ['a', 'b', 'c', 'd'].map((name) =>
        buildDraft(present(feeds[feedAt]), name, { id: `${feedAt}-${name}` }),
      );
    const saved = await Promise.all(
      works.map((work) => {
        if (work.kind !== 'feed') throw new Error('expected a feed');
        return save(
          engine.db,
          work.feed,
          work.lease,
          drafts(feeds.findIndex((feed) => feed.id === work.feed.id)),
        );
      }),
    );
    expect(saved.map((one) => (one.kind === 'saved' ? one.counts.new : -1)).sort()).toEqual([0, 4]);
    expect(
      await select(
        'select (select count(*) from items) as items, (select count(*) from item_feeds) as feeds',
      ),
    ).toEqual([{ items: 4, feeds: 8 }]);
  });

  test('gives the same page of two publishers two items', async () => {
    const feeds = ['one', 'two'].map((id) => buildFeed(id));
    await applyFeeds(engine.db, feeds);
    for (const feed of feeds) await poll(engine.db, feed, [buildDraft(feed, 'x')]);
    expect(await select('select publisher_id from items order by id')).toEqual([
      { publisher_id: 'one' },
      { publisher_id: 'two' },
    ]);
  });

  test('keeps the former words of a changed entry and reads its page again, an hour after the last time', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x')]);
    const [work] = await claim(engine.db);
    if (work?.kind !== 'item') throw new Error('expected an item');
    await saveReading(engine.db, { item: work.item, lease: work.lease, now: NOW, reading: buildReading() });
    const changed = buildDraft(feed, 'x', { title: 'Corrected', publishedAt: later(300) });
    expect(await poll(engine.db, feed, [changed], later(900))).toMatchObject({
      counts: { changed: 1 },
      itemIds: [],
    });
    expect(await select('select part, title, summary_html, text from item_versions')).toEqual([
      { part: 'entry', title: 'Title of x', summary_html: '<p>Summary of x</p>', text: null },
    ]);
    expect(
      await select(
        'select title, published_at, ordered_at, read_state, next_read_at, text is null as lost from items',
      ),
    ).toEqual([
      {
        title: 'Corrected',
        published_at: later(300),
        ordered_at: later(-600),
        read_state: 'pending',
        next_read_at: later(3600),
        lost: false,
      },
    ]);
  });

  test('moves the keys of a reused guid to the new item', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const first = buildDraft(feed, 'x');
    await poll(engine.db, feed, [first]);
    const second = buildDraft(feed, 'y', { id: first.entry.id });
    const [work] = await claimFeed(later(900));
    const seen: KnownKeys[] = [];
    await saveCollected(engine.db, {
      feed,
      lease: present(work).lease,
      now: later(900),
      lookupKeys: toKeys([second]),
      decide: (known) => {
        seen.push(known);
        return [{ kind: 'new', draft: second }];
      },
      update: () => buildUpdate(later(900)),
    });
    expect(present(seen[0]).get(present(second.keys.guid))).toMatchObject({
      id: 1,
      title: 'Title of x',
      canonicalUrl: 'https://pages.example/x',
      entryHash: first.entryHash,
      publishedAt: later(-600),
    });
    expect(await select(`select item_id from item_keys where key like 'guid:%'`)).toEqual([{ item_id: 2 }]);
    expect(await select(`select item_id from item_keys where key like 'url:%' order by key`)).toEqual([
      { item_id: 1 },
      { item_id: 2 },
    ]);
  });

  test('lets no title-and-day key wander between two articles of one title', async () => {
    const feed = buildFeed('one');
    const drafts = ['x', 'y'].map((name) => buildDraft(feed, name, { title: 'Weather' }));
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, drafts);
    await poll(engine.db, feed, [...drafts].reverse(), later(900));
    expect(await select(`select item_id from item_keys where key like 'title:%'`)).toEqual([{ item_id: 1 }]);
  });

  test("gives an unchanged entry's new keys to its item", async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x')]);
    const [work] = await claimFeed(later(900));
    const keys = { guid: undefined, url: 'url:another spelling', titleDay: undefined };
    await saveDecisions(present(work).lease, feed, [
      { kind: 'unchanged', id: present(await firstId()), keys, entryHash: 'same' },
    ]);
    expect(await select(`select item_id from item_keys where key = 'url:another spelling'`)).toEqual([
      { item_id: 1 },
    ]);
  });

  test('gives a repeat to the item of the entry it repeats', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claimFeed(NOW);
    const keys = { guid: 'guid:repeated', url: undefined, titleDay: undefined };
    const saved = await saveDecisions(present(work).lease, feed, [
      { kind: 'dropped', drop: { reason: 'old', detail: '' } },
      { kind: 'new', draft: buildDraft(feed, 'x') },
      { kind: 'repeat', of: 1, keys },
    ]);
    expect(saved).toMatchObject({ counts: { entries: 3, new: 1, unchanged: 1, dropped: 1 } });
    expect(await select(`select item_id from item_keys where key = 'guid:repeated'`)).toEqual([
      { item_id: 1 },
    ]);
  });

  test('remembers removed items as deleted', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const draft = buildDraft(feed, 'x');
    await poll(engine.db, feed, [draft]);
    const id = present(await firstId());
    expect(await removeItem(engine.db, id)).toBe(true);
    expect(await removeItem(engine.db, id)).toBe(false);
    expect(await poll(engine.db, feed, [draft], later(900))).toMatchObject({
      counts: { new: 0, dropped: 1 },
    });
    expect(await select('select count(*) as n, count(item_id) as living from item_keys')).toEqual([
      { n: 3, living: 0 },
    ]);
  });

  test('writes a feed of 2,500 entries', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const drafts = Array.from({ length: 2_500 }, (_, at) => buildDraft(feed, `entry-${at}`));
    expect(await poll(engine.db, feed, drafts)).toMatchObject({ counts: { new: 2_500 } });
    expect(
      await select(`select count(*) as wrong from items join item_keys on item_id = id
        where key like 'url:%' and key <> 'url:' || url`),
    ).toEqual([{ wrong: 0 }]);
    const changed = drafts.map((draft) => ({ ...draft, entryHash: 'changed' }));
    expect(await poll(engine.db, feed, changed, later(900))).toMatchObject({ counts: { changed: 2_500 } });
  });

  test('keeps a failure in words, and forgets it with the next success', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const failed = buildUpdate(NOW, { feedLinks: ['https://one.example/feed'], title: undefined });
    const [work] = await claimFeed(NOW);
    await savePoll(engine.db, {
      feed,
      lease: present(work).lease,
      update: {
        ...failed,
        poll: { ...failed.poll, kind: 'failed', failure: 'not-a-feed', detail: 'an HTML page', status: 200 },
        state: { ...failed.state, failures: 2, failingSince: NOW },
      },
    });
    expect(await listFeeds(engine.db, 'failing')).toMatchObject([
      { failure: 'not-a-feed', detail: 'an HTML page', status: 200, feedLinks: ['https://one.example/feed'] },
    ]);
    await sql`update hosts set lease_until = null, lease_token = null`.execute(engine.db);
    const [again] = await claimFeed(later(900));
    const update = buildUpdate(NOW);
    await savePoll(engine.db, {
      feed,
      lease: present(again).lease,
      update: { ...update, poll: { ...update.poll, kind: 'not-modified', status: 304 } },
    });
    expect(await listFeeds(engine.db, 'failing')).toEqual([]);
    expect(await listFeeds(engine.db)).toMatchObject([
      { failure: undefined, detail: undefined, feedLinks: [] },
    ]);
    expect(await select('select kind, failure, status from fetches order by id')).toEqual([
      { kind: 'failed', failure: 'not-a-feed', status: 200 },
      { kind: 'not-modified', failure: null, status: 304 },
    ]);
  });

  test('keeps every word of the state, and gives it back with the next claim', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    const [work] = await claimFeed(NOW);
    const update = buildUpdate(NOW);
    const state: FetchState = {
      etag: 'W/"x"',
      lastModified: 'as said',
      bodyHash: 'abc',
      fullFetchAt: later(-1),
      lastFetchAt: later(-2),
      lastSuccessAt: later(-3),
      lastNewItemAt: later(-4),
      failures: 2,
      failingSince: later(-5),
      intervalSeconds: 901,
      entries: 20,
      overflows: 3,
      lastOverflowAt: later(-6),
      longestGapSeconds: 86_401,
      silentSince: later(-7),
      asks: { ttlSeconds: 3600, skipHours: [0, 1, 23], skipDays: [6] },
      move: { to: 'https://new.example/rss', since: later(-8), polls: 4, adoptedAt: later(-9) },
    };
    await savePoll(engine.db, { feed, lease: present(work).lease, update: { ...update, state } });
    await sql`update hosts set lease_until = null, lease_token = null`.execute(engine.db);
    expect(await listFeeds(engine.db, 'failing')).toMatchObject([{ state }]);
    expect(await claimFeed(later(900))).toMatchObject([{ state }]);
  });

  test('lists a silent feed among those that fail', async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed, buildFeed('two')]);
    const [work] = await claimFeed(NOW);
    const update = buildUpdate(NOW);
    const state = { ...update.state, silentSince: later(-900) };
    await savePoll(engine.db, { feed, lease: present(work).lease, update: { ...update, state } });
    expect(await listFeeds(engine.db, 'failing')).toMatchObject([{ feed: { id: 'one' } }]);
  });

  test('counts what another feed brought first as joined, once', async () => {
    const feeds = ['main', 'section'].map((id) => buildFeed(id, { publisher: 'paper' }));
    const [main, section] = [present(feeds[0]), present(feeds[1])];
    await applyFeeds(engine.db, feeds);
    const drafts = (feed: Feed) =>
      ['a', 'b'].map((name) => buildDraft(feed, name, { id: `${feed.id}-${name}` }));
    const first = await poll(engine.db, main, drafts(main));
    expect(first).toMatchObject({ counts: { new: 2, joined: 0, known: 0 } });
    const second = await poll(engine.db, section, drafts(section));
    expect(second).toMatchObject({ counts: { new: 0, unchanged: 2, joined: 2, known: 4 } });
    const third = await poll(engine.db, section, drafts(section), later(900));
    expect(third).toMatchObject({ counts: { new: 0, unchanged: 2, joined: 0 } });
  });

  const claimFeed = async (now: Date) => (await claim(engine.db, now)).filter((work) => work.kind === 'feed');
  const firstId = async () => {
    const { id } = await engine.db.selectFrom('items').select('id').orderBy('id').executeTakeFirstOrThrow();
    return parseItemId(id);
  };
  const saveDecisions = (
    lease: Parameters<typeof save>[2],
    feed: Parameters<typeof save>[1],
    decisions: readonly Decision[],
  ) =>
    saveCollected(engine.db, {
      feed,
      lease,
      now: NOW,
      lookupKeys: [],
      decide: () => decisions,
      update: () => buildUpdate(NOW),
    });
});
