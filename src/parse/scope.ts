import { parseHttpUrl } from '../text/url.ts';
import { decodeEntities } from './entities.ts';
import { isRssNamespace, toKnownPrefix } from './names.ts';
import { NO_ATTRIBUTES } from './raw.ts';

/** What an element inherits: namespaces by prefix, xml:base and xml:lang. */
export interface Scope {
  readonly namespaces: ReadonlyMap<string, string>;
  /** Absolute; undefined where no element above set one. */
  readonly base: string | undefined;
  readonly language: string | undefined;
}

export const ROOT_SCOPE: Scope = {
  namespaces: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]),
  base: undefined,
  language: undefined,
};

/** One attribute as written. */
export interface RawAttribute {
  readonly name: string;
  /** Undecoded. */
  readonly value: string;
  /** Where the value stands in the document. */
  readonly at: number;
}

/** The scope inside an element; the same object where its attributes change nothing. */
export function enterScope(scope: Scope, attributes: readonly RawAttribute[], documentUrl: string): Scope {
  let { namespaces, base, language } = scope;
  let changed = false;
  for (const { name, value } of attributes) {
    if (!name.startsWith('x') && !name.startsWith('X')) continue;
    if (name === 'xmlns' || name.startsWith('xmlns:')) {
      namespaces = new Map(namespaces).set(name.slice('xmlns:'.length), decodeEntities(value));
      changed = true;
    } else if (name === 'xml:base') {
      base = parseHttpUrl(decodeEntities(value), base ?? documentUrl)?.href ?? base;
      changed = true;
    } else if (name === 'xml:lang') {
      language = decodeEntities(value).trim();
      changed = true;
    }
  }
  return changed ? { namespaces, base, language } : scope;
}

/**
 * An element's one name: the format's own elements without a prefix, those of namespaces we know with our prefix for
 * it, all others with the prefix as written; lower case. `rootNamespace` is that of the feed's own elements.
 */
export function toFieldName(name: string, scope: Scope, rootNamespace: string): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const local = name.slice(colon + 1).toLowerCase();
  const uri = scope.namespaces.get(prefix);
  if (uri === undefined) return prefix === '' ? local : `${prefix.toLowerCase()}:${local}`;
  if (uri === rootNamespace || isRssNamespace(uri)) return local;
  // Without a prefix an unknown namespace must not pass for the format's own element.
  return `${toKnownPrefix(uri) ?? (prefix === '' ? 'other' : prefix.toLowerCase())}:${local}`;
}

/** Attributes decoded, by lower-case name; of two of a name the first. */
export function toAttributes(attributes: readonly RawAttribute[]): ReadonlyMap<string, string> {
  if (attributes.length === 0) return NO_ATTRIBUTES;
  const decoded = new Map<string, string>();
  for (const { name, value } of attributes) {
    const lower = name.toLowerCase();
    if (!decoded.has(lower)) decoded.set(lower, decodeEntities(value));
  }
  return decoded;
}
