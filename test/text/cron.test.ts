import { describe, expect, it } from 'vitest';
import { nextCronTime, readCron } from '../../src/text/cron.ts';

const next = (text: string, after: string, zone = 'UTC'): string => {
  const read = readCron(text);
  if (read.kind === 'refused') throw new Error(read.expected);
  return nextCronTime(read.cron, zone, new Date(after)).toISOString().replace(':00.000Z', 'Z');
};

describe('the next time of a cron expression', () => {
  it.each([
    ['* * * * *', '2026-03-01T12:00:00Z', '2026-03-01T12:01Z'],
    ['* * * * *', '2026-03-01T12:00:59.999Z', '2026-03-01T12:01Z'],
    ['*/20 * * * *', '2026-03-01T12:19:59Z', '2026-03-01T12:20Z'],
    ['*/20 * * * *', '2026-03-01T12:40:00Z', '2026-03-01T13:00Z'],
    ['*/20 6-23 * * *', '2026-03-01T23:50:00Z', '2026-03-02T06:00Z'],
    ['5,35 * * * *', '2026-03-01T12:10:00Z', '2026-03-01T12:35Z'],
    ['10-30/10 8 * * *', '2026-03-01T08:10:00Z', '2026-03-01T08:20Z'],
    ['0 0 1 1 *', '2026-03-01T12:00:00Z', '2027-01-01T00:00Z'],
    ['0 0 31 * *', '2026-03-31T12:00:00Z', '2026-05-31T00:00Z'],
    ['0 0 29 2 *', '2026-03-01T12:00:00Z', '2028-02-29T00:00Z'],
    ['0 9 * * mon-fri', '2026-03-06T10:00:00Z', '2026-03-09T09:00Z'],
    ['0 9 * * 7', '2026-03-02T10:00:00Z', '2026-03-08T09:00Z'],
    ['0 9 * * 0', '2026-03-02T10:00:00Z', '2026-03-08T09:00Z'],
    ['0 9 * MAR Sun', '2026-03-02T10:00:00Z', '2026-03-08T09:00Z'],
    // Both restricted: either of them.
    ['0 0 13 * fri', '2026-03-01T00:00:00Z', '2026-03-06T00:00Z'],
    ['0 0 13 * fri', '2026-04-11T00:00:00Z', '2026-04-13T00:00Z'],
    // A star with a step leaves a day field free.
    ['0 0 */2 * fri', '2026-03-01T00:00:00Z', '2026-03-13T00:00Z'],
    ['0 0 29 2 */7', '2026-03-01T00:00:00Z', '2032-02-29T00:00Z'],
  ])('%s after %s is %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it.each([
    ['0 6 * * *', 'Asia/Baku', '2026-03-01T01:59:00Z', '2026-03-01T02:00Z'],
    ['0 6 * * *', 'Asia/Baku', '2026-03-01T02:00:00Z', '2026-03-02T02:00Z'],
    ['0 23 * * *', 'America/New_York', '2026-01-10T05:00:00Z', '2026-01-11T04:00Z'],
    ['0 1 * * sun', 'Pacific/Auckland', '2026-02-28T11:59:00Z', '2026-02-28T12:00Z'],
    ['30 12 * * *', 'Asia/Kolkata', '2026-03-01T00:00:00Z', '2026-03-01T07:00Z'],
  ])('%s in %s after %s is %s', (text, zone, after, expected) => {
    expect(next(text, after, zone)).toBe(expected);
  });

  // 29 March 2026, 3:00 to 4:00, and 25 October, 4:00 to 3:00; in New York 8 March, 2:00 to 3:00, and 1 November.
  it.each([
    [
      'skipped, within an hour of it',
      '30 3 * * *',
      'Europe/Kiev',
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:30Z',
    ],
    ['skipped in the west', '30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T06:30Z'],
    ['shown twice, once', '30 3 * * *', 'Europe/Kiev', '2026-10-25T01:30:00Z', '2026-10-26T01:30Z'],
    [
      'shown twice, going on after it',
      '*/30 * * * *',
      'America/New_York',
      '2026-11-01T05:30:00Z',
      '2026-11-01T07:00Z',
    ],
    [
      'asked for in the second pass',
      '*/30 * * * *',
      'America/New_York',
      '2026-11-01T06:10:00Z',
      '2026-11-01T07:00Z',
    ],
  ])('of a time the clock has %s', (_, text, zone, after, expected) => {
    expect(next(text, after, zone)).toBe(expected);
  });

  it('goes on and on without standing still, whatever the clock does', () => {
    let at = new Date('2026-10-24T20:00:00Z');
    for (let step = 0; step < 30; step += 1) {
      const later = new Date(next('*/20 * * * *', at.toISOString(), 'Europe/Kiev'));
      expect(later.getTime()).toBeGreaterThan(at.getTime());
      expect(later.getTime() - at.getTime()).toBeLessThanOrEqual(80 * 60_000);
      at = later;
    }
  });
});

describe('a cron expression', () => {
  const FIELDS = 'five fields (minute hour day month weekday) such as "*/20 6-23 * * *"';
  it.each([
    ['', FIELDS],
    ['* * * *', FIELDS],
    ['0 * * * * *', FIELDS],
    ['@hourly', FIELDS],
    ['60 * * * *', 'a minute of 0 to 59'],
    ['*/0 * * * *', 'a minute'],
    ['5/10 * * * *', 'a minute'],
    ['1,,2 * * * *', 'a minute'],
    ['-1 * * * *', 'a minute'],
    ['* 24 * * *', 'an hour of 0 to 23'],
    ['* 22-6 * * *', 'an hour'],
    ['* * 0 * *', 'a day of 1 to 31'],
    ['* * L * *', 'a day'],
    ['* * * 13 *', 'a month of 1 to 12'],
    ['* * * mai *', 'a month'],
    ['* * * * 8', 'a weekday of 0 to 7'],
    ['* * * * fri#2', 'a weekday'],
    ['0 0 31 2,4 *', 'a day that its months have'],
  ])('%s is refused for %s', (text, expected) => {
    const read = readCron(text);
    expect(read.kind === 'refused' ? read.expected : read.kind).toContain(expected);
  });
});
