import { describe, expect, it } from 'vitest';
import { readShownDate } from '../../src/extract/site-date.ts';

const NOW = new Date('2026-02-22T08:00:00Z');

describe('a date as sites show it', () => {
  it.each<[shown: string, zone: string, expected: string]>([
    ['Bu gün / 12:18', 'Asia/Baku', '2026-02-22T08:18:00.000Z'],
    ['Dünən / 22:30', 'Asia/Baku', '2026-02-21T18:30:00.000Z'],
    ['15 noyabr, 2025 / 19:44', 'Asia/Baku', '2025-11-15T15:44:00.000Z'],
    ['15 noy, 2025 / 19:44', 'Asia/Baku', '2025-11-15T15:44:00.000Z'],
    ['21.02.2026 [19:22]', 'Asia/Baku', '2026-02-21T15:22:00.000Z'],
    ['14 September 2022 00:32 (UTC +04:00)', 'UTC', '2022-09-13T20:32:00.000Z'],
    ['21 July 2025 14:01 (UTC+04:00)', 'UTC', '2025-07-21T10:01:00.000Z'],
    ['16 noyabr, 2025 14:00', 'Asia/Baku', '2025-11-16T10:00:00.000Z'],
    ['09.11.2025 | 10:59', 'Asia/Baku', '2025-11-09T06:59:00.000Z'],
    ['15 Noyabr 10:31 (UTC+04)', 'Asia/Baku', '2025-11-15T06:31:00.000Z'],
    ['17:42 24.11.2025', 'Europe/Kyiv', '2025-11-24T15:42:00.000Z'],
    ['15:10, 21.02.26', 'Europe/Kyiv', '2026-02-21T13:10:00.000Z'],
    ['12:15, 21 февраля 2026', 'Europe/Moscow', '2026-02-21T09:15:00.000Z'],
    ['Сьогодні, 09:05', 'Europe/Kyiv', '2026-02-22T07:05:00.000Z'],
    ['Вчера в 9:05', 'Europe/Moscow', '2026-02-21T06:05:00.000Z'],
    ['Today at 07:30', 'UTC', '2026-02-22T07:30:00.000Z'],
    ['Середа, 31 грудня, 23:50', 'Europe/Kyiv', '2025-12-31T21:50:00.000Z'],
    ['Вікторія Лісовська — Понеділок, 24 листопада 2025, 14:35', 'Europe/Kyiv', '2025-11-24T12:35:00.000Z'],
    ['Datum 28.04.2023', 'Europe/Berlin', '2023-04-27T22:00:00.000Z'],
  ])('%s in %s', (shown, zone, expected) => {
    expect(readShownDate(shown, zone, NOW)?.toISOString()).toBe(expected);
  });

  it('is of yesterday where the time alone would lie ahead: the page is older than midnight', () => {
    const afterMidnight = new Date('2026-02-21T20:05:00Z');
    expect(readShownDate('23:58', 'Asia/Baku', afterMidnight)?.toISOString()).toBe(
      '2026-02-21T19:58:00.000Z',
    );
  });

  it('counts days on the calendar, not in hours, when the clocks change', () => {
    // 25 hours long in Kyiv: 24 hours before its end is the same day.
    const lateOnLongDay = new Date('2025-10-26T21:30:00Z');
    expect(readShownDate('Вчора, 12:00', 'Europe/Kyiv', lateOnLongDay)?.toISOString()).toBe(
      '2025-10-25T09:00:00.000Z',
    );
  });

  it.each(['Bu gün / 12:18', '12:18', '15 Noyabr 10:31', '', '2383 views', 'Bu günlər 12:18'])(
    'is none in "%s" without a clock',
    (shown) => {
      expect(readShownDate(shown, 'Asia/Baku', undefined)).toBeUndefined();
    },
  );
});
