/** An item as the model knows it. */
export interface ModelItem {
  readonly id: number;
  readonly publisher: string;
  readonly feeds: readonly string[];
  readonly language: string;
  /** ISO 8601 UTC to the microsecond. */
  readonly at: string;
  /** Topics by their id, `place:XX`, `org:name`. */
  readonly tags: readonly string[];
}

/**
 * What the README says a query gives, over items in memory: their ids, newest first and of one moment the higher id
 * first. `hasWords` says whether an item has the words of `q`; `now` is what ages count from.
 */
export function answerByModel<Item extends ModelItem>(
  items: readonly Item[],
  params: URLSearchParams,
  now: Date,
  hasWords: (item: Item, q: string) => boolean,
): readonly number[] {
  const q = params.get('q') ?? '';
  const since = params.get('since') ?? undefined;
  const until = params.get('until') ?? undefined;
  return items
    .filter((item) => LISTS.every(([name, values]) => params.getAll(name).every(holds(values(item)))))
    .filter((item) => q === '' || hasWords(item, q))
    .filter((item) => since === undefined || toMicros(item.at, now) >= toMicros(since, now))
    .filter((item) => until === undefined || toMicros(item.at, now) < toMicros(until, now))
    .toSorted((a, b) => Number(toMicros(b.at, now) - toMicros(a.at, now)) || b.id - a.id)
    .map(({ id }) => id);
}

const taggedBy = (prefix: string) => (item: ModelItem) =>
  item.tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));

const LISTS: readonly (readonly [name: string, values: (item: ModelItem) => readonly string[]])[] = [
  ['topic', (item) => item.tags.filter((tag) => !tag.includes(':'))],
  ['place', (item) => taggedBy('place:')(item).map((code) => code.toLowerCase())],
  ['org', taggedBy('org:')],
  ['publisher', (item) => [item.publisher]],
  ['feed', (item) => item.feeds],
  ['language', (item) => [item.language]],
];

/** `a,b` wants any of them, `-a` wants no a. Codes of places are the same in either case. */
const holds =
  (values: readonly string[]) =>
  (asked: string): boolean => {
    const has = (value: string): boolean => values.includes(value) || values.includes(value.toLowerCase());
    return asked.startsWith('-') ? !has(asked.slice(1)) : asked.split(',').some(has);
  };

const UNITS = new Map([
  ['m', 60n],
  ['h', 3_600n],
  ['d', 86_400n],
  ['w', 604_800n],
]);

/** Microseconds since 1970 of an ISO 8601 time, a day, or an age. */
function toMicros(text: string, now: Date): bigint {
  const age = /^(\d+)([mhdw])$/.exec(text);
  if (age !== null) {
    const seconds = BigInt(age[1] ?? 0) * (UNITS.get(age[2] ?? '') ?? 0n);
    return BigInt(now.getTime()) * 1_000n - seconds * 1_000_000n;
  }
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const whole = Date.parse(toZoned(text.replace(/\.\d+/, '').replace(' ', 'T')));
  return BigInt(whole) * 1_000n + BigInt(fraction.padEnd(6, '0'));
}

/** A time that names no zone is of UTC, as a day alone is. */
const toZoned = (text: string): string => (/T[\d:]+$/.test(text) ? `${text}Z` : text);
