import { type Language, parseFeedId, parsePublisherId, parseTopicId } from '../model.ts';
import { suggestNearest } from './nearest.ts';
import { parsedText } from './shape.ts';

const SLUG_WORDS = '1 to 64 of a-z, 0-9 and "-", with no "-" at an end';

/** An id of a feed. */
export const feedIdSchema = parsedText(parseFeedId, SLUG_WORDS);
/** An id of a publisher. */
export const publisherIdSchema = parsedText(parsePublisherId, SLUG_WORDS);
/** An id of a saved search. */
export const searchIdSchema = parsedText(
  (text) => (parseTopicId(text) === undefined ? undefined : text),
  SLUG_WORDS,
);

/** One line of visible text. */
export const lineSchema = parsedText(
  (text) => (text.trim() !== '' && text.length <= 300 && !/[\n\r]/.test(text) ? text.trim() : undefined),
  'one line of text, at most 300 characters',
);

/** A primary language subtag in its one spelling: `uk`, neither `ukr` nor `UA` nor `uk-UA`. */
export const parseLanguage = (text: string): Language | undefined =>
  /^[a-z]{2,3}$/.test(text) &&
  text !== 'und' &&
  toCanonicalTag(text) === text &&
  nameLanguage(text) !== undefined
    ? text
    : undefined;

/** A language code; a near miss is told what it meant. */
export const languageSchema = parsedText(parseLanguage, (text) => {
  const tag = toCanonicalTag(text.toLowerCase())?.split('-')[0] ?? '';
  const meant = CODES_MISTAKEN[tag] ?? (parseLanguage(tag) === undefined ? undefined : tag);
  return `a language code of BCP 47 such as uk, ru, az or en${meant === undefined ? '' : ` (did you mean ${JSON.stringify(meant)}?)`}`;
});

/** Country codes people write for a language. */
const CODES_MISTAKEN: Readonly<Record<string, string>> = {
  ua: 'uk',
  jp: 'ja',
  cn: 'zh',
  cz: 'cs',
  gr: 'el',
  dk: 'da',
};

const toCanonicalTag = (text: string): string | undefined => {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined; // RangeError: no well-formed tag
  }
};

const nameLanguage = (code: string): string | undefined =>
  new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code);

/** An IANA zone this Node knows; offsets such as `+04:00` are none. */
export const parseZone = (text: string): string | undefined => {
  // Most feeds' zone; asking Intl costs a tenth of a millisecond each time.
  if (text === 'UTC') return text;
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined; // RangeError: unknown zone
  }
};

/** An IANA zone; a near miss is told what it meant. */
export const zoneSchema = parsedText(
  parseZone,
  (text) => `an IANA time zone such as Asia/Baku or UTC${suggestZone(text)}`,
);

const suggestZone = (text: string): string => {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = text.split('/').at(-1)?.toLowerCase() ?? '';
  const sameCity = zones.find((zone) => city !== '' && zone.toLowerCase().endsWith(`/${city}`));
  return sameCity === undefined
    ? suggestNearest(text, zones)
    : ` (did you mean ${JSON.stringify(sameCity)}?)`;
};
