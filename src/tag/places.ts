import countries from 'i18n-iso-countries';
import { type Language, parseTagId, type TagId } from '../model.ts';
import { ORGS } from './orgs.ts';
import type { PlaceRule } from './place-rule.ts';
import { parsePlaceWords } from './place-words.ts';
import { PLACES_AZ } from './places/az.ts';
import { PLACES_EN } from './places/en.ts';
import { PLACES_RU } from './places/ru.ts';
import { PLACES_UK } from './places/uk.ts';

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  az: PLACES_AZ,
  en: PLACES_EN,
  ru: PLACES_RU,
  uk: PLACES_UK,
};

/** Names that are other words too, for which the hand-written line says how they count. */
const GUARDED: ReadonlySet<string> = new Set([
  'en GE',
  'en JO',
  'en TD',
  'az ML',
  'uk ML',
  'ru ML',
  'uk TG',
  'ru TG',
  'en TR',
]);

/** Marks a plain name for inflection: each capitalised word in Slavic languages, the last one in Azerbaijani. */
const toTermText = (name: string, language: Language): string => {
  const words = name.replaceAll(/ [-–—] /gu, ' ').split(/\s+/u);
  const mark = (word: string): string =>
    /\p{Lu}{2}$|[^\p{L}]$|[оуюэ]$|[оу]а$/u.test(word) ? word : `${word}~`;
  if (language === 'uk' || language === 'ru')
    return words.map((word) => (/^\p{Lu}/u.test(word) ? mark(word) : word)).join(' ');
  if (language === 'az')
    return words.map((word, index) => (index === words.length - 1 ? mark(word) : word)).join(' ');
  return words.join(' ');
};

const isoNames = (code: string, language: Language): readonly string[] => {
  if (GUARDED.has(`${language} ${code}`)) return [];
  const found = countries.getName(code, language, { select: 'all' });
  // A name with a comma or brackets is a catalogue's, not a writer's: the hand-written lines have the plain one.
  return (found ?? []).filter((name) => !/[,(]/u.test(name)).map((name) => toTermText(name, language));
};

const toTag = (text: string): TagId => {
  const tag = parseTagId(text);
  if (tag === undefined) throw new Error(`tag "${text}": expected place:XX or org:ID`);
  return tag;
};

const buildCountry = (code: string, languages: readonly Language[]): PlaceRule => ({
  tag: toTag(`place:${code}`),
  label: Object.fromEntries(
    languages.map((language) => [language, countries.getName(code, language) ?? code]),
  ),
  terms: Object.fromEntries(
    languages.map((language) => {
      const written = WORDS[language]?.[code] ?? '';
      const own = parsePlaceWords(written, language);
      const known = new Set(own.map(({ term }) => term.written));
      const names = isoNames(code, language).filter((name) => !known.has(name));
      return [language, [...parsePlaceWords(names.join(','), language), ...own]];
    }),
  ),
});

const buildOrg = (
  id: string,
  lines: Readonly<Record<string, string>>,
  languages: readonly Language[],
): PlaceRule => {
  const terms = languages.map(
    (language) => [language, parsePlaceWords(lines[language] ?? '', language)] as const,
  );
  return {
    tag: toTag(`org:${id}`),
    label: Object.fromEntries(
      terms.map(([language, list]) => [language, list[0]?.term.written.replaceAll('~', '') ?? id]),
    ),
    terms: Object.fromEntries(terms),
  };
};

/**
 * A rule for every country of ISO 3166-1 and for the bodies of `orgs.ts`: names by i18n-iso-countries, and by hand
 * the cities, leaders, adjectives and peoples that wire news writes.
 */
export const buildPlaces = (languages: readonly Language[]): readonly PlaceRule[] => {
  const codes = Object.keys(countries.getAlpha2Codes()).sort();
  return [
    ...codes.map((code) => buildCountry(code, languages)),
    ...Object.entries(ORGS).map(([id, lines]) => buildOrg(id, lines, languages)),
  ];
};

/** Whether a tag is one that the shipped places can give. */
export const isPlaceTag = (tag: TagId): boolean => {
  const [kind, id = ''] = tag.split(':');
  return kind === 'org' ? Object.hasOwn(ORGS, id) : Object.hasOwn(countries.getAlpha2Codes(), id);
};
