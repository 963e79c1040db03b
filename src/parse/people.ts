import { type TextContext, toLine } from './construct.ts';
import { MAX_LABELS } from './limits.ts';
import { toPlainLine } from './plain.ts';
import { allOf, firstOf, type RawElement, type RawFields } from './raw.ts';

/** Names of those who wrote an entry or a feed, in order, each once; a name is better than an address. */
export function toAuthors(fields: RawFields, context: TextContext): readonly string[] {
  for (const names of AUTHOR_FIELDS) {
    const authors = new Set<string>();
    for (const name of names)
      for (const element of allOf(fields, name)) {
        const author = toAuthor(element, context);
        if (author !== undefined) authors.add(author);
      }
    if (authors.size > 0) return [...authors].slice(0, MAX_LABELS);
  }
  return NOBODY;
}

const NOBODY: readonly string[] = [];

/** In the order of trust; the fields of one row are read together. */
const AUTHOR_FIELDS = [
  ['author', 'atom:author', 'dc:creator'],
  ['dc:author'],
  ['itunes:author'],
  ['googleplay:author'],
  ['itunes:owner'],
  ['managingeditor'],
  ['webmaster'],
];

const PERSON_FIELDS = ['name', 'atom:name', 'itunes:name', 'email', 'atom:email', 'itunes:email'];

function toAuthor(element: RawElement, context: TextContext): string | undefined {
  const { children } = element;
  for (const name of children.size === 0 ? [] : PERSON_FIELDS) {
    const child = firstOf(children, name);
    const line = child === undefined ? undefined : toPlainLine(child.text);
    if (line !== undefined && line !== '') return line;
  }
  const line = toLine(element, context);
  return line === undefined ? undefined : toName(line);
}

/** RSS 2.0 asks for `address (Name)`; many write `Name (address)` or `Name <address>`. */
function toName(line: string): string {
  if (line.length > MAX_NAME_CHARS) return line;
  const bracketed =
    line.match(/^(\S+@\S+)\s*\(([^()]+)\)$/)?.[2] ??
    line.match(/^([^()<>@]+?)\s*[(<]\s*(?:mailto:)?\S+@\S+[)>]$/)?.[1];
  return (bracketed ?? line).trim();
}

/** A longer author is prose, and not worth a regex. */
const MAX_NAME_CHARS = 300;

/** The publisher's own labels of an entry or a feed, in order, each once. */
export function toCategories(fields: RawFields, context: TextContext): readonly string[] {
  const labels = new Set<string>();
  const add = (element: RawElement): void => {
    for (const label of toLabels(element, context)) if (label !== undefined) labels.add(label);
  };
  for (const name of CATEGORY_FIELDS) allOf(fields, name).forEach(add);
  for (const group of allOf(fields, 'media:group')) allOf(group.children, 'media:category').forEach(add);
  return [...labels].slice(0, MAX_LABELS);
}

const CATEGORY_FIELDS = ['category', 'atom:category', 'dc:subject', 'media:category'];

/** Text in RSS; in Atom a label for people and a term for machines, of which either may be the telling one. */
function toLabels(element: RawElement, context: TextContext): readonly (string | undefined)[] {
  const term = element.attributes.get('term') ?? element.attributes.get('text');
  const label = element.attributes.get('label');
  if (context.format !== 'atom' || (term === undefined && label === undefined))
    return [toLine(element, context) ?? toLabel(term)];
  return [toLabel(label), toLabel(term)];
}

function toLabel(text: string | undefined): string | undefined {
  const line = text === undefined ? '' : toPlainLine(text);
  return line === '' ? undefined : line;
}
