import type { Language, Problem } from '../model.ts';

export type Path = Problem['path'];

/** Where the readers of a topic file report what they find. */
export interface Reader {
  readonly problem: (path: Path, value: unknown, expected: string) => void;
  readonly warning: (path: Path, value: unknown, expected: string) => void;
}

/** Whether a value is a plain mapping. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reports each key that is not among the known ones. */
export const unknownKeys = (
  reader: Reader,
  value: Readonly<Record<string, unknown>>,
  path: Path,
  known: readonly string[],
): void => {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) reader.problem([...path, key], value[key], `one of ${known.join(', ')}`);
  }
};

/** A text that is not blank; absent where there is none. */
export const readString = (
  reader: Reader,
  value: unknown,
  path: Path,
  expected: string,
): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  reader.problem(path, value, expected);
  return undefined;
};

/** A number between two bounds, both allowed; absent where there is none. */
export const readNumber = (
  reader: Reader,
  value: unknown,
  path: Path,
  least: number,
  most: number,
): number | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  reader.problem(path, value, `a number from ${least} to ${most}`);
  return undefined;
};

/** Each entry of a list, read; an absent list is empty, an empty one is a mistake. */
export const readList = <T>(
  reader: Reader,
  value: unknown,
  path: Path,
  read: (item: unknown, path: Path) => T,
): readonly T[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) {
    reader.problem(path, value, 'a list with at least one entry');
    return [];
  }
  return value.map((item: unknown, index) => read(item, [...path, index]));
};

/** Made once: to make it takes longer than to read a topic. */
const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const isLanguage = (code: string): boolean =>
  /^[a-z]{2,3}$/u.test(code) && LANGUAGE_NAMES.of(code) !== undefined;

/** A mapping by language code, each value read; absent is empty. */
export const readLanguages = <T>(
  reader: Reader,
  value: unknown,
  path: Path,
  read: (item: unknown, path: Path, language: Language) => T,
): Readonly<Record<Language, T>> => {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.keys(value).length === 0) {
    reader.problem(path, value, 'values by language, such as { en: …, uk: … }');
    return {};
  }
  const entries: [Language, T][] = [];
  for (const [language, item] of Object.entries(value)) {
    if (isLanguage(language)) entries.push([language, read(item, [...path, language], language)]);
    else reader.problem([...path, language], item, 'a language code, such as en or uk');
  }
  return Object.fromEntries(entries);
};
