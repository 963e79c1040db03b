import * as z from 'zod';
import type { Problem } from '../model.ts';
import { suggestNearest } from './nearest.ts';

/** The way from a document's root to a value. */
export type Path = Problem['path'];

/** A value read to the end, or everything wrong with it. */
export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** A schema from a parse function that gives undefined for what it refuses; `expected` says what it takes. */
export const parsed = <T>(
  parse: (value: unknown) => T | undefined,
  expected: string | ((value: unknown) => string),
) =>
  z.unknown().transform((value, context): T => {
    const result = parse(value);
    if (result !== undefined) return result;
    const message = typeof expected === 'string' ? expected : expected(value);
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });

/** `parsed` for text that may hold a secret: what is refused is not shown. */
export const parsedSecret = <T>(parse: (value: unknown) => T | undefined, expected: string) =>
  z.unknown().transform((value, context): T => {
    const result = parse(value);
    if (result !== undefined) return result;
    const message = `${expected} (its value is not shown)`;
    context.issues.push({ code: 'custom', message, input: value, params: SECRET });
    return z.NEVER;
  });

const SECRET = { secret: true } as const;

/** `parsed` for text; anything but a string is refused. */
export const parsedText = <T>(
  parse: (text: string) => T | undefined,
  expected: string | ((text: string) => string),
) =>
  parsed(
    (value) => (typeof value === 'string' ? parse(value) : undefined),
    (value) => (typeof expected === 'string' ? expected : expected(typeof value === 'string' ? value : '')),
  );

const KEYS_SEPARATOR = ', ';

/** A mapping with exactly these keys; the message of an unknown key carries the known ones to `readShape`. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape, expected: string) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(KEYS_SEPARATOR) : expected,
  });

/** Reads a value by a schema; problems bear `at` before their own path. */
export const readShape = <T>(schema: z.ZodType<T>, value: unknown, at: Path): Read<T> => {
  const result = schema.safeParse(value);
  if (result.success) return { kind: 'read', value: result.data };
  return { kind: 'refused', problems: result.error.issues.flatMap((issue) => toProblems(issue, value, at)) };
};

const toProblems = (issue: z.core.$ZodIssue, root: unknown, at: Path): readonly Problem[] => {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') {
    const isSecret = issue.code === 'custom' && issue.params === SECRET;
    const value = isSecret ? undefined : getAt(root, path);
    return [{ path: [...at, ...path], value, expected: issue.message }];
  }
  const known = issue.message.split(KEYS_SEPARATOR);
  return issue.keys.map((key) => ({
    path: [...at, ...path, key],
    value: undefined,
    expected: expectKey(key, known),
  }));
};

const expectKey = (key: string, known: readonly string[]): string => {
  const suggestion = suggestNearest(key, known);
  return suggestion === '' ? `one of the keys ${known.join(', ')}` : `a known key${suggestion}`;
};

/** The value at a path, or the plain value that stands where the path would go on (a feed written as its URL alone). */
const getAt = (root: unknown, path: Path): unknown => {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return value;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
};

/** One entry of a list, with its place in it. */
export interface Listed<T> {
  readonly index: number;
  readonly value: T;
}

/** The sound entries of a list and the problems of the others, so that one mistake hides no other. */
export const readList = <T>(
  schema: z.ZodType<T>,
  values: readonly unknown[],
  at: Path,
): { readonly entries: readonly Listed<T>[]; readonly problems: readonly Problem[] } => {
  const reads = values.map((value, index) => ({ index, read: readShape(schema, value, [...at, index]) }));
  return {
    entries: reads.flatMap(({ index, read }) => (read.kind === 'read' ? [{ index, value: read.value }] : [])),
    problems: reads.flatMap(({ read }) => (read.kind === 'refused' ? read.problems : [])),
  };
};

/** The second and later entries that share a key with an earlier one. */
export const findRepeats = <T>(
  entries: readonly Listed<T>[],
  keyOf: (value: T) => string,
): readonly { readonly entry: Listed<T>; readonly first: Listed<T> }[] => {
  const firsts = new Map<string, Listed<T>>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry.value);
    const first = firsts.get(key);
    if (first !== undefined) return [{ entry, first }];
    firsts.set(key, entry);
    return [];
  });
};

/** Whether a value is a mapping, neither null nor a list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
