import type { FeedAsks } from '../model.ts';
import { firstToken } from './entry.ts';
import { allOf, type RawFields } from './raw.ts';

/** Of a feed that asks for nothing. */
export const NO_ASKS: FeedAsks = { ttlSeconds: undefined, skipHours: [], skipDays: [] };

/** What a feed asks of its readers: RSS 2.0's ttl, skipHours and skipDays (https://www.rssboard.org/rss-specification). */
export const toAsks = (fields: RawFields): FeedAsks => ({
  ttlSeconds: toTtl(firstToken(fields, ['ttl'])),
  skipHours: toNumbers(fields, ['skiphours', 'hour'], toHour),
  skipDays: toNumbers(fields, ['skipdays', 'day'], toDay),
});

/** RSS 2.0's ttl is in minutes; beyond a week it is a mistake for seconds. */
function toTtl(text: string | undefined): number | undefined {
  const minutes = text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return minutes > 0 && minutes <= 7 * 24 * 60 ? minutes * 60 : undefined;
}

/** Each number once and in order; what cannot be read asks for nothing. */
function toNumbers(
  fields: RawFields,
  [list, name]: readonly [list: string, name: string],
  read: (text: string) => number | undefined,
): readonly number[] {
  const elements = allOf(fields, list).flatMap(({ children }) => allOf(children, name));
  const numbers = elements.flatMap(({ text }) => read(text.trim().toLowerCase()) ?? []);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** RSS 0.91 counts the hours from 1 to 24, RSS 2.0 from 0 to 23: they differ in how they name midnight only. */
const toHour = (text: string): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) <= 24 ? Number(text) % 24 : undefined;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Days are English; some feeds shorten them. */
function toDay(text: string): number | undefined {
  const day = /^[a-z]{3,9}$/.test(text) ? DAYS.indexOf(text.slice(0, 3)) : -1;
  return day < 0 ? undefined : day;
}
