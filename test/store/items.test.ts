import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type PendingItem, parseItemId, type Reading, type Tag } from '../../src/model.ts';
import { countWork } from '../../src/store/counts.ts';
import { releaseHost } from '../../src/store/hosts.ts';
import { type ItemPosition, type RetagPage, retagPage } from '../../src/store/retag.ts';
import { pruneExpired, removeItem, vacuum } from '../../src/store/retention.ts';
import { describeEachEngine } from '../support/database.ts';
import {
  applyFeeds,
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

describeEachEngine('items', (engine) => {
  const select = async (query: string): Promise<readonly unknown[]> =>
    (await sql.raw(query).execute(engine.db)).rows;

  /** A feed with these entries, all still to be read. */
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
  const read = async (over: Partial<Reading> = {}, now: Date = NOW): Promise<PendingItem> => {
    const works = await claim(engine.db, now);
    const work = works.find((one) => one.kind === 'item');
    if (work?.kind !== 'item') throw new Error('expected an item');
    const saved = await saveReading(engine.db, {
      item: work.item,
      lease: work.lease,
      now,
      reading: buildReading(over),
    });
    expect(saved).toEqual({ kind: 'saved', evicted: 0 });
    for (const { lease } of works) await releaseHost(engine.db, lease, now);
    return work.item;
  };

  test('keeps what the page said', async () => {
    await collect('x');
    await read({ tags: [buildTag('economy')], text: 'Bakı şəhəri\0 text' });
    expect(
      await select(`select read_state, read_attempts, read_at, next_read_at, language, text, extracted_by, tagged_by,
        article - 'publishedAt' as article, search @@ websearch_to_tsquery('russian', 'titles') as found from items`),
    ).toEqual([
      {
        read_state: 'read',
        read_attempts: 1,
        read_at: NOW,
        next_read_at: null,
        language: 'en',
        text: 'Bakı şəhəri\uFFFD text',
        extracted_by: 'general',
        tagged_by: 'tagger-1',
        article: {
          title: 'The article',
          authors: ['A. Writer'],
          language: 'en',
          keywords: [],
          credits: [],
          alternates: [],
          paywalled: false,
          extractedBy: 'general',
          confidence: 0.8,
          siteRule: { kind: 'none' },
        },
        found: true,
      },
    ]);
    expect(await select('select tag, score, evidence, since, until from item_tags')).toEqual([
      { tag: 'economy', score: 1.5, evidence: buildTag('economy').evidence, since: NOW, until: null },
    ]);
  });

  test("gives an item without a title the page's", async () => {
    const feed = buildFeed('one');
    await applyFeeds(engine.db, [feed]);
    await poll(engine.db, feed, [buildDraft(feed, 'x', { title: undefined })]);
    await read();
    expect(await select('select title from items')).toEqual([{ title: 'The article' }]);
  });

  test('keeps what the feed gave when the page fails, and tries again when told', async () => {
    await collect('x');
    const failed = {
      failure: 'timeout',
      detail: 'no answer in 30 s',
      article: undefined,
      text: 'Summary of x',
    } as const;
    await read({ ...failed, state: 'pending', nextReadAt: later(60), tags: [buildTag('economy')] });
    expect(await select('select read_state, read_failure, text, extracted_by from items')).toEqual([
      { read_state: 'pending', read_failure: 'timeout', text: 'Summary of x', extracted_by: null },
    ]);
    expect(await claim(engine.db, later(59))).toEqual([]);
    const item = await read({ ...failed, state: 'failed' }, later(60));
    expect(item.attempts).toBe(1);
    expect(await select('select read_state, read_attempts, text from items')).toEqual([
      { read_state: 'failed', read_attempts: 2, text: 'Summary of x' },
    ]);
    expect(await claim(engine.db, later(800))).toEqual([]);
  });

  test('keeps the article of a page that can no longer be read', async () => {
    const feed = await collect('x');
    await read({ tags: [buildTag('economy')] });
    await poll(engine.db, feed, [buildDraft(feed, 'x', { title: 'Changed' })], later(900));
    await read(
      { state: 'failed', failure: 'gone', article: undefined, text: 'Summary', tags: [] },
      later(3600),
    );
    expect(await select('select read_state, read_failure, text, extracted_by, tagged_by from items')).toEqual(
      [
        {
          read_state: 'read',
          read_failure: 'gone',
          text: 'First paragraph.\n\nSecond paragraph.',
          extracted_by: 'general',
          tagged_by: null,
        },
      ],
    );
    expect(await select('select tag from item_tags where until is null')).toEqual([{ tag: 'economy' }]);
  });

  test('keeps the former article of a page that changed, once', async () => {
    const feed = await collect('x');
    await read();
    for (const [at, text] of ['First paragraph.\n\nSecond paragraph.', 'Corrected.'].entries()) {
      const now = later(900 + 7200 * at);
      await poll(engine.db, feed, [buildDraft(feed, 'x', { title: `Change ${at}` })], now);
      await read({ text }, later(3600, now));
    }
    expect(
      await select(
        `select text, article->>'title' as title, replaced_at from item_versions where part = 'article'`,
      ),
    ).toEqual([
      {
        text: 'First paragraph.\n\nSecond paragraph.',
        title: 'The article',
        replaced_at: later(900 + 7200 + 3600),
      },
    ]);
    expect(await select('select text from items')).toEqual([{ text: 'Corrected.' }]);
  });

  test('keeps the history of tags', async () => {
    const feed = await collect('x');
    const rounds: readonly (readonly Tag[])[] = [
      [buildTag('economy'), buildTag('energy')],
      [buildTag('economy', { score: 2, ruleHash: 'rule-2' }), buildTag('place:UA', { givenBy: 'place' })],
      [buildTag('energy')],
    ];
    for (const [at, tags] of rounds.entries()) {
      const now = later(at * 7200);
      if (at > 0) await poll(engine.db, feed, [buildDraft(feed, 'x', { title: `Title ${at}` })], now);
      await read({ tags }, later(3600, now));
    }
    const [first, second, third] = [0, 1, 2].map((at) => later(at * 7200 + 3600));
    expect(
      await select('select tag, score, rule_hash, since, until from item_tags order by since, tag'),
    ).toEqual([
      { tag: 'economy', score: 1.5, rule_hash: 'rule-1', since: first, until: second },
      { tag: 'energy', score: 1.5, rule_hash: 'rule-1', since: first, until: second },
      { tag: 'economy', score: 2, rule_hash: 'rule-2', since: second, until: third },
      { tag: 'place:UA', score: 1.5, rule_hash: 'rule-1', since: second, until: third },
      { tag: 'energy', score: 1.5, rule_hash: 'rule-1', since: third, until: null },
    ]);
  });

  test('retags newest first, page by page, and takes up where it was cut off', async () => {
    await collect('a', 'b', 'c', 'd', 'e');
    for (let at = 0; at < 4; at += 1) await read({ tags: [buildTag('old')] });
    const seen: string[] = [];
    const retag = (after: ItemPosition | undefined) =>
      retagPage(engine.db, {
        taggerHash: 'tagger-2',
        revision: undefined,
        limit: 2,
        after,
        now: later(60),
        toRetag: async (_db, taggedBy) => {
          expect(taggedBy).toBe('tagger-1');
          return (item) => {
            expect(item).toMatchObject({ language: 'en', feeds: ['one'], categories: ['Economy'] });
            seen.push(item.title);
            return { tags: [buildTag('new')], scope: 'all' };
          };
        },
      });
    const nextOf = (page: RetagPage) => (page.kind === 'tagged' ? page.next : undefined);
    const first = await retag(undefined);
    expect(first).toMatchObject({ kind: 'tagged', tagged: 2 });
    const second = await retag(nextOf(first));
    expect(await retag(undefined)).toEqual({ kind: 'tagged', tagged: 0, next: undefined });
    expect(await retag(nextOf(second))).toEqual({ kind: 'tagged', tagged: 0, next: undefined });
    expect(seen).toEqual(['Title of a', 'Title of b', 'Title of c', 'Title of d']);
    expect(await select('select tag, count(*) as n from item_tags where until is null group by tag')).toEqual(
      [{ tag: 'new', n: 4 }],
    );
  });

  test('gives two that retag at once different pages', async () => {
    await collect(...Array.from({ length: 20 }, (_, at) => `item-${at}`));
    for (let at = 0; at < 20; at += 1) await read();
    const request = {
      taggerHash: 't2',
      limit: 10,
      after: undefined,
      now: NOW,
      revision: undefined,
      toRetag: async () => () => ({ tags: [buildTag('new')], scope: 'all' as const }),
    };
    const pages = await Promise.all([retagPage(engine.db, request), retagPage(engine.db, request)]);
    const rest = await retagPage(engine.db, request);
    const count = (page: RetagPage) => (page.kind === 'tagged' ? page.tagged : 0);
    expect(pages.reduce((sum, page) => sum + count(page), count(rest))).toBe(20);
  });

  test('prunes what is older than its days and leaves tombstones', async () => {
    const feed = await collect('old-1', 'old-2', 'old-3');
    await read({ tags: [buildTag('economy')] });
    const day = 86_400;
    await poll(engine.db, feed, [buildDraft(feed, 'young')], later(100 * day));
    await applyFeeds(engine.db, [], later(100 * day));
    const pruned = await pruneExpired(engine.db, {
      now: later(401 * day),
      itemsDays: 400,
      fetchesDays: 14,
      snapshotsDays: 7,
      batch: 2,
    });
    expect(pruned).toMatchObject({ items: 3, fetches: 2 });
    expect(await select('select title from items')).toEqual([{ title: 'Title of young' }]);
    expect(await select('select count(*) as n, count(item_id) as living from item_keys')).toEqual([
      { n: 12, living: 3 },
    ]);
    expect(
      await select('select (select count(*) from item_tags) + (select count(*) from item_feeds) as n'),
    ).toEqual([{ n: 1 }]);
    expect(
      await pruneExpired(engine.db, {
        now: later(401 * day),
        itemsDays: 400,
        fetchesDays: 14,
        snapshotsDays: 7,
      }),
    ).toMatchObject({
      items: 0,
      fetches: 0,
    });
  });

  test('removes one item for good, and knows it again when its feed still lists it', async () => {
    const feed = await collect('one', 'two');
    await read({ tags: [buildTag('economy')] });
    await poll(engine.db, feed, [buildDraft(feed, 'one', { title: 'Corrected' })], later(900));
    const id = present(parseItemId(1));
    expect(await removeItem(engine.db, id)).toEqual({
      ...{ id, title: 'Corrected', url: 'https://pages.example/one' },
      ...{ feeds: 1, tags: 1, versions: 1, pages: 0, keys: 4 },
    });
    for (const table of ['item_tags', 'item_feeds', 'item_versions', 'page_snapshots'])
      expect(await select(`select * from ${table} where item_id = ${id}`), table).toEqual([]);
    const edited = buildDraft(feed, 'one', { title: 'Corrected again' });
    await poll(engine.db, feed, [edited, buildDraft(feed, 'two')], later(1800));
    expect(await select('select title from items')).toEqual([{ title: 'Title of two' }]);
    expect(await removeItem(engine.db, id)).toBeUndefined();
  });

  test('counts what waits', async () => {
    const feed = await collect('x', 'y');
    await applyFeeds(engine.db, [feed, buildFeed('two')], later(10));
    await read(
      { state: 'pending', failure: 'timeout', article: undefined, nextReadAt: later(500) },
      later(10),
    );
    await sql`update feeds set failures = 3 where id = 'two'`.execute(engine.db);
    expect(await countWork(engine.db, later(100))).toEqual({
      feeds: 2,
      failingFeeds: 1,
      dueFeeds: 1,
      pendingItems: 2,
      dueItems: 1,
      oldestDueAt: later(10),
    });
  });

  test('can be vacuumed', async () => {
    await collect('x');
    await vacuum(engine.db);
    expect(present((await select('select count(*) as n from items'))[0])).toEqual({ n: 1 });
  });
});
