import { MAX_RANKED } from '../store/search.ts';

/** What is said of one query parameter of the item query: to the parser, in the API's document and on its page. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** May be given more than once, which means all must hold. */
  readonly repeats: boolean;
  /** What one value must look like, in words that follow "expected ". */
  readonly expected: string;
}

/** Items in one answer: at most, and when nothing is said. */
export const MAX_LIMIT = 200;
export const DEFAULT_LIMIT = 50;
/** Bounds of one question, so that none becomes a query plan of thousands of parts. */
export const MAX_VALUES_IN_LIST = 50;
export const MAX_REPEATS = 20;
export const MAX_WORDS_LENGTH = 300;

/** How the parameters are combined. */
export const COMBINING =
  'All conditions must hold. In topic, place, org, publisher, feed and language a comma means any, the parameter repeated means all, and a single value with - before it is excluded.';

/** The parameters of the item query, in the order of its documentation. */
export const PARAMETERS = [
  {
    name: 'topic',
    description: 'Items that bear this topic.',
    example: 'defence,diplomacy',
    repeats: true,
    expected: 'a topic id such as "defence"',
  },
  {
    name: 'place',
    description: 'Items about this place, as an ISO 3166-1 alpha-2 code.',
    example: 'UA',
    repeats: true,
    expected: 'a country code of two letters such as "UA"',
  },
  {
    name: 'org',
    description: 'Items about this organisation.',
    example: 'nato',
    repeats: true,
    expected: 'an organisation id such as "nato"',
  },
  {
    name: 'publisher',
    description: 'Items of this publisher.',
    example: 'report-az',
    repeats: true,
    expected: 'a publisher id such as "report-az"',
  },
  {
    name: 'feed',
    description: 'Items that this feed carried.',
    example: 'report-az-en',
    repeats: true,
    expected: 'a feed id such as "report-az-en"',
  },
  {
    name: 'language',
    description: 'Items in this language; und where it could not be told.',
    example: '-ru',
    repeats: true,
    expected: 'a language code such as "az"',
  },
  {
    name: 'q',
    description:
      'Words that title or text must have, English and Russian ones in any inflection; "in quotes" as a phrase, - before a word to exclude it, * after the beginning of one, OR between two for either.',
    example: 'reactor -exercise',
    repeats: false,
    expected: `at most ${MAX_WORDS_LENGTH} characters`,
  },
  {
    name: 'order',
    description: `new, which is the newest first and the default, or relevance, with q alone: the ${MAX_RANKED} newest matches, the best first.`,
    example: 'relevance',
    repeats: false,
    expected: 'new, or relevance together with q',
  },
  {
    name: 'since',
    description:
      'Items ordered at or after this time: a date or time of ISO 8601 (UTC unless it says otherwise), or an age as 30m, 24h, 7d, 2w.',
    example: '24h',
    repeats: false,
    expected: 'a time such as "2026-03-01T09:30:00Z", or an age such as "24h" or "7d"',
  },
  {
    name: 'until',
    description: 'Items ordered before this time, which is itself left out; spelled as since is.',
    example: '2026-03-01',
    repeats: false,
    expected: 'a time such as "2026-03-01T09:30:00Z", or an age such as "24h" or "7d"',
  },
  {
    name: 'limit',
    description: `How many items an answer has at most, ${DEFAULT_LIMIT} unless said.`,
    example: '20',
    repeats: false,
    expected: `a whole number from 1 to ${MAX_LIMIT}`,
  },
  {
    name: 'cursor',
    description: 'Where to go on: the next_cursor of the answer before, with the same other parameters.',
    example: 'MjAyNi0wMy0wMVQwOTozMDowMC4wMDAwMDBafDQy',
    repeats: false,
    expected: 'the next_cursor of an answer',
  },
  {
    name: 'changed_since',
    description:
      'For keeping a copy, at /api/v1/items alone: start, then the next_changed_since of the answer before. Gives items that are new, edited, read or tagged anew, in the order of their changes, and under removed the ids of those that are gone or no longer match.',
    example: 'start',
    repeats: false,
    expected: 'start, or the next_changed_since of an answer, without cursor and order',
  },
  {
    name: 'lang',
    description: 'Language of the labels of tags, in place of what Accept-Language asks for.',
    example: 'uk',
    repeats: false,
    expected: 'a language code such as "az"',
  },
  {
    name: 'full',
    description:
      "At /api/v1/items alone: true gives each item whole, with its text, what its page said of it, and its tags' evidence; else they are left out, as an item of its own has them.",
    example: 'true',
    repeats: false,
    expected: 'true or false',
  },
] as const satisfies readonly Parameter[];

export type ParameterName = (typeof PARAMETERS)[number]['name'];
