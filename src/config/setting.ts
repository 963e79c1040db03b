import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import * as z from 'zod';
import { formatDuration, parseDuration } from './duration.ts';
import { parsed } from './shape.ts';

/** What of a setting the documents and the environment need, read from its schema. */
export interface SettingFacts {
  /** As the file spells it; undefined where there is none. */
  readonly default: unknown;
  /** What it does, in which unit, and why the default is what it is. */
  readonly description: string;
  /** A variable's text as the value the schema reads; text that fits no such value stays text and is refused there. */
  readonly fromText: (text: string) => unknown;
}

/** The facts of a schema made in this file. */
export const toSettingFacts = (schema: z.ZodType): SettingFacts => {
  const hasDefault = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  const inner = hasDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return {
    default: hasDefault ? schema.def.defaultValue : undefined,
    description: schema.description ?? '',
    fromText:
      inner instanceof z.ZodNumber
        ? toNumber
        : inner instanceof z.ZodBoolean
          ? toBoolean
          : inner instanceof z.ZodArray
            ? toList
            : toText,
  };
};

const toText = (text: string): unknown => text;
const toNumber = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
const toBoolean = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
const toList = (text: string): unknown =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

interface Range {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** A whole number within a range. */
export const wholeNumber = (range: Range, description: string) => {
  const expected = `a whole number from ${range.min} to ${range.max}`;
  const schema = z
    .number({ error: expected })
    .int(expected)
    .min(range.min, expected)
    .max(range.max, expected);
  return schema.default(range.default).describe(description);
};

/** A number within a range, fractions allowed. */
export const decimal = (range: Range, description: string) => {
  const expected = `a number from ${range.min} to ${range.max}`;
  const schema = z.number({ error: expected }).min(range.min, expected).max(range.max, expected);
  return schema.default(range.default).describe(description);
};

/** true or false. */
export const flag = (byDefault: boolean, description: string) =>
  z.boolean({ error: 'true or false' }).default(byDefault).describe(description);

/** One of a few words; absent unless stated where no default is given. */
export const oneOf = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.enum(words, { error: words.join(' or ') });

/** A list of texts without repeats. */
export const listOf = (
  schema: z.ZodType<string>,
  expected: string,
  byDefault: readonly string[],
  description: string,
) =>
  z
    .array(schema, { error: expected })
    .refine((values) => new Set(values).size === values.length, `${expected} without repeats`)
    .default([...byDefault])
    .describe(description);

/** A duration in seconds, or undefined for `none`. */
export const durationOrNone = (byDefault: string, description: string) =>
  parsed(readDuration, 'a duration such as 30d, 12h or 45m, or none')
    .transform(({ seconds }) => seconds)
    .prefault(byDefault)
    .describe(description);

const readDuration = (value: unknown): { readonly seconds: number | undefined } | undefined => {
  if (value === 'none') return { seconds: undefined };
  const seconds = typeof value === 'string' ? parseDuration(value) : undefined;
  return seconds === undefined ? undefined : { seconds };
};

/** The reverse of `durationOrNone`. */
export const toDurationText = (seconds: number | undefined): string =>
  seconds === undefined ? 'none' : formatDuration(seconds);

/** A host name or an IP address, IPv6 without brackets. */
export const parseHost = (host: string): string | undefined =>
  isIP(host) !== 0 || /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(host) ? host : undefined;

/** A host name, an IP address, or a range in CIDR notation. */
export const parseHostOrRange = (range: string): string | undefined => {
  const [address, bits, ...rest] = range.split('/');
  if (address === undefined || rest.length > 0) return undefined;
  // Names of other scripts are compared as DNS has them.
  const host = /[^\x20-\x7e]/.test(address) ? domainToASCII(address) : address;
  if (bits === undefined) return parseHost(host)?.toLowerCase();
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= longest ? range.toLowerCase() : undefined;
};

/** The base URL of a site, without the slash at its end. */
export const parseBaseUrl = (url: string): string | undefined => {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  const { search, hash, username, password, href } = new URL(url);
  return search + hash + username + password === '' ? href.replace(/\/+$/, '') : undefined;
};

/** A path that others lie under, without a slash at its end; empty for `/`. Dots alone would be taken for steps up. */
export const parseBasePath = (path: string): string | undefined =>
  /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*\/?$/.test(path) ? path.replace(/\/$/, '') : undefined;

/** An origin as browsers send it (RFC 6454, 6.2), or `*` for any. */
export const parseOrigin = (origin: string): string | undefined =>
  origin === '*' || (/^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin)
    ? origin
    : undefined;

/** A URL, or an e-mail address, that is safe between the brackets of a User-Agent comment. */
export const parseContact = (contact: string): string | undefined => {
  if (/[\s()<>\\]|[^\x20-\x7e]/.test(contact)) return undefined;
  return /^[^@/:]+@[^@/:]+\.[^@/:]+$/.test(contact) ? contact : parseBaseUrl(contact);
};
