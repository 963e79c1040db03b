import { RE2JS } from 're2js';

/** One top-level alternative of a topic's regex, its edges `\b` taken out and checked by the engine's own classes. */
export interface Regex {
  /** As the rule's author wrote it. */
  readonly written: string;
  readonly program: RE2JS;
  /** Finds something in every text that the program does, and rarely in others; undefined where no such is known. */
  readonly sketch: RegExp | undefined;
}

export type RegexResult =
  | { readonly kind: 'regex'; readonly regex: Regex }
  | { readonly kind: 'bad'; readonly expected: string };

/** Where a word begins or ends, by Unicode: RE2's own `\b` knows ASCII letters only. */
const OPEN = '(?:^|[^\\p{L}\\p{M}\\p{N}_])';
const CLOSE = '(?:$|[^\\p{L}\\p{M}\\p{N}_])';
const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

const bad = (expected: string): RegexResult => ({ kind: 'bad', expected });

/** Splits at the `|` that stand outside of groups and character classes. */
const toAlternatives = (source: string): readonly string[] => {
  const parts = [''];
  let depth = 0;
  let inClass = false;
  for (const token of source.match(/\\.|[\s\S]/gu) ?? []) {
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
    else if (!inClass && token === '(') depth += 1;
    else if (!inClass && token === ')') depth -= 1;
    if (token === '|' && depth === 0 && !inClass) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
};

/** The alternative with the word edges consumed outside of the one group that is the match. */
const toBounded = (alternative: string): string => {
  const open = alternative.startsWith('\\b');
  const close = /(?:^|[^\\])(?:\\\\)*\\b$/u.test(alternative) && alternative.length > 2;
  const body = alternative.slice(open ? 2 : 0, close ? -2 : undefined);
  return `${open ? OPEN : ''}(${body})${close ? CLOSE : ''}`;
};

const compileProgram = (source: string, flags: number): RE2JS | string => {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Letters, digits, classes of them, groups and options: what both engines read alike, and nothing that repeats. */
const PLAIN = /^(?:[\p{L}\p{N} _,:;'"/-]|\\[bd.+()/-]|\[[\p{L}\p{N} -]+\]|\(\?:|\((?!\?)|[)|?])*$/u;
/** Options in an expression that the platform's own engine may try: it tries all their combinations at each place. */
const MAX_OPTIONS = 10;

/** The expression for the platform's engine, some twenty times as fast, without its word edges. */
const toSketch = (alternatives: readonly string[], flags: number): RegExp | undefined => {
  const source = alternatives.map((part) => part.replaceAll('\\b', '')).join('|');
  const options = source.match(/[|?]/gu)?.length ?? 0;
  return flags === 0 && options <= MAX_OPTIONS && PLAIN.test(source) ? new RegExp(source, 'u') : undefined;
};

/** Single characters that texts are full of: what matches one of them alone matches nearly every text. */
const COMMON_UNITS = [...'aeinorstаеиноті01.,- '];

/**
 * Reads `/source/flags` in RE2's syntax (linear time; flags i, m, s). `\b` may stand at the edges of an alternative;
 * look-around, back-references and an expression that matches nothing at all are refused.
 */
export const parseRegex = (written: string): RegexResult => {
  const match = /^\/(.+)\/([ims]*)$/su.exec(written.trim());
  if (match === null) return bad('a regular expression between slashes, such as /F-?(16|35)/i');
  const source = match[1] ?? '';
  if (/\(\?<?[=!]/u.test(source)) return bad('no look-around: RE2 syntax, linear in time');
  if (/(?:^|[^\\])(?:\\\\)*\\[1-9B]/u.test(source)) return bad('no back-references and no \\B: RE2 syntax');
  const alternatives = toAlternatives(source);
  const bounded = alternatives.map(toBounded);
  if (bounded.some((part) => /(?:^|[^\\])(?:\\\\)*\\b/u.test(part))) {
    return bad(
      'a word boundary \\b only at the start or end of the expression or of a top-level alternative',
    );
  }
  const flags = [...(match[2] ?? '')].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  const plain = compileProgram(alternatives.map((part) => part.replace(/^\\b|\\b$/gu, '')).join('|'), flags);
  if (typeof plain === 'string') return bad(`RE2 syntax (${plain})`);
  if (plain.matcher('').matches() || alternatives.includes(''))
    return bad('an expression that does not match the empty text');
  if (COMMON_UNITS.some((unit) => plain.matcher(unit).matches()))
    return bad('an expression that does not match a single letter, digit or sign');
  const program = compileProgram(bounded.join('|'), flags);
  return typeof program === 'string'
    ? bad(`RE2 syntax (${program})`)
    : { kind: 'regex', regex: { written, program, sketch: toSketch(alternatives, flags) } };
};

/** Most matches taken of one expression in one field: a term's repeats count no more than that either. */
const MAX_MATCHES = 3;

/** The first matches in a field, as spans of UTF-16 units, not overlapping. */
export const findRegex = (regex: Regex, text: string): readonly { start: number; end: number }[] => {
  const spans: { start: number; end: number }[] = [];
  if (regex.sketch?.test(text) === false) return spans;
  const matcher = regex.program.matcher(text);
  let from = 0;
  while (spans.length < MAX_MATCHES && from < text.length && matcher.find(from)) {
    let span: { start: number; end: number } | undefined;
    for (let group = 1; group <= matcher.groupCount() && span === undefined; group += 1) {
      if (matcher.start(group) >= 0) span = { start: matcher.start(group), end: matcher.end(group) };
    }
    if (span === undefined || span.end <= from) break;
    spans.push(span);
    from = span.end;
  }
  return spans;
};
