import type { Language } from '../model.ts';

/** The apostrophes that writers use for one another; all fold to U+0027. */
const APOSTROPHES = "'’ʼ‘`´ʹ＇";
/** Hyphens that may stand inside a word; all fold to U+002D. */
const HYPHENS = '-‐‑';
const SPACES = /[\s\u00a0\u202f\u2007]/u;
const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Marks that may follow their letter, and characters that are not seen at all. */
const NOT_PLAIN = /\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff|\p{M}/u;
/** Units beyond the letters, digits and punctuation of our languages' everyday text: only then the above is asked. */
const UNUSUAL = /[^\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u205f\u20a0-\u20cf]/;
const INVISIBLE = /\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff/gu;

/** Whether one UTF-16 unit belongs to a word: a letter, digit, mark or underscore (BMP; surrogates do not). */
export const isWordUnit = (unit: number): boolean =>
  (unit < 0xd800 || unit > 0xdfff) && WORD.test(String.fromCharCode(unit));

const UNITS = 65_536;

const buildUnits = (isOne: (letter: string, unit: number) => boolean): Uint8Array => {
  const units = new Uint8Array(UNITS);
  for (let unit = 0; unit < UNITS; unit += 1) if (isOne(String.fromCharCode(unit), unit)) units[unit] = 1;
  return units;
};

/** For each UTF-16 unit 1 where it belongs to a word, else 0. */
export const buildWordUnits = (): Uint8Array => buildUnits((_, unit) => isWordUnit(unit));

/** For each UTF-16 unit 1 where it has a small letter of its own, else 0; halves of surrogate pairs do not. */
export const buildUpperUnits = (): Uint8Array => buildUnits((letter) => letter !== letter.toLowerCase());

/**
 * For each UTF-16 unit 1 where a text with it has to be composed: a mark, or what is not seen. Marks beyond the BMP
 * are left out: they follow no letter of the languages that rules are written in.
 */
export const buildOddUnits = (): Uint8Array => buildUnits((letter) => NOT_PLAIN.test(letter));

/** Whether the text is in capitals: it has a capital and no small letter. */
export const isCapitals = (text: string): boolean => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);

/** The text in small letters by the language's own rule: in Azerbaijani I is ı and İ is i. */
export const toLower = (text: string, language: Language): string =>
  (language === 'az' ? text.replaceAll('I', 'ı') : text).replaceAll('İ', 'i').toLowerCase();

const foldLatin = (letter: string): string => {
  const plain = letter.normalize('NFD').charAt(0);
  return /[a-z]/.test(plain) ? plain : letter;
};

const foldUnit = (unit: string, language: Language): string => {
  if (APOSTROPHES.includes(unit)) return "'";
  if (HYPHENS.includes(unit)) return '-';
  if (SPACES.test(unit)) return ' ';
  const lower = toLower(unit, language);
  if (lower.length !== 1) return unit;
  if (lower === 'ё') return 'е';
  // Azerbaijani keyboards and capitals confuse the two i's too often to tell them apart: SIYASI for siyasi.
  if (language === 'az') return lower === 'ı' ? 'i' : lower;
  return foldLatin(lower);
};

/**
 * The form by which one UTF-16 unit is compared in a language: small letters, one apostrophe, one hyphen, one
 * space, ё as е, in Azerbaijani one i, elsewhere Latin letters without their marks. One unit in, one unit out.
 */
export const toFoldedUnit = (unit: number, language: Language): number =>
  foldUnit(String.fromCharCode(unit), language).charCodeAt(0);

/** Units above this have no case and no marks that could be folded: symbols, CJK, Hangul. */
const LAST_FOLDED = 0x2fff;

/** `toFoldedUnit` of each UTF-16 unit as a table; units that nothing could be folded of stand for themselves. */
export const buildFoldedUnits = (language: Language): Uint16Array => {
  const units = new Uint16Array(UNITS);
  for (let unit = 0; unit < UNITS; unit += 1)
    units[unit] = unit <= LAST_FOLDED ? toFoldedUnit(unit, language) : unit;
  return units;
};

/** A field in the composed form it is matched in, and where each of its units stands in the original. */
export interface ComposedField {
  readonly text: string;
  /** Original offset of each unit of `text`, and one more for its end; absent when the two are the same. */
  readonly offsets: Int32Array | undefined;
}

/** A cluster to be composed, at one place: a letter with its marks, marks without one, or a character that is not seen. */
const CLUSTER = /\P{M}\p{M}+|\p{M}+|(?:\u00ad|[\u200b\u200c\u2060\ufeff]|\u200d)\p{M}*/suy;
/** What every cluster has. */
const ODD = /[\u00ad\u200b-\u200d\u2060\ufeff\p{M}]/gu;

/** The next cluster from a place on, and where it begins; a mark's letter stands before it. */
const findCluster = (
  field: string,
  from: number,
): { readonly cluster: string; readonly index: number } | undefined => {
  ODD.lastIndex = from;
  const odd = ODD.exec(field);
  if (odd === null) return undefined;
  const isLow = /[\ud800-\udbff][\udc00-\udfff]$/.test(field.slice(Math.max(from, odd.index - 2), odd.index));
  for (const index of [odd.index - (isLow ? 2 : 1), odd.index]) {
    CLUSTER.lastIndex = index;
    const cluster = index < from ? undefined : CLUSTER.exec(field)?.[0];
    if (cluster !== undefined) return { cluster, index };
  }
  return undefined;
};

/** NFC by clusters, so that every unit keeps its place; stress marks and invisible characters are left out. */
export const toComposed = (field: string): ComposedField => {
  if (!UNUSUAL.test(field) || !NOT_PLAIN.test(field)) return { text: field, offsets: undefined };
  // Composing makes no cluster longer.
  const offsets = new Int32Array(field.length + 1);
  let size = 0;
  let text = '';
  let from = 0;
  const copyTo = (end: number): void => {
    text += field.slice(from, end);
    for (; from < end; from += 1, size += 1) offsets[size] = from;
  };
  for (let next = findCluster(field, 0); next !== undefined; next = findCluster(field, from)) {
    const { cluster, index } = next;
    copyTo(index);
    from = index + cluster.length;
    const plain = cluster.replace(INVISIBLE, '');
    const composed = plain.normalize('NFC').replace(/(?<=.)\p{M}+$/su, '');
    text += composed;
    for (let at = 0; at < composed.length; at += 1, size += 1) offsets[size] = index + at;
  }
  copyTo(field.length);
  offsets[size] = field.length;
  return { text, offsets: offsets.subarray(0, size + 1) };
};

/** Letters that are folded already, in every language but for the Azerbaijani ı. */
const FOLDED = /^[a-zа-яіїєґəğşçöü0-9' -]*$/u;
const FOLDED_OUTSIDE_AZ = /^[a-zа-яіїєґ0-9' -]*$/u;

/** A text as it is compared in a language; for words and labels, whose offsets do not matter. */
export const fold = (text: string, language: Language): string => {
  // Compiling rules folds some 100,000 inflected forms, nearly all of which are in folded form.
  const quick = language === 'az' ? text.replaceAll('ı', 'i') : text;
  if ((language === 'az' ? FOLDED : FOLDED_OUTSIDE_AZ).test(quick) && !/^ | $| {2}/.test(quick)) return quick;
  const composed = toComposed(text).text;
  let folded = '';
  for (let at = 0; at < composed.length; at += 1) folded += foldUnit(composed.charAt(at), language);
  return folded.replace(/ +/g, ' ').trim();
};

/** The words of a text, in order, as written. */
export const toWords = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}\p{M}_]+(?:['’ʼ-][\p{L}\p{N}\p{M}_]+)*/gu) ?? [];
