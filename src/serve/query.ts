import {
  type FeedId,
  type Language,
  type PublisherId,
  parseFeedId,
  parsePublisherId,
  parseTagId,
  parseTopicId,
  type TagId,
} from '../model.ts';
import type { ChangePosition } from '../store/changes.ts';
import type { Condition, ItemQuery } from '../store/search.ts';
import type { Extent } from '../store/select-items.ts';
import { parseInstant } from '../text/instant.ts';
import { parseChangeToken } from './change-token.ts';
import { parseCursor } from './cursor.ts';
import {
  DEFAULT_LIMIT,
  MAX_LIMIT,
  MAX_REPEATS,
  MAX_VALUES_IN_LIST,
  MAX_WORDS_LENGTH,
  PARAMETERS,
  type ParameterName,
} from './parameters.ts';

/** What is wrong with one parameter. */
export interface QueryProblem {
  readonly parameter: string;
  readonly detail: string;
}

export type QueryResult =
  | {
      readonly kind: 'query';
      readonly query: ItemQuery;
      /** Asked for changes in place of a page. */
      readonly changedSince: ChangePosition | undefined;
      readonly extent: Extent;
    }
  | { readonly kind: 'problem'; readonly problem: QueryProblem };

type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: QueryProblem };

const NAMES = PARAMETERS.map((parameter) => parameter.name);

/** The item query a URL's parameters ask, or the first parameter at fault; `now` is what ages count from. */
export function parseItemQuery(params: URLSearchParams, now: Date): QueryResult {
  const bad = findUnknown(params) ?? findRepeated(params);
  if (bad !== undefined) return { kind: 'problem', problem: bad };
  const fields = {
    topic: parseConditions(params, 'topic', parseTopicTag),
    place: parseConditions(params, 'place', (text) => parsePrefixedTag('place:', text.toUpperCase())),
    org: parseConditions(params, 'org', (text) => parsePrefixedTag('org:', text)),
    publisher: parseConditions(params, 'publisher', (text): PublisherId | undefined =>
      parsePublisherId(text),
    ),
    feed: parseConditions(params, 'feed', (text): FeedId | undefined => parseFeedId(text)),
    language: parseConditions(params, 'language', parseLanguage),
    q: parseSingle(params, 'q', parseWords),
    order: parseOrder(params),
    since: parseSingle(params, 'since', (text) => parseInstant(text, now)),
    until: parseSingle(params, 'until', (text) => parseInstant(text, now)),
    limit: parseSingle(params, 'limit', parseLimit),
    cursor: parseCursorFor(params),
    changedSince: parseChangedSince(params),
    lang: parseSingle(params, 'lang', parseLanguage),
    extent: parseExtent(params),
  };
  for (const field of Object.values(fields)) if (field.kind === 'problem') return field;
  return {
    kind: 'query',
    query: toQuery(fields),
    changedSince: toValue(fields.changedSince, undefined),
    extent: toValue(fields.extent, 'brief'),
  };
}

type Fields = {
  readonly [Name in 'topic' | 'place' | 'org']: Parsed<readonly Condition<TagId>[]>;
} & {
  readonly publisher: Parsed<readonly Condition<PublisherId>[]>;
  readonly feed: Parsed<readonly Condition<FeedId>[]>;
  readonly language: Parsed<readonly Condition<Language>[]>;
  readonly q: Parsed<string | undefined>;
  readonly order: Parsed<ItemQuery['order']>;
  readonly since: Parsed<string | undefined>;
  readonly until: Parsed<string | undefined>;
  readonly limit: Parsed<number | undefined>;
  readonly cursor: Parsed<ItemQuery['after']>;
  readonly changedSince: Parsed<ChangePosition | undefined>;
  /** Says how labels are written, which is no part of the query. */
  readonly lang: Parsed<Language | undefined>;
  readonly extent: Parsed<Extent>;
};

function toQuery(fields: Fields): ItemQuery {
  const words = toValue(fields.q, undefined);
  return {
    tags: [...toValue(fields.topic, []), ...toValue(fields.place, []), ...toValue(fields.org, [])],
    publishers: toValue(fields.publisher, []),
    feeds: toValue(fields.feed, []),
    languages: toValue(fields.language, []),
    words: words === '' ? undefined : words,
    order: toValue(fields.order, 'new'),
    since: toValue(fields.since, undefined),
    until: toValue(fields.until, undefined),
    limit: toValue(fields.limit, undefined) ?? DEFAULT_LIMIT,
    after: toValue(fields.cursor, undefined),
  };
}

const toValue = <T>(parsed: Parsed<T>, otherwise: T): T =>
  parsed.kind === 'value' ? parsed.value : otherwise;

function findUnknown(params: URLSearchParams): QueryProblem | undefined {
  const unknown = [...params.keys()].find((key) => !NAMES.some((name) => name === key));
  if (unknown === undefined) return undefined;
  return {
    parameter: unknown.slice(0, 64),
    detail: `unknown parameter ${quote(unknown)}: expected one of ${NAMES.join(', ')}`,
  };
}

function findRepeated(params: URLSearchParams): QueryProblem | undefined {
  for (const { name, repeats } of PARAMETERS) {
    const count = params.getAll(name).length;
    if (!repeats && count > 1)
      return { parameter: name, detail: `${name} is given ${count} times: expected once` };
    if (count > MAX_REPEATS) {
      return { parameter: name, detail: `${name} is given ${count} times: expected at most ${MAX_REPEATS}` };
    }
  }
  return undefined;
}

function parseConditions<Value extends string>(
  params: URLSearchParams,
  name: ParameterName,
  parse: (text: string) => Value | undefined,
): Parsed<readonly Condition<Value>[]> {
  const conditions: Condition<Value>[] = [];
  for (const given of params.getAll(name)) {
    const texts = given.split(',').map((text) => text.trim());
    if (texts.length > MAX_VALUES_IN_LIST) {
      return fail(name, `${name} lists ${texts.length} values: expected at most ${MAX_VALUES_IN_LIST}`);
    }
    const excludes = texts.filter((text) => text.startsWith('-'));
    if (excludes.length > 0 && texts.length > 1) {
      return fail(
        name,
        `${name} ${quote(given)}: a value with - before it stands alone; give ${name} once more for each that is excluded`,
      );
    }
    const values: Value[] = [];
    for (const text of texts) {
      const value = parse(text.replace(/^-/, ''));
      if (value === undefined) return failValue(name, text);
      values.push(value);
    }
    const [first] = values;
    if (first === undefined) return failValue(name, given);
    conditions.push(
      excludes.length > 0 ? { kind: 'not', value: first } : { kind: 'any', values: [...new Set(values)] },
    );
  }
  return { kind: 'value', value: conditions };
}

function parseSingle<T>(
  params: URLSearchParams,
  name: ParameterName,
  parse: (text: string) => T | undefined,
): Parsed<T | undefined> {
  const text = params.get(name);
  if (text === null) return { kind: 'value', value: undefined };
  const value = parse(text.trim());
  return value === undefined ? failValue(name, text) : { kind: 'value', value };
}

const fail = (parameter: string, detail: string): { kind: 'problem'; problem: QueryProblem } => ({
  kind: 'problem',
  problem: { parameter, detail },
});

function failValue(name: ParameterName, text: string): { kind: 'problem'; problem: QueryProblem } {
  const expected = PARAMETERS.find((parameter) => parameter.name === name)?.expected ?? 'something else';
  return fail(name, `${name} ${quote(text)}: expected ${expected}`);
}

/** What was said, short enough for a message. */
const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const parseTopicTag = (text: string): TagId | undefined =>
  parseTopicId(text) === undefined ? undefined : parseTagId(text);

const parsePrefixedTag = (prefix: 'place:' | 'org:', text: string): TagId | undefined =>
  parseTagId(`${prefix}${text}`);

const parseLanguage = (text: string): Language | undefined =>
  /^[a-z]{2,3}$/i.test(text) ? text.toLowerCase() : undefined;

/** Control characters are no words, and PostgreSQL takes no NUL in a text; an empty box asks for nothing. */
const parseWords = (text: string): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  text.length <= MAX_WORDS_LENGTH && !/[\u0000-\u001f\u007f]/.test(text) ? text : undefined;

/** Relevance is to words: without any there is none. */
function parseOrder(params: URLSearchParams): Parsed<ItemQuery['order']> {
  const order = params.get('order') ?? 'new';
  const fits = order === 'new' || (order === 'relevance' && (params.get('q') ?? '').trim() !== '');
  return fits ? { kind: 'value', value: order } : failValue('order', order);
}

/** A cursor goes on in the order it was given in. */
const parseCursorFor = (params: URLSearchParams): Parsed<ItemQuery['after']> =>
  parseSingle(params, 'cursor', (text) => {
    const position = parseCursor(text);
    const isRanked = position !== undefined && 'rank' in position;
    return isRanked === (params.get('order') === 'relevance') ? position : undefined;
  });

/** Changes have an order of their own. */
const parseChangedSince = (params: URLSearchParams): Parsed<ChangePosition | undefined> =>
  parseSingle(params, 'changed_since', (text) =>
    params.has('cursor') || params.has('order') ? undefined : parseChangeToken(text),
  );

function parseExtent(params: URLSearchParams): Parsed<Extent> {
  const full = params.get('full') ?? 'false';
  if (full !== 'true' && full !== 'false') return failValue('full', full);
  return { kind: 'value', value: full === 'true' ? 'whole' : 'brief' };
}

function parseLimit(text: string): number | undefined {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : undefined;
}
