import { eld } from 'eld/extrasmall';
import type { Language } from '../model.ts';

/** What we use of an `eld` instance, whose subset of languages is its own state. */
export interface LanguageGuesser {
  readonly detect: (text: string) => { readonly language: string };
  readonly setLanguageSubset: (languages: string[]) => unknown;
}

export interface LanguageInput {
  /** The feed's or entry's word, where there is one. */
  readonly stated?: Language | undefined;
  readonly title: string;
  readonly text: string;
}

export type DetectLanguage = (input: LanguageInput) => Language;

export const UNKNOWN_LANGUAGE = 'und';

/** Fewer words than this say nothing for sure: names and loans look alike in all languages. */
const MIN_WORDS = 4;
/** Characters that are read: eld reads 1,000 itself, and a language does not change after that. */
const MAX_READ = 1000;
/** Share of letters that makes a text Cyrillic: such a text is often full of Latin names, hardly the other way round. */
const SCRIPT_SHARE = 0.25;
/** Share of an own letter among all letters: ə is every twelfth letter of Azerbaijani, a quoted name has one or two. */
const OWN_SHARE = 0.012;
/** Letters from which on a text without any letter of its language's own is not in that language. */
const LONG = 300;
/** The same for ə, which is so frequent that a short sentence has it. */
const LONG_AZ = 80;

const CYRILLIC: readonly Language[] = ['uk', 'ru', 'be', 'bg', 'sr', 'mk', 'kk', 'ky'];

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

type Script = 'cyrillic' | 'latin' | 'other';

const toScript = (text: string): Script => {
  const letters = count(text, /\p{L}/gu);
  if (count(text, /\p{Script=Cyrillic}/gu) > letters * SCRIPT_SHARE) return 'cyrillic';
  return count(text, /\p{Script=Latin}/gu) > letters * SCRIPT_SHARE ? 'latin' : 'other';
};

/** A language by letters that the others of its script do not have. */
const byLetters = (text: string, script: Script): Language | undefined => {
  const letters = count(text, /\p{L}/gu);
  if (script === 'latin') return count(text, /ə/giu) > letters * OWN_SHARE ? 'az' : undefined;
  if (script === 'other') return undefined;
  const uk = count(text, /[іїєґ]/giu);
  const ru = count(text, /[ыэъё]/giu);
  if (uk > 0 && ru === 0) return 'uk';
  return ru > 0 && uk === 0 ? 'ru' : undefined;
};

/** Letters that a language never has, or cannot do without in a long text: what gives a neighbour of it away. */
const isForeign = (language: Language, text: string): boolean => {
  const letters = count(text, /\p{L}/gu);
  if (language === 'az') return letters > LONG_AZ && !/ə/iu.test(text);
  if (language === 'uk') return /[ўђјљњћџ]/iu.test(text) || (letters > LONG && !/[іїє]/iu.test(text));
  if (language === 'ru') return /[ўђјљњћџѓќ]/iu.test(text) || (letters > LONG && !/[ыэ]/iu.test(text));
  // A foreign name has a letter or two with marks; a foreign sentence has more.
  return language === 'en' && count(text, /[^\p{ASCII}\P{Script=Latin}]/gu) > Math.max(5, letters * 0.03);
};

/** Whether what the feed states can be: a template's `en-us` over Cyrillic text cannot. */
const isPossible = (stated: Language, text: string): boolean => {
  if (!/\p{L}/u.test(text)) return true;
  const script = toScript(text);
  if (script === 'other') return true;
  if ((script === 'cyrillic') !== CYRILLIC.includes(stated)) return false;
  // Cyrillic neighbours share their letters too far for one text to contradict the feed; ə contradicts English.
  return script === 'cyrillic' || stated === 'az' || byLetters(text, script) !== 'az';
};

const toPrimary = (language: Language): Language => language.toLowerCase().split(/[-_]/u)[0] ?? '';

/**
 * Decides an item's language among the configured ones: the feed's word unless the script contradicts it, else
 * letters that only one of them has, else eld limited to them; `und` when unsure or under four words. The guesser
 * is limited here, so give each detector its own instance; by default it gets a new one.
 */
export const buildLanguageDetector = (
  languages: readonly Language[],
  guesser: LanguageGuesser = eld.newInstance(),
): DetectLanguage => {
  guesser.setLanguageSubset([...languages]);
  return ({ stated, title, text }) => {
    const sample = `${title}\n${text}`.normalize('NFC').slice(0, MAX_READ);
    const said = stated === undefined ? '' : toPrimary(stated);
    if (/^[a-z]{2,3}$/u.test(said) && said !== UNKNOWN_LANGUAGE && isPossible(said, sample)) return said;
    if (sample.trim().split(/\s+/u).length < MIN_WORDS) return UNKNOWN_LANGUAGE;
    const script = toScript(sample);
    const guess = byLetters(sample, script) ?? guesser.detect(sample).language;
    const fits = script !== 'other' && (script === 'cyrillic') === CYRILLIC.includes(guess);
    return fits && languages.includes(guess) && !isForeign(guess, sample) ? guess : UNKNOWN_LANGUAGE;
  };
};
