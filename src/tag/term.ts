import type { Language } from '../model.ts';
import { fold, toComposed, toLower } from '../text/words.ts';
import { inflectAz } from './inflect/az.ts';
import { inflectEn } from './inflect/en.ts';
import { anySlot, type Form } from './inflect/form.ts';
import { inflectRu } from './inflect/ru.ts';
import { inflectUk } from './inflect/uk.ts';

/** One word of a term. */
export interface TermWord {
  readonly text: string;
  readonly mark: 'exact' | 'inflected' | 'prefix';
}

/** A term of a rule: one word or a phrase, as TOPICS' notation says it. */
export interface Term {
  /** As the rule's author wrote it. */
  readonly written: string;
  readonly words: readonly TermWord[];
  readonly caseSensitive: boolean;
  /** Points of one hit before the field's weight; 0 only hides the shorter terms it covers. */
  readonly weight: number;
}

export type TermResult =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'bad'; readonly expected: string };

const INFLECT: Readonly<Record<string, (word: string) => readonly Form[]>> = {
  az: inflectAz,
  en: inflectEn,
  ru: inflectRu,
  uk: inflectUk,
};

/** Highest weight a term may have; more than this would make min_score meaningless. */
const MAX_WEIGHT = 20;
/** Longest term in characters: no phrase of the news is longer, and a sentence pasted by mistake is. */
const MAX_LENGTH = 120;
/** Shortest stem a prefix may have: `e*` would match a tenth of all words. */
const MIN_PREFIX = 3;

/** Words so common that no inflection may yield them: посол would give после, йога його. */
const COMMON: Readonly<Record<string, ReadonlySet<string>>> = {
  ru: new Set(
    'после того тому тем том для при или мой свой был была было были его ее их как так уже еще само самое самого самой дали дал вид'.split(
      ' ',
    ),
  ),
  uk: new Set(
    'його її їх після того тому тим для при або мій свій був була було були як так вже ще само саме даний дали дав'.split(
      ' ',
    ),
  ),
  az: new Set('daha onun onu ona üçün kimi olan olub edən etdi bunu buna onda ondan qara'.split(' ')),
};

/** Letters of the longest of them. */
const LONGEST_COMMON = 6;

const bad = (expected: string): TermResult => ({ kind: 'bad', expected });

const parseWord = (written: string): TermWord => {
  if (written.endsWith('~')) return { text: written.slice(0, -1), mark: 'inflected' };
  if (written.endsWith('*')) return { text: written.slice(0, -1), mark: 'prefix' };
  return { text: written, mark: 'exact' };
};

const judgeWords = (words: readonly TermWord[], language: Language): string | undefined => {
  for (const [at, word] of words.entries()) {
    if (/[~*!^|]/.test(word.text)) return 'each of ~ * ! ^ only at the end of a word, and | only inside near';
    if (word.text === '') return 'a word before ~ or *';
    if (!/^[\p{L}\p{N}]/u.test(word.text)) return 'each word to begin with a letter or a digit';
    if (word.mark === 'prefix' && at < words.length - 1) return 'a prefix* only as the last word';
    if (word.mark === 'prefix' && word.text.length < MIN_PREFIX)
      return `at least ${MIN_PREFIX} letters before *`;
    if (word.mark === 'inflected' && INFLECT[language] === undefined) {
      return `no ~ in "${language}": inflections are known for ${Object.keys(INFLECT).join(', ')}`;
    }
  }
  return undefined;
};

/** Reads one term: `word~` inflections, `word*` prefix, `WORD!` case-sensitive, `term^2` weight, spaces a phrase. */
export const parseTerm = (written: string, language: Language): TermResult => {
  const match = /^(.*?)(?:\^(\d+(?:\.\d+)?))?$/su.exec(written.trim());
  const body = match?.[1] ?? '';
  const weight = Number(match?.[2] ?? '1');
  if (body.trim() === '') return bad('a word or a phrase');
  if (body.length > MAX_LENGTH) return bad(`at most ${MAX_LENGTH} characters`);
  if (weight > MAX_WEIGHT) return bad(`a weight from 0 to ${MAX_WEIGHT}`);
  const parts = body.trim().split(/\s+/u);
  const words = parts.map((part) => parseWord(part.replace(/!(?=[~*]?$)/u, '').replace(/(?<=[~*])!$/u, '')));
  const expected = judgeWords(words, language);
  if (expected !== undefined) return bad(expected);
  return {
    kind: 'term',
    term: { written, words, weight, caseSensitive: parts.some((part) => /![~*]?$/u.test(part)) },
  };
};

/** Whether the last word may go on. */
export const isPrefix = ({ words }: Term): boolean => words.at(-1)?.mark === 'prefix';

/** The term without its marks, composed as fields are; what case is compared with. */
export const toPlainTerm = (term: Term): string =>
  toComposed(term.words.map((word) => word.text).join(' ')).text;

/** Every spelling of one word of a term, composed as fields are and not yet folded. */
export const toWordForms = (word: TermWord, language: Language): readonly Form[] => {
  const inflect = INFLECT[language];
  const composed = toComposed(word.text).text;
  if (word.mark !== 'inflected' || inflect === undefined) return anySlot([composed]);
  const text = toLower(composed, language).replace(/[’ʼ]/gu, "'").replaceAll('ё', 'е');
  const common = COMMON[language];
  const isKept = (form: string): boolean =>
    form === text || form.length > LONGEST_COMMON || common?.has(fold(form, language)) !== true;
  // Of a compound only the last part is inflected: Нью-Йорк, прем'єр-міністр.
  const cut = text.lastIndexOf('-') + 1;
  const forms = inflect(text.slice(cut));
  if (cut === 0) return forms.filter((form) => isKept(form.text));
  return forms
    .map((form) => ({ text: text.slice(0, cut) + form.text, slots: form.slots }))
    .filter((form) => isKept(form.text));
};

/** A phrase so far with each form of its next word that it can share a case and number with; most can not. */
const extend = (head: Form, forms: readonly Form[]): readonly Form[] => {
  const longer: Form[] = [];
  for (const { text, slots } of forms) {
    const shared = head.slots & slots;
    if (shared !== 0) longer.push({ text: `${head.text} ${text}`, slots: shared });
  }
  return longer;
};

/**
 * Every spelling of a term in folded form, words parted by one space. Inflected words of a phrase stand side by
 * side only in a case and number they can share.
 */
export const expandTerm = (term: Term, language: Language): readonly string[] => {
  let phrases: readonly Form[] | undefined;
  for (const word of term.words) {
    const forms = toWordForms(word, language);
    phrases = phrases === undefined ? forms : phrases.flatMap((head) => extend(head, forms));
  }
  return [...new Set(phrases?.map((phrase) => fold(phrase.text, language)))];
};
