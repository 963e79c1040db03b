import { buildDateParser, type ParseDate } from '../text/date.ts';

/** The words of the day itself and of the one before, in the languages of the lists (Oxu.az, 2025: "Bu gün / 12:18"). */
const TODAY = /^(?:today|bu ?g[üu]n|сегодня|сьогодні)(?![\p{L}])/iu;
const YESTERDAY = /^(?:yesterday|dünən|вчера|вчора|учора)(?![\p{L}])/iu;

const TIME = /(?<![\d:.])(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads dates as lists show them: whole ones, and those that leave out what a reader of the day knows: "today 12:18",
 * "14:00", "15 November, 14:00". What is left out makes the latest such time that is not after `now`.
 */
export function buildShownDateParser(zone: string, now: Date): ParseDate {
  const parse = buildDateParser(zone);
  const day = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, calendar: 'iso8601' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  /** A time of the day some days ago, or undefined where it is yet to come. */
  const toPast = (time: string, daysAgo: number): Date | undefined => {
    const date = parse(`${day.format(new Date(now.getTime() - daysAgo * DAY_MS))} ${time}`);
    return date !== undefined && date.getTime() <= now.getTime() + CLOCK_MS ? date : undefined;
  };
  return (written) => {
    const text = written
      .normalize('NFC')
      .replace(/[\s\u00a0•·|]+/g, ' ')
      .trim()
      .slice(0, MAX_CHARS);
    const whole = parse(text);
    if (whole !== undefined) return whole;
    const time = TIME.exec(text);
    const clock = time === null ? '' : `${time[1]}:${time[2]}`;
    const before = text.slice(0, time?.index ?? text.length).replace(/[\s,/–—-]+$/, '');
    if (before === '' || TODAY.test(before))
      return clock === '' ? undefined : (toPast(clock, 0) ?? toPast(clock, 1));
    if (YESTERDAY.test(before)) return clock === '' ? undefined : toPast(clock, 1);
    return withYear(before, clock);
  };

  function withYear(dayText: string, clock: string): Date | undefined {
    if (!/\d/.test(dayText) || /\d{4}/.test(dayText)) return undefined;
    const year = Number(day.format(now).slice(0, 4));
    const separator = /[./]\d{1,2}$/.test(dayText) ? dayText.charAt(dayText.search(/[./]\d{1,2}$/)) : ' ';
    return [year, year - 1]
      .map((each) => parse(`${dayText.replace(/\.$/, '')}${separator}${each} ${clock}`.trim()))
      .find((date) => date !== undefined && date.getTime() <= now.getTime() + DAY_MS);
  }
}

/** Clocks differ by minutes. */
const CLOCK_MS = 15 * 60_000;
/** No date is longer. */
const MAX_CHARS = 100;
