import { setTimeout as wait } from 'node:timers/promises';
import type { Feed } from '../../src/model.ts';
import { releaseHost } from '../../src/store/hosts.ts';
import type { Database } from '../../src/store/schema.ts';
import {
  buildDraft,
  buildFeed,
  buildReading,
  buildTag,
  claim,
  later,
  poll,
  saveReading,
} from '../../test/store/sample.ts';
import { inventArticles } from './invented-articles.ts';

/** New items a second: a third of a million a day, what some 2,000 busy feeds bring. */
const ITEMS_A_SECOND = 4;
const TAGS = ['politics', 'economy', 'defence', 'sport', 'energy'];

/** Collects for so many seconds as a worker does: a poll a second with its new items, then each one's reading. */
export async function collectFor(db: Database, seconds: number): Promise<void> {
  const feed = buildFeed(`bench-${Date.now()}`);
  await db
    .insertInto('feeds')
    .values({
      ...{ id: feed.id, publisher_id: feed.publisher, url: feed.url, host: new URL(feed.url).host },
      config: JSON.stringify(feed),
      added_at: new Date(),
      interval_seconds: 900,
      next_fetch_at: new Date(0),
    })
    .execute();
  await db
    .insertInto('hosts')
    .values({ host: new URL(feed.url).host, due_at: new Date(0) })
    .execute();
  const articles = inventArticles(200, TAGS);
  const start = Date.now();
  for (let second = 0; second < seconds; second += 1) {
    // The feed's clock runs ahead, as it is polled each second.
    await collectOnce(db, feed, second, articles[second % articles.length]?.text ?? '');
    await wait(Math.max(0, start + (second + 1) * 1_000 - Date.now()));
  }
}

async function collectOnce(db: Database, feed: Feed, second: number, text: string): Promise<void> {
  const now = later(second * 1_000, new Date());
  const drafts = Array.from({ length: ITEMS_A_SECOND }, (_, index) =>
    buildDraft(feed, `${feed.id}-${second}-${index}`, {
      url: `https://${index}.${feed.id}.example/${second}`,
      publishedAt: new Date(),
    }),
  );
  await poll(db, feed, drafts, now);
  for (const work of await claim(db, now, ITEMS_A_SECOND)) {
    if (work.kind === 'item') {
      const reading = buildReading({ text, tags: TAGS.slice(0, 3).map((tag) => buildTag(tag)) });
      await saveReading(db, { item: work.item, lease: work.lease, now, reading });
    }
    await releaseHost(db, work.lease, now);
  }
}
