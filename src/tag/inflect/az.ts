import { anySlot, type Form } from './form.ts';

// Vowel harmony: a suffix takes its vowel from the last vowel of what it is joined to.
// `A` stands for a/ə, `I` for ı/i/u/ü. Source: Azerbaijani orthography rules of 2021, sections on noun and verb suffixes.
const VOWELS = 'aeəıioöuü';
const BACK = 'aıou';
const HIGH: Readonly<Record<string, string>> = {
  a: 'ı',
  ı: 'ı',
  o: 'u',
  u: 'u',
  e: 'i',
  ə: 'i',
  i: 'i',
  ö: 'ü',
  ü: 'ü',
};
/** Last vowel of an abbreviation as it is read aloud (BMT: be-em-te), by its last letter. */
const SPOKEN: Readonly<Record<string, string>> = { k: 'a', q: 'e', h: 'a', ş: 'e', x: 'e' };

const lastVowel = (text: string): string | undefined => {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const letter = text.charAt(at);
    if (VOWELS.includes(letter)) return letter;
  }
  return undefined;
};

/** A suffix as it follows a vowel. */
const harmonise = (suffix: string, vowel: string): string => {
  let [text, last] = ['', vowel];
  for (const letter of suffix) {
    const own =
      letter === 'A' ? (BACK.includes(last) ? 'a' : 'ə') : letter === 'I' ? (HIGH[last] ?? 'i') : letter;
    if (VOWELS.includes(own)) last = own;
    text += own;
  }
  return text;
};

/** The vowel that a suffix follows; an abbreviation is read with its last letter's name, which its cases follow. */
const vowelBefore = (stem: string, suffix: string): string =>
  lastVowel(stem) ?? (/^[AI]/.test(suffix) ? SPOKEN[stem.slice(-1)] : undefined) ?? 'e';

const join = (stem: string, suffix: string): string => stem + harmonise(suffix, vowelBefore(stem, suffix));

const endsInVowel = (text: string): boolean => text !== '' && VOWELS.includes(text.slice(-1));

/** Cases, with the relative -dakı, the adjective -lı and the copula, of a word that bears no possessive. */
const AFTER_CONSONANT = ['In', 'A', 'I', 'dA', 'dAn', 'lA', 'dAkI', 'lI', 'dIr', 'dAdIr'];
const AFTER_VOWEL = ['nIn', 'yA', 'nI', 'dA', 'dAn', 'ylA', 'lA', 'dAkI', 'lI', 'dIr', 'dAdIr'];
const AFTER_PLURAL = ['In', 'A', 'I', 'dA', 'dAn', 'lA', 'dAkI', 'dIr'];
/** Cases after a third-person possessive, which takes a pronominal n. */
const AFTER_POSSESSIVE = ['nIn', 'nA', 'nI', 'ndA', 'ndAn', 'ylA', 'ndAkI', 'dIr', 'ndAdIr'];

/** Each list of suffixes as it follows each vowel. */
const HARMONISED: ReadonlyMap<readonly string[], Readonly<Record<string, readonly string[]>>> = new Map(
  [AFTER_CONSONANT, AFTER_VOWEL, AFTER_PLURAL, AFTER_POSSESSIVE].map((list) => [
    list,
    Object.fromEntries([...VOWELS].map((vowel) => [vowel, list.map((suffix) => harmonise(suffix, vowel))])),
  ]),
);

const cases = (stem: string, suffixes: readonly string[]): readonly string[] => {
  const known = HARMONISED.get(suffixes)?.[lastVowel(stem) ?? ''];
  return [stem, ...(known?.map((suffix) => stem + suffix) ?? suffixes.map((suffix) => join(stem, suffix)))];
};

/** k and q of a longer word soften before a vowel: çörək, çörəyi; torpaq, torpağı. */
const softened = (word: string): string =>
  word.length < 4 ? word : word.replace(/k$/u, 'y').replace(/q$/u, 'ğ');

const plural = (stem: string): readonly string[] => {
  const many = join(stem, 'lAr');
  const theirs = join(many, 'I');
  return [...cases(many, AFTER_PLURAL), ...cases(theirs, AFTER_POSSESSIVE), join(many, 'ImIz')];
};

const noun = (word: string): readonly string[] => {
  const vowel = endsInVowel(word);
  const soft = vowel ? word : softened(word);
  const owned = vowel ? join(word, 'sI') : join(soft, 'I');
  const own = vowel ? cases(word, AFTER_VOWEL) : cases(word, AFTER_CONSONANT);
  const softOwn = soft === word ? [] : ['In', 'A', 'I'].map((suffix) => join(soft, suffix));
  // A word that ends in a high vowel may itself be a possessive: nazirlik, nazirliyi, nazirliyinin.
  const possessive = /[ıiuü]$/u.test(word) ? cases(word, AFTER_POSSESSIVE) : [];
  return [
    ...own,
    ...softOwn,
    ...cases(owned, AFTER_POSSESSIVE),
    ...possessive,
    ...plural(word),
    join(vowel ? word : soft, vowel ? 'mIz' : 'ImIz'),
    join(join(vowel ? word : soft, vowel ? 'mIz' : 'ImIz'), 'In'),
  ];
};

/** Finite forms, participles and verbal nouns of a verb's stem (without -maq/-mək). */
const VERB_ENDS = [
  'dI',
  'dIlAr',
  'mIş',
  'mIşdI',
  'mIşdIr',
  'Ib',
  'IblAr',
  'Ir',
  'IrlAr',
  'AcAq',
  'AcAqlAr',
  'AcAğI',
  'An',
  'AnlAr',
  'mAsI',
  'mAsInA',
  'mAsInI',
  'mAsIndA',
  'mAsInIn',
  'mAsIndAn',
  'mA',
  'mAyA',
  'mAq',
  'mAğA',
  'mAmIş',
  'mAdI',
  'mAyIb',
  'mIr',
  'mAlI',
  'Arkən',
  'ArAq',
  'dIqdA',
  'dIğI',
  'dIğInI',
] as const;

const verb = (infinitive: string): readonly string[] => {
  const stem = infinitive.slice(0, -3);
  // t of et-, get-, güd- is voiced before a vowel: edir, gedib.
  const voiced = /(?:^|\s)(?:et|get)$/u.test(stem) ? `${stem.slice(0, -1)}d` : stem;
  return VERB_ENDS.map((ending) => {
    if (!/^[AI]/u.test(ending)) return join(stem, ending);
    return endsInVowel(stem) ? join(stem, `y${ending}`) : join(voiced, ending);
  });
};

/**
 * The forms of an Azerbaijani word in small letters (ı and i apart): case, possessive and plural suffixes in
 * harmony, for -maq/-mək words the verb's. Endings after a hyphen or an apostrophe (ABŞ-ın, NATO'nun) need none,
 * since both end a word.
 */
export const inflectAz = (word: string): readonly Form[] =>
  anySlot([...new Set([...noun(word), ...(/m[aə][qk]$/u.test(word) ? verb(word) : [])])]);
