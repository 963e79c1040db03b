import { describe, expect, it } from 'vitest';
import { decideAlerts, type KeptAlert, toRetryMs } from '../../src/alerts/decide.ts';
import type { FeedCondition } from '../../src/alerts/message.ts';
import { type FeedId, parseFeedId } from '../../src/model.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

function toId(text: string): FeedId {
  const id = parseFeedId(text);
  if (id === undefined) throw new Error(text);
  return id;
}

const FEED = toId('harbour');
const NAMED = { feed: FEED, url: 'https://harbour.example/rss', nextTry: new Date('2026-03-01T13:30:00Z') };

const works = (state: 'ok' | 'new'): FeedCondition => ({ ...NAMED, state });
const trouble = (state: 'failing' | 'silent', hours: number): FeedCondition => ({
  ...{ ...NAMED, state, since: hoursAgo(hours) },
  ...{ means: 'It is broken.', doThis: 'Mend it.', detail: 'harbour.example: HTTP 500' },
});
const kept = (kind: KeptAlert['kind'], told: 'told' | 'untold'): KeptAlert => ({
  ...{ feed: FEED, kind, since: hoursAgo(30), told: told === 'told' },
});

/** The change in a word. */
const decide = (
  condition: FeedCondition | undefined,
  alert: KeptAlert | undefined,
  afterHours: number | undefined = 6,
): readonly string[] =>
  decideAlerts(condition === undefined ? [] : [condition], alert === undefined ? [] : [alert], {
    now: NOW,
    afterMs: afterHours === undefined ? undefined : afterHours * 3_600_000,
  }).map((change) => (change.kind === 'send' ? change.message.kind : change.kind));

describe('what is told of a feed', () => {
  it.each<[string, FeedCondition | undefined, KeptAlert | undefined, readonly string[]]>([
    ['a feed that works', works('ok'), undefined, []],
    ['a feed not fetched yet', works('new'), undefined, []],
    ['a failure that is young', trouble('failing', 5.9), undefined, []],
    ['a failure as old as it may be', trouble('failing', 6), undefined, ['failing']],
    ['a silence, at once', trouble('silent', 0.1), undefined, ['silent']],
    ['a failure that was told', trouble('failing', 30), kept('failing', 'told'), []],
    ['a failure whose message waits to be sent', trouble('failing', 30), kept('failing', 'untold'), []],
    ['a silence that was told', trouble('silent', 30), kept('silent', 'told'), []],
    ['a told failure that is over', works('ok'), kept('failing', 'told'), ['recovered']],
    ['a told silence that is over', works('ok'), kept('silent', 'told'), ['recovered']],
    ['a failure that was over before anybody was told', works('ok'), kept('failing', 'untold'), ['forget']],
    ['a return that waits to be sent', works('ok'), kept('recovered', 'told'), []],
    ['a told failure of a feed whose URL changed', works('new'), kept('failing', 'told'), []],
    ['a silent feed that begins to fail', trouble('failing', 2), kept('silent', 'told'), []],
    ['a silent feed that has failed for long', trouble('failing', 7), kept('silent', 'told'), ['failing']],
    ['a told failure that became a silence', trouble('silent', 30), kept('failing', 'told'), []],
    ['an untold failure that became a silence', trouble('silent', 9), kept('failing', 'untold'), ['silent']],
    [
      'a new failure before the return was sent',
      trouble('failing', 7),
      kept('recovered', 'told'),
      ['failing'],
    ],
    ['a young failure before the return was sent', trouble('failing', 1), kept('recovered', 'told'), []],
    ['a feed that left the config', undefined, kept('failing', 'told'), ['forget']],
    ['a feed that left before its return was sent', undefined, kept('recovered', 'told'), ['forget']],
  ])('%s', (_name, condition, alert, expected) => {
    expect(decide(condition, alert)).toEqual(expected);
  });

  it('is nothing of failures, but all of silences, where failures are left out', () => {
    const decideWithout = (condition: FeedCondition) =>
      decideAlerts([condition], [], { now: NOW, afterMs: undefined }).length;
    expect(decideWithout(trouble('failing', 1000))).toBe(0);
    expect(decideWithout(trouble('silent', 1))).toBe(1);
  });

  it('is decided for each feed by itself', () => {
    const other = { ...trouble('failing', 8), feed: toId('port') };
    const changes = decideAlerts([works('ok'), other], [kept('failing', 'told')], { now: NOW, afterMs: 1 });
    expect(changes.map((change) => [change.feed, change.kind === 'send' && change.message.kind])).toEqual([
      ['harbour', 'recovered'],
      ['port', 'failing'],
    ]);
  });

  it('says what is wrong, since when, what to do and when it is tried next', () => {
    const [change] = decideAlerts([trouble('failing', 8)], [], { now: NOW, afterMs: 1 });
    expect(change).toEqual({
      kind: 'send',
      feed: 'harbour',
      since: hoursAgo(8),
      message: {
        kind: 'failing',
        feed: 'harbour',
        url: 'https://harbour.example/rss',
        since: '2026-03-01T04:00:00.000Z',
        cause: 'It is broken. (harbour.example: HTTP 500)',
        do_this: 'Mend it.',
        next_try: '2026-03-01T13:30:00.000Z',
        text: 'Topicwire: the feed harbour has failed since 2026-03-01 04:00 UTC.\nIt is broken. (harbour.example: HTTP 500)\nMend it.\nNext try: 2026-03-01 13:30 UTC. https://harbour.example/rss',
      },
    });
  });

  it('says of a feed that is back since when it was not', () => {
    const [change] = decideAlerts([works('ok')], [kept('silent', 'told')], { now: NOW, afterMs: 1 });
    expect(change).toMatchObject({
      since: hoursAgo(30),
      message: {
        kind: 'recovered',
        since: '2026-02-28T06:00:00.000Z',
        cause: null,
        do_this: null,
        text: 'Topicwire: the feed harbour is back; it was in trouble since 2026-02-28 06:00 UTC.\nhttps://harbour.example/rss',
      },
    });
  });
});

describe('the wait before a message is tried again', () => {
  it.each([
    [1, undefined, 60],
    [2, undefined, 120],
    [6, undefined, 1920],
    [7, undefined, 3600],
    [5000, undefined, 3600],
    [1, 300, 300],
    [3, 10, 240],
  ])('after attempt %i, asked to wait %s s, is %i s', (attempts, asked, seconds) => {
    expect(toRetryMs(attempts, asked)).toBe(seconds * 1000);
  });
});
