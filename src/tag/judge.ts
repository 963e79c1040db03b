import type { Language } from '../model.ts';
import type { Path, Reader } from './read.ts';
import { MOST_OF_A_TERM } from './reading.ts';
import { expandTerm, isPrefix, type Term } from './term.ts';
import { type ByLanguage, isEmpty, type NearRule, type Requirement } from './topic-terms.ts';

/** What of a topic decides whether it can match at all. */
export interface Judged {
  readonly any: ByLanguage<readonly Term[]>;
  readonly near: readonly NearRule[];
  readonly all: readonly Requirement[];
  readonly none: ByLanguage<readonly Term[]>;
  readonly regex: readonly unknown[];
  readonly categories: readonly string[];
  readonly minScore: number;
}

/** Short words that nearly every text has, by hand: a term of them alone says nothing, a veto by them says no to everything. */
const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    'the of and to in is for on that by with as at from it be are was were an or not has have had will this but its he she they we you who said'.split(
      ' ',
    ),
  ),
  uk: new Set(
    'та на що не до як це за від для про але або його її їх він вона вони ми ви був була було були із зі по так бути який яка'.split(
      ' ',
    ),
  ),
  ru: new Set(
    'на что не до как это за от для по но или его ее их он она они мы вы был была было были из со так быть'.split(
      ' ',
    ),
  ),
  az: new Set('və bu ki ilə üçün da də bir olan o onun edib olub kimi daha isə çox hər'.split(' ')),
};

/** Whether a term's every word is a stop word or a single letter; with capitals asked for, WHO is no stop word. */
const saysNothing = ({ words, caseSensitive }: Term, language: Language): boolean =>
  words.every(({ text, mark }) => {
    if (mark === 'prefix') return false;
    const word = caseSensitive ? text : text.toLowerCase();
    return [...text].length < 2 || STOP_WORDS[language]?.has(word) === true;
  });

const judgeTerms = (reader: Reader, terms: ByLanguage<readonly Term[]>, path: Path): void => {
  for (const [language, list] of Object.entries(terms))
    for (const term of list)
      if (saysNothing(term, language))
        reader.problem(
          [...path, language],
          term.written,
          'a term of more than one letter and more than such words as nearly every text has',
        );
};

/** Whether a veto stands in a spelling, at words' edges. */
const holds = (spelling: string, veto: string, isPrefix: boolean): boolean =>
  ` ${spelling.replaceAll('-', ' ')}${isPrefix ? '' : ' '}`.includes(
    ` ${veto.replaceAll('-', ' ')}${isPrefix ? '' : ' '}`,
  );

interface Veto {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** A term is vetoed by itself wherever each of its spellings holds a veto; vetoes that ask for capitals may not apply. */
const isVetoed = (term: Term, language: Language, vetoes: readonly Veto[]): boolean => {
  if (isPrefix(term) && !vetoes.some(({ isPrefix }) => isPrefix)) return false;
  return expandTerm(term, language).every((spelling) =>
    vetoes.some(({ text, isPrefix }) => holds(spelling, text, isPrefix)),
  );
};

const judgeVetoes = (reader: Reader, rule: Judged): void => {
  for (const [language, none] of Object.entries(rule.none)) {
    const vetoes = none
      .filter((term) => !term.caseSensitive)
      .flatMap((term) =>
        expandTerm(term, language).map((text) => ({
          text,
          isPrefix: isPrefix(term),
        })),
      );
    const written = new Set(none.map((term) => term.written));
    const isDead = (term: Term): boolean =>
      written.has(term.written.replace(/\^[\d.]+$/u, '')) || isVetoed(term, language, vetoes);
    const points = (rule.any[language] ?? []).filter((term) => term.weight > 0);
    const nears = rule.near.flatMap(({ terms }) => (terms[language] === undefined ? [] : [terms[language]]));
    if (points.length + nears.length === 0) continue;
    const areDead =
      points.every(isDead) && nears.every((entries) => entries.some((entry) => entry.every(isDead)));
    if (areDead)
      reader.problem(
        ['none', language],
        undefined,
        'fewer vetoes: every term of the rule is vetoed, it can never match',
      );
  }
};

/** The most points that a rule's own words can bring in a language. */
const mostPoints = (rule: Judged, language: Language): number => {
  const terms = (rule.any[language] ?? []).reduce((sum, { weight }) => sum + weight, 0);
  const nears = rule.near.reduce(
    (sum, { terms: each, weight }) => sum + (each[language] === undefined ? 0 : weight),
    0,
  );
  return (terms + nears + rule.regex.length) * MOST_OF_A_TERM;
};

const judgeThreshold = (reader: Reader, rule: Judged, languages: ReadonlySet<Language>): void => {
  if (rule.categories.length > 0) return;
  const most = Math.max(0, ...[...languages, ''].map((language) => mostPoints(rule, language)));
  if (most > 0 && most < rule.minScore)
    reader.problem(
      ['min_score'],
      rule.minScore,
      `at most ${Math.floor(most * 10) / 10}, all that the terms together can bring: it can never match`,
    );
};

const judgeRequirements = (reader: Reader, rule: Judged, languages: ReadonlySet<Language>): void => {
  for (const [index, requirement] of rule.all.entries()) {
    if (requirement.kind === 'tag') continue;
    judgeTerms(reader, requirement.terms, ['all', index]);
    if (isEmpty(requirement.terms))
      reader.problem(['all', index], undefined, 'at least one term: the rule can never match');
    const lacking = [...languages].filter((language) => (requirement.terms[language] ?? []).length === 0);
    const report = lacking.length > 0 && lacking.length === languages.size ? reader.problem : reader.warning;
    for (const language of lacking)
      report(['all', index], language, `terms in "${language}": without them the rule cannot match there`);
  }
};

/** Reports what makes a rule one that can never match, not in a language it has words for, or nearly everywhere. */
export const judgeRule = (reader: Reader, rule: Judged): void => {
  const given = Object.values(rule.any).flat();
  if (given.length > 0 && given.every((term) => term.weight === 0))
    reader.problem(['any'], undefined, 'a term with a weight above 0: the rule can never match');
  const languages = new Set([
    ...Object.keys(rule.any),
    ...rule.near.flatMap((near) => Object.keys(near.terms)),
  ]);
  judgeTerms(reader, rule.any, ['any']);
  judgeTerms(reader, rule.none, ['none']);
  judgeRequirements(reader, rule, languages);
  judgeVetoes(reader, rule);
  judgeThreshold(reader, rule, languages);
};
