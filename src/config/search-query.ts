import { parseFeedId, parsePublisherId, parseTagId, parseTopicId } from '../model.ts';
import { isPlaceTag } from '../tag/places.ts';
import { parseInstant } from '../text/instant.ts';
import { suggestNearest } from './nearest.ts';
import { parseLanguage } from './words.ts';

/** How the values of one parameter are written. */
interface Written {
  /** A list of values, or one value alone. */
  readonly kind: 'list' | 'single';
  readonly fits: (text: string) => boolean;
  /** What a value is, in words that follow "expected ". */
  readonly expected: string;
}

/** Any moment does: whether an age can be counted back does not hang on it. */
const MOMENT = new Date(0);
const TIME: Written = {
  kind: 'single',
  fits: (text) => parseInstant(text, MOMENT) !== undefined,
  expected: 'a time such as "2026-03-01T09:30:00Z", or an age such as "24h" or "7d",',
};
const toList = (fits: Written['fits'], expected: string): Written => ({ kind: 'list', fits, expected });

/** The parameters of the items API that choose items; paging is not part of a saved search. */
const PARAMETERS: ReadonlyMap<string, Written> = new Map([
  ['topic', toList((text) => parseTopicId(text) !== undefined, 'a topic id such as "defence"')],
  [
    'place',
    toList((text) => isKnownTag(`place:${text.toUpperCase()}`), 'a country of ISO 3166-1 such as "UA"'),
  ],
  ['org', toList((text) => isKnownTag(`org:${text}`), 'a body that is shipped, such as "nato",')],
  ['publisher', toList((text) => parsePublisherId(text) !== undefined, 'a publisher id such as "report-az"')],
  ['feed', toList((text) => parseFeedId(text) !== undefined, 'a feed id such as "report-az-en"')],
  [
    'language',
    toList((text) => text === 'und' || parseLanguage(text) !== undefined, 'a language code such as "uk"'),
  ],
  ['q', { kind: 'single', fits: isLine, expected: 'one to 300 characters of words' }],
  ['since', TIME],
  ['until', TIME],
]);
const NAMES = [...PARAMETERS.keys()];

/** Lists and repetitions are bounded as the items API bounds them. */
const MAX_VALUES = 50;
const MAX_REPEATS = 20;
const MAX_QUERY_LENGTH = 2_000;

/** What a query string of the items API, without `?`, should have been; undefined where nothing is wrong with it. */
export function findQueryFault(query: string): string | undefined {
  const params = new URLSearchParams(query);
  const unknown = [...params.keys()].find((name) => !PARAMETERS.has(name));
  if (query === '' || query.length > MAX_QUERY_LENGTH || unknown !== undefined) {
    const words = `a query such as topic=energy&language=uk, of ${NAMES.join(', ')}`;
    return unknown === undefined ? words : `${words}${suggestNearest(unknown, NAMES)}`;
  }
  for (const [name, written] of PARAMETERS) {
    const fault = findFault(name, params.getAll(name), written);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findFault(
  name: string,
  given: readonly string[],
  { kind, fits, expected }: Written,
): string | undefined {
  const most = kind === 'single' ? 1 : MAX_REPEATS;
  if (given.length > most) return `${name} at most ${most === 1 ? 'once' : `${most} times`}`;
  for (const text of given) {
    const values = kind === 'single' ? [text.trim()] : text.split(',').map((value) => value.trim());
    if (values.length > MAX_VALUES) return `at most ${MAX_VALUES} values in one ${name}`;
    const excludes = kind === 'list' && values.some((value) => value.startsWith('-'));
    if (excludes && values.length > 1)
      return `a value with - before it alone in its ${name}, in place of ${JSON.stringify(text)}`;
    const misfit = values.find((value) => !fits(excludes ? value.slice(1) : value));
    if (misfit !== undefined) return `${expected} in place of ${JSON.stringify(misfit)}`;
  }
  return undefined;
}

function isKnownTag(text: string): boolean {
  const tag = parseTagId(text);
  return tag !== undefined && isPlaceTag(tag);
}

function isLine(text: string): boolean {
  return text !== '' && text.length <= 300 && !/\p{Cc}/u.test(text);
}
