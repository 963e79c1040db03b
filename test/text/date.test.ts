import { describe, expect, test } from 'vitest';
import { buildDateParser, isZone, parseDate, zonedToUtc } from '../../src/text/date.ts';

const read = (text: string, zone = 'UTC'): string | undefined =>
  parseDate(text, zone)?.toISOString().replace('.000', '');

describe('parseDate', () => {
  test.each([
    // RFC 822 and what is made of it
    ['Mon, 09 Feb 2026 14:35:00 +0400', '2026-02-09T10:35:00Z'],
    ['9 Feb 26 14:35 GMT', '2026-02-09T14:35:00Z'],
    ['Tue, 09 Feb 2026 14:35:00 MSK', '2026-02-09T11:35:00Z'],
    ['Mon, 09 Feb 2026 14:35:00 AZT', '2026-02-09T10:35:00Z'],
    ['Thu, 09 Jul 2026 14:35:00 EEST', '2026-07-09T11:35:00Z'],
    ['Mon, 26 January 2004 16:31:00 ET', '2004-01-26T21:31:00Z'],
    ['Thu, 09 Jul 2026 14:35:00 ET', '2026-07-09T18:35:00Z'],
    ['Mon, 09 Feb 2026 14:35:00 Europe/Kyiv', '2026-02-09T12:35:00Z'],
    ['Mon, 09 Feb 2026 14:35:00 (UTC)', '2026-02-09T14:35:00Z'],
    ['Thu, 29 Oct 2020 07:36:03 GMT-07:00', '2020-10-29T14:36:03Z'],
    ['Mon, 16th Nov 2020 13:16:28 GMT', '2020-11-16T13:16:28Z'],
    ['Mon, 09 Feb 2026 24:00:00 GMT', '2026-02-10T00:00:00Z'],
    ['Sat, Dec 16 2023 02:02:33 PM', '2023-12-16T14:02:33Z'],
    ['Mon Feb 09 2026 14:35:00 GMT+0400 (Azerbaijan Standard Time)', '2026-02-09T10:35:00Z'],
    // asctime
    ['Sun Jan  4 16:29:06 2004', '2004-01-04T16:29:06Z'],
    ['Sun Jul 15 01:16:00 +0000 2012', '2012-07-15T01:16:00Z'],
    // W3C-DTF and ISO 8601
    ['2026-02-09T14:35:00.5+04:00', '2026-02-09T10:35:00.500Z'],
    ['2026-02-09 14:35:00 +0400', '2026-02-09T10:35:00Z'],
    ['2026-02-09T14:35Z', '2026-02-09T14:35:00Z'],
    ['20260209T143500Z', '2026-02-09T14:35:00Z'],
    ['2026-02', '2026-02-01T00:00:00Z'],
    ['2026', '2026-01-01T00:00:00Z'],
    ['2026-040', '2026-02-09T00:00:00Z'],
    // digits alone
    ['09.02.2026 14:35', '2026-02-09T14:35:00Z'],
    ['14:35, 09.02.2026', '2026-02-09T14:35:00Z'],
    ['09/02/2026', '2026-02-09T00:00:00Z'],
    ['02/13/2026 3:05 PM', '2026-02-13T15:05:00Z'],
    ['21.02.2026 [19:22]', '2026-02-21T19:22:00Z'],
    ['1770647700', '2026-02-09T14:35:00Z'],
    ['1770647700000', '2026-02-09T14:35:00Z'],
    // names of months
    ['9 fevral, 2026 16:25', '2026-02-09T16:25:00Z'],
    ['16 noyabr, 2025 14:00', '2025-11-16T14:00:00Z'],
    ['B.e., 09 Fev 2026 14:35:00 +0400', '2026-02-09T10:35:00Z'],
    ['24 листопада 2025, 10:05', '2025-11-24T10:05:00Z'],
    ['Пн, 09 лют 2026 14:35:00 +0200', '2026-02-09T12:35:00Z'],
    ['Пнд, 09 Фев 2026 14:35:00 +0300', '2026-02-09T11:35:00Z'],
    ['5 мая 2025 г. 12:00', '2025-05-05T12:00:00Z'],
    ['Do, 29 Mär 2018 00:00:00 +0200', '2018-03-28T22:00:00Z'],
    ['mar., 01 déc. 2020 16:11:02 +0000', '2020-12-01T16:11:02Z'],
    ['2 de marzo de 2020', '2020-03-02T00:00:00Z'],
    ['10 Ağustos 2026 10:00', '2026-08-10T10:00:00Z'],
    ['2026年2月9日 14:35', '2026-02-09T14:35:00Z'],
    ['2026년 2월 9일 14:35', '2026-02-09T14:35:00Z'],
    ['14 September 2022 00:32 (UTC +04:00)', '2022-09-13T20:32:00Z'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    [''],
    ['soon'],
    ['Invalid Date'],
    ['31/31/2026'],
    ['0000-00-00T00:00:00Z'],
    ['-0001-11-30T00:00:00+00:00'],
    ['2026-02-30'],
    ['2025-02-29'],
    ['2026-02-09T25:00:00Z'],
    ['2026-02-09T10:61:00Z'],
    ['2026-02-09T10:00:61Z'],
    ['2026-02-09T10:00:00+99:99'],
    ['Sun, 16 Dec 2012 1:2:3:4 GMT'],
    ['Sun, 16 Dec zz 11:47:32 GMT'],
    ['Sun, 16 Dec 2012 11:47:32 +zz:00'],
    ['2013-01-28T11:30:00-06:00Textra'],
    ['2013-01-27-01'],
    [`Mon, ${'1'.repeat(100_000)}`],
    ['Mon, 09 Feb 2026 14:35:00 Europe/Nowhere'],
  ])('%s is no date', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test.each([
    ['09.02.2026 12:00', 'Asia/Baku', '2026-02-09T08:00:00Z'],
    ['2026-07-09 12:00', 'Europe/Kyiv', '2026-07-09T09:00:00Z'],
    ['2026-02-09', 'America/New_York', '2026-02-09T05:00:00Z'],
    ['Mon, 09 Feb 2026 12:00:00 GMT', 'Asia/Baku', '2026-02-09T12:00:00Z'],
  ])('%s without a zone of its own, in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  test('a year before 1000 is the year it says', () => {
    expect(read('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00Z');
  });
});

test('zonedToUtc is right on both sides of a change of the clock', () => {
  const at = (day: number, hour: number) =>
    zonedToUtc(
      { year: 2026, month: 3, day, hour, minute: 30, second: 0, millisecond: 0 },
      'Europe/Kyiv',
    ).toISOString();
  expect(at(28, 12)).toBe('2026-03-28T10:30:00.000Z');
  expect(at(29, 2)).toBe('2026-03-29T00:30:00.000Z');
  expect(at(29, 4)).toBe('2026-03-29T01:30:00.000Z');
});

test('isZone knows IANA names', () => {
  expect([isZone('Asia/Baku'), isZone('UTC'), isZone('Mars/Base')]).toEqual([true, true, false]);
});

test('one parser serves many dates and many places', () => {
  const parse = buildDateParser('UTC');
  const texts = ['Europe/Kyiv', 'Asia/Baku', 'Europe/Kyiv'].map((zone) => parse(`09 Feb 2026 14:35 ${zone}`));
  expect(texts.map((date) => date?.getUTCHours())).toEqual([12, 10, 12]);
});
