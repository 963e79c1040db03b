import type { Problem } from '../model.ts';

/** One thing wrong with the config, with its place. */
export interface ConfigProblem {
  /** The file as reached from the working directory, or `environment`. */
  readonly file: string;
  /** Line of the file, from 1; absent for the environment and for a file that could not be read. */
  readonly line: number | undefined;
  /** Where in the document, as `feeds[2].url`; empty for the document itself. */
  readonly path: string;
  readonly value: unknown;
  /** What was expected, without the word "expected". */
  readonly expected: string;
}

/** The `file` of a problem with a variable. */
export const ENVIRONMENT = 'environment';

const MAX_VALUE_LENGTH = 100;
// Up to the last @, since passwords are written unescaped; digits before a slash are a port.
const PASSWORD_IN_URL = /(\/\/[^/?#\s:@"]*):(?!\d{1,5}(?:[/?#\s"]|$))[^\s"]*@/g;
const PASSWORD_PARAMETER = /([?&](?:password|pass|pwd|token|secret|api_?key|sslkey)=)[^&\s"]+/gi;

/** The one spelling of a problem: `config/feeds.yaml:12: feeds[2].url "ftp://x": expected an http or https URL`. */
export const formatProblem = (problem: ConfigProblem): string => {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  const what = [problem.path, describeValue(problem.value)].filter((part) => part !== '').join(' ');
  return [place, ...(what === '' ? [] : [what]), `expected ${problem.expected}`].join(': ');
};

/** A stage's problem with the place of its file. */
export const locateProblem = (
  problem: Problem,
  file: string,
  lineOf: (path: Problem['path']) => number | undefined,
): ConfigProblem => ({
  file,
  line: lineOf(problem.path),
  path: formatPath(problem.path),
  value: problem.value,
  expected: problem.expected,
});

/** A path as an operator reads it: `feeds[2].url`; a key that is no plain word is quoted. */
export const formatPath = (path: Problem['path']): string =>
  path
    .map((step) =>
      typeof step === 'number'
        ? `[${step}]`
        : /^[\w-]+$/.test(step)
          ? `.${step}`
          : `.${JSON.stringify(step)}`,
    )
    .join('')
    .replace(/^\./, '');

/** A value in one short line, passwords masked; empty for an absent one. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return '';
  const text = maskSecrets(toText(value));
  if (text.length <= MAX_VALUE_LENGTH) return text;
  return `${text.slice(0, MAX_VALUE_LENGTH)}…${typeof value === 'string' ? '"' : ''}`;
};

/** The text with passwords in URLs and secret query parameters replaced by `***`. */
export const maskSecrets = (text: string): string =>
  text.replace(PASSWORD_IN_URL, '$1:***@').replace(PASSWORD_PARAMETER, '$1***');

const toText = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `(a list of ${value.length})`;
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? '{}' : '(a mapping)';
  return JSON.stringify(value) ?? String(value);
};
