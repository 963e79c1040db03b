import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { FeedId } from '../../src/model.ts';
import {
  type AlertFeed,
  type AlertWrite,
  claimAlert,
  type DueAlert,
  type Review,
  reviewAlerts,
  type StoredAlert,
  type StoredAlertKind,
  saveAlertFailed,
  saveAlertSent,
} from '../../src/store/alerts.ts';
import { describeEachEngine } from '../support/database.ts';
import { applyFeeds, buildFeed, later, NOW, present } from './sample.ts';

const ONE = buildFeed('one');
const TWO = buildFeed('two');
const UNTIL = later(60);

const toWrite = (feed: FeedId, kind: StoredAlertKind, since: Date = NOW): AlertWrite => ({
  ...{ kind: 'send', feed, since, message: { kind } },
});

describeEachEngine('alerts', (engine) => {
  const setFailing = (id: string, since: Date | null) =>
    engine.db
      .updateTable('feeds')
      .set({ failing_since: since, last_fetch_at: NOW, failure: 'dns', failure_detail: 'no such name' })
      .where('id', '=', id)
      .execute();

  const review = (decide: Review['decide'], failingBefore: Date | undefined = NOW): Promise<void> =>
    reviewAlerts(engine.db, { now: NOW, failingBefore, decide });
  const write = (...writes: readonly AlertWrite[]): Promise<void> => review(() => writes);
  const look = async (failingBefore?: Date) => {
    const seen: { feeds: readonly AlertFeed[]; alerts: readonly StoredAlert[] }[] = [];
    await review((feeds, alerts) => {
      seen.push({ feeds, alerts });
      return [];
    }, failingBefore);
    return present(seen[0]);
  };
  const claim = (now: Date = NOW, until: Date = UNTIL): Promise<DueAlert | undefined> =>
    claimAlert(engine.db, { now, until });

  test('shows feeds that fail since long, are silent or have an alert, and no others', async () => {
    const feeds = ['fresh', 'gone', 'long', 'mute', 'new', 'told', 'well'].map((id) => buildFeed(id));
    await applyFeeds(engine.db, feeds);
    for (const [id, since] of [
      ['fresh', later(1)],
      ['gone', later(-10)],
      ['long', later(-10)],
      ['well', null],
      ['told', null],
    ] as const)
      await setFailing(id, since);
    await engine.db
      .updateTable('feeds')
      .set({ silent_since: later(-7) })
      .where('id', '=', 'mute')
      .execute();
    await write(toWrite(buildFeed('told').id, 'failing'), toWrite(buildFeed('new').id, 'silent'));
    await applyFeeds(
      engine.db,
      feeds.filter(({ id }) => id !== 'gone'),
    );
    const { feeds: shown, alerts } = await look();
    expect(shown.map(({ feed, fetched, failingSince }) => [feed, fetched, failingSince])).toEqual([
      ['long', true, later(-10)],
      ['mute', false, undefined],
      ['new', false, undefined],
      ['told', true, undefined],
    ]);
    expect(shown[0]).toMatchObject({
      url: 'https://long.example/rss',
      failure: 'dns',
      detail: 'no such name',
      nextFetchAt: NOW,
    });
    expect(shown[1]?.silentSince).toEqual(later(-7));
    expect(alerts).toEqual([
      { feed: 'new', kind: 'silent', since: NOW, told: false },
      { feed: 'told', kind: 'failing', since: NOW, told: false },
    ]);
  });

  test('gives a message to one of many that ask, and to nobody while it is being sent', async () => {
    await applyFeeds(engine.db, [ONE]);
    await write(toWrite(ONE.id, 'failing'));
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim()));
    expect(claims.filter((alert) => alert !== undefined)).toEqual([
      { feed: 'one', kind: 'failing', message: '{"kind":"failing"}', attempts: 1 },
    ]);
    expect(await claim(later(59))).toBeUndefined();
  });

  test('gives a message again whose sender died, and heeds that sender no more', async () => {
    await applyFeeds(engine.db, [ONE]);
    await write(toWrite(ONE.id, 'failing'));
    const first = present(await claim());
    const second = present(await claim(UNTIL, later(120)));
    expect(second.attempts).toBe(2);
    await saveAlertFailed(engine.db, first, NOW);
    await saveAlertSent(engine.db, first, NOW);
    expect(await claim(later(119))).toBeUndefined();
    expect((await claim(later(120)))?.attempts).toBe(3);
  });

  test('gives a message that failed again at its time, those due longest first', async () => {
    await applyFeeds(engine.db, [ONE, TWO]);
    await write(toWrite(ONE.id, 'failing'));
    await saveAlertFailed(engine.db, present(await claim()), later(30));
    await write(toWrite(TWO.id, 'silent'));
    expect((await claim(later(30), later(90)))?.feed).toBe('two');
    expect((await claim(later(29)))?.feed).toBeUndefined();
    expect((await claim(later(30)))?.feed).toBe('one');
  });

  test('keeps that a trouble was told until it is over and that was told too', async () => {
    await applyFeeds(engine.db, [ONE]);
    await write(toWrite(ONE.id, 'failing', later(-100)));
    await saveAlertSent(engine.db, present(await claim()), NOW);
    expect(await claim(later(1e6))).toBeUndefined();
    expect((await look()).alerts).toEqual([{ feed: 'one', kind: 'failing', since: later(-100), told: true }]);
    await write(toWrite(ONE.id, 'recovered', later(-100)));
    expect((await look()).alerts).toMatchObject([{ kind: 'recovered', told: true }]);
    const back = present(await claim());
    expect(back).toMatchObject({ kind: 'recovered', attempts: 1 });
    await saveAlertSent(engine.db, back, NOW);
    expect((await look()).alerts).toEqual([]);
  });

  test('sends the message that took the place of one being sent', async () => {
    await applyFeeds(engine.db, [ONE]);
    await write(toWrite(ONE.id, 'failing'));
    const first = present(await claim());
    await write(toWrite(ONE.id, 'recovered'));
    await saveAlertSent(engine.db, first, NOW);
    expect(await claim()).toMatchObject({ kind: 'recovered', attempts: 1 });
  });

  test('forgets what it is told to', async () => {
    await applyFeeds(engine.db, [ONE]);
    await write(toWrite(ONE.id, 'failing'));
    await write({ kind: 'forget', feed: ONE.id });
    expect(await claim()).toBeUndefined();
    expect((await look()).alerts).toEqual([]);
  });

  test('writes nothing of a decision that throws', async () => {
    await applyFeeds(engine.db, [ONE]);
    const broken = review(() => {
      throw new Error('a bug');
    });
    await expect(broken).rejects.toThrow('a bug');
    expect((await look()).alerts).toEqual([]);
  });

  test('lets one decide at a time', async () => {
    await applyFeeds(engine.db, [ONE]);
    await setFailing('one', later(-10));
    const decideOnce: Review['decide'] = (feeds, alerts) =>
      alerts.length > 0 ? [] : feeds.map(({ feed }) => toWrite(feed, 'failing'));
    await Promise.all(Array.from({ length: 6 }, () => review(decideOnce)));
    const { rows } = await sql`select feed_id, attempts from feed_alerts`.execute(engine.db);
    expect(rows).toEqual([{ feed_id: 'one', attempts: 0 }]);
  });
});
