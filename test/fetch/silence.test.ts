import { describe, expect, it } from 'vitest';
import { toHabit } from '../../src/fetch/silence.ts';
import type { FetchState } from '../../src/model.ts';
import { ago, buildState, DAY, HOUR, NOW } from './states.ts';

const HOURS = 3600;
const DAYS = 24 * HOURS;

const every = (ms: number, count: number, last: Date = NOW): readonly Date[] =>
  Array.from({ length: count }, (_, index) => new Date(last.getTime() - index * ms));

const FIRST = { lastSuccessAt: undefined, lastNewItemAt: undefined };
const read = (state: Partial<FetchState>, news: number, publishedAt: readonly Date[] = []) =>
  toHabit({ state: buildState(state), now: NOW, news, publishedAt });

describe("a feed's habit", () => {
  it.each<[string, readonly Date[], number | undefined]>([
    ['allows for a weekend where the entries come by the minute', every(600_000, 20), 36 * HOURS],
    ['is five times the usual gap of its entries', every(2 * DAY, 20), 10 * DAYS],
    ['is not moved by an old entry that stays on top', [...every(2 * DAY, 9), ago(5000 * DAY)], 10 * DAYS],
    ['is not known without dates', [], undefined],
  ])('%s at first', (_, publishedAt, expected) => {
    expect(read(FIRST, 20, publishedAt)).toEqual({ longestGapSeconds: expected, silentSince: undefined });
  });

  it.each<[string, Partial<FetchState>, number]>([
    [
      'is the gap that has just ended, where that is longer',
      { longestGapSeconds: 36 * HOURS, lastNewItemAt: ago(3 * DAY), lastSuccessAt: ago(0.1 * HOUR) },
      3 * DAYS,
    ],
    [
      'fades by half in four weeks',
      { longestGapSeconds: 80 * DAYS, lastNewItemAt: ago(28 * DAY), lastSuccessAt: ago(HOUR) },
      40 * DAYS,
    ],
    [
      'does not count weeks in which we did not ask',
      { longestGapSeconds: HOURS, lastNewItemAt: ago(40 * DAY), lastSuccessAt: ago(39 * DAY) },
      DAYS + 900,
    ],
    [
      'begins with what a feed without dates is seen to do',
      { longestGapSeconds: undefined, lastNewItemAt: ago(HOUR) },
      36 * HOURS,
    ],
  ])('%s', (_, state, expected) => {
    expect(read(state, 1).longestGapSeconds).toBeCloseTo(expected, 0);
  });
});

describe('a feed that answers', () => {
  it.each<[string, Partial<FetchState>, number, Date | undefined]>([
    ['is not silent for a day', { longestGapSeconds: 600, lastNewItemAt: ago(24 * HOUR) }, 0, undefined],
    [
      'is silent after more than a day and twice its longest gap',
      { longestGapSeconds: 600, lastNewItemAt: ago(25 * HOUR) },
      0,
      ago(25 * HOUR),
    ],
    [
      'is not silent over the weekend where it keeps it',
      { longestGapSeconds: 62 * HOURS, lastNewItemAt: ago(62 * HOUR) },
      0,
      undefined,
    ],
    [
      'is silent after a week where it only keeps the weekend',
      { longestGapSeconds: 62 * HOURS, lastNewItemAt: ago(7 * DAY) },
      0,
      ago(7 * DAY),
    ],
    [
      'stays silent since the same time',
      { longestGapSeconds: 600, lastNewItemAt: ago(30 * DAY), silentSince: ago(30 * DAY) },
      0,
      ago(30 * DAY),
    ],
    [
      'is silent no more once it has news',
      { longestGapSeconds: 600, lastNewItemAt: ago(30 * DAY), silentSince: ago(30 * DAY) },
      1,
      undefined,
    ],
    [
      'is not silent where no habit is known',
      { longestGapSeconds: undefined, lastNewItemAt: ago(900 * DAY) },
      0,
      undefined,
    ],
  ])('%s', (_, state, news, expected) => {
    expect(read(state, news).silentSince).toEqual(expected);
  });

  it('is silent at first sight where its newest entry is years old', () => {
    const last = ago(900 * DAY);
    expect(read(FIRST, 0, every(DAY, 20, last)).silentSince).toEqual(last);
  });

  it('does not talk itself out of silence by a date in the future', () => {
    const last = ago(900 * DAY);
    const dates = [new Date('9999-12-31T00:00:00Z'), ...every(DAY, 20, last)];
    expect(read(FIRST, 0, dates).silentSince).toEqual(last);
  });
});
