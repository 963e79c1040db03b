import { type Language, parseTagId, type TagId } from '../model.ts';
import {
  isRecord,
  type Path,
  type Reader,
  readLanguages,
  readList,
  readNumber,
  readString,
  unknownKeys,
} from './read.ts';
import { parseRegex, type Regex } from './regex.ts';
import { parseTerm, type Term } from './term.ts';

export type ByLanguage<T> = Readonly<Record<Language, T>>;

/** Points when every entry stands within so many words; an entry is any of its alternatives. */
export interface NearRule {
  readonly terms: ByLanguage<readonly (readonly Term[])[]>;
  readonly within: number;
  readonly weight: number;
}

/** What must hold beside the points. */
export type Requirement =
  | { readonly kind: 'tag'; readonly tag: TagId }
  | { readonly kind: 'terms'; readonly terms: ByLanguage<readonly Term[]> };

/** A text that a topic must or must not match: its first line is the title, the rest the text. */
export interface Example {
  readonly language: Language;
  readonly text: string;
}

/** Words that may stand between: more than a long sentence is not near. */
const MAX_WITHIN = 40;

/** Whether there is no term in any language. */
export const isEmpty = (terms: ByLanguage<readonly unknown[]>): boolean =>
  Object.values(terms).every((list) => list.length === 0);

const readTerm = (reader: Reader, value: unknown, path: Path, language: Language): readonly Term[] => {
  const written = readString(reader, value, path, 'a term, such as weapon~ or "air defence"');
  if (written === undefined) return [];
  const result = parseTerm(written, language);
  if (result.kind === 'term') return [result.term];
  reader.problem(path, value, result.expected);
  return [];
};

/** Terms by language, each read in its notation; each once. */
export const readTerms = (reader: Reader, value: unknown, path: Path): ByLanguage<readonly Term[]> =>
  readLanguages(reader, value, path, (each, at, language) => {
    const terms = readList(reader, each, at, (item, place) => readTerm(reader, item, place, language)).flat();
    const seen = new Set<string>();
    for (const term of terms) {
      const key = term.written.replace(/\^[\d.]+$/u, '');
      if (seen.has(key)) reader.problem(at, term.written, 'each term once');
      seen.add(key);
    }
    return terms;
  });

const readAlternatives = (
  reader: Reader,
  value: unknown,
  path: Path,
  language: Language,
): readonly Term[] => {
  const written = readString(reader, value, path, 'a term, or alternatives parted by |');
  return (written ?? '')
    .split('|')
    .flatMap((part) => (written === undefined ? [] : readTerm(reader, part, path, language)));
};

/** One entry of `near`. */
export const readNear = (reader: Reader, value: unknown, path: Path): readonly NearRule[] => {
  if (!isRecord(value)) {
    reader.problem(path, value, 'terms, within and weight');
    return [];
  }
  unknownKeys(reader, value, path, ['terms', 'within', 'weight']);
  const terms = readLanguages(reader, value['terms'], [...path, 'terms'], (each, at, language) => {
    const entries = readList(reader, each, at, (item, place) =>
      readAlternatives(reader, item, place, language),
    );
    if (entries.length < 2) reader.problem(at, each, 'at least two terms');
    if (entries.some((entry) => entry.some((term) => /\^/u.test(term.written)))) {
      reader.problem(at, each, 'no ^ inside near: its weight is the rule’s own');
    }
    return entries;
  });
  const within = readNumber(reader, value['within'], [...path, 'within'], 1, MAX_WITHIN);
  if (within === undefined)
    reader.problem([...path, 'within'], undefined, `a number of words from 1 to ${MAX_WITHIN}`);
  const weight = readNumber(reader, value['weight'], [...path, 'weight'], 0.1, 20) ?? 1;
  return within === undefined ? [] : [{ terms, within, weight }];
};

/** One entry of `all`: a tag, or terms of which any suffices. */
export const readRequirement = (reader: Reader, value: unknown, path: Path): readonly Requirement[] => {
  if (isRecord(value)) return [{ kind: 'terms', terms: readTerms(reader, value, path) }];
  const written = typeof value === 'string' ? value.replace(/^topic:/u, '') : '';
  const tag = parseTagId(written);
  if (tag !== undefined) return [{ kind: 'tag', tag }];
  reader.problem(path, value, 'topic:ID, place:XX, org:ID or terms by language');
  return [];
};

/** Examples, each of which may give a text in several languages. */
export const readExamples = (reader: Reader, value: unknown, path: Path): readonly Example[] =>
  readList(reader, value, path, (item, at) =>
    Object.entries(
      readLanguages(reader, item, at, (text, place) => readString(reader, text, place, 'a text') ?? ''),
    ).map(([language, text]) => ({ language, text })),
  ).flat();

/** The expressions of `regex`. */
export const readRegexes = (reader: Reader, value: unknown): readonly Regex[] =>
  readList(reader, value, ['regex'], (item, at) => {
    const written = readString(reader, item, at, 'a regular expression between slashes');
    const result = written === undefined ? undefined : parseRegex(written);
    if (result?.kind === 'bad') reader.problem(at, item, result.expected);
    return result?.kind === 'regex' ? [result.regex] : [];
  }).flat();
