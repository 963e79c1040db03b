import { describe, expect, it } from 'vitest';
import { buildShownDateParser } from '../../src/discover/shown-date.ts';

// Half past one in the night of 1 January in Baku.
const NIGHT = new Date('2025-12-31T21:30:00Z');
const NOON = new Date('2026-02-10T08:00:00Z');

describe('a date as a list shows it', () => {
  it.each<[string, Date, string | undefined]>([
    ['16 noyabr, 2025 14:00', NOON, '2025-11-16T10:00:00.000Z'],
    ['10.02.2026 • 11:30', NOON, '2026-02-10T07:30:00.000Z'],
    ['2026-02-10T11:30:00+02:00', NOON, '2026-02-10T09:30:00.000Z'],
    ['14:00', NOON, '2026-02-09T10:00:00.000Z'],
    ['11:59', NOON, '2026-02-10T07:59:00.000Z'],
    ['Bu gün / 11:18', NOON, '2026-02-10T07:18:00.000Z'],
    ['Dünən / 22:30', NOON, '2026-02-09T18:30:00.000Z'],
    ['Сьогодні, 09:05', NOON, '2026-02-10T05:05:00.000Z'],
    ['вчера в 23.40', NOON, '2026-02-09T19:40:00.000Z'],
    ['Today 23:50', NIGHT, '2025-12-31T19:50:00.000Z'],
    ['yesterday 23:50', NIGHT, '2025-12-31T19:50:00.000Z'],
    ['15 ноября, 14:00', NOON, '2025-11-15T10:00:00.000Z'],
    ['9 лютого 20:00', NOON, '2026-02-09T16:00:00.000Z'],
    ['31 dekabr', NIGHT, '2025-12-30T20:00:00.000Z'],
    ['09.02, 20:00', NOON, '2026-02-09T16:00:00.000Z'],
    ['today', NOON, undefined],
    ['5 minutes ago', NOON, undefined],
    ['Todayish 10:00', NOON, undefined],
    ['', NOON, undefined],
  ])('%s is read at its instant', (text, now, expected) => {
    expect(buildShownDateParser('Asia/Baku', now)(text)?.toISOString()).toBe(expected);
  });
});
