import { Tokenizer } from 'htmlparser2';
import type { SourceLimits } from './input.ts';

/** What stands before a root: a prolog, comments, a style sheet. */
const ROOT = /^\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:[\w.-]+:)?(urlset|sitemapindex)[\s/>]/i;
const MAX_HEAD_CHARS = 10_000;

export type SitemapRoot = 'urlset' | 'sitemapindex';

/** What a document is by its root; undefined where it is no sitemap (https://www.sitemaps.org/protocol.html). */
export const findSitemapRoot = (text: string): SitemapRoot | undefined => {
  const name = ROOT.exec(text.slice(0, MAX_HEAD_CHARS))?.[1]?.toLowerCase();
  return name === 'urlset' || name === 'sitemapindex' ? name : undefined;
};

/** The texts of one `<url>` or `<sitemap>` by name; those of extensions as `news:title`. */
export type Place = ReadonlyMap<string, string>;

/** The places of a sitemap, and whether it was read to its end. Linear, whatever the nesting. */
export function readPlaces(
  text: string,
  root: SitemapRoot,
  limits: SourceLimits,
): { readonly records: readonly Place[]; readonly isWhole: boolean } {
  const reader = buildReader(root, limits);
  const toName = (from: number, to: number): string => text.slice(from, to).replace(/^.*:/, '').toLowerCase();
  let opened = '';
  const ignore = (): void => {};
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname: (from, to) => {
        opened = toName(from, to);
      },
      onopentagend: () => reader.open(opened),
      onselfclosingtag: () => {
        reader.open(opened);
        reader.close(opened);
      },
      onclosetag: (from, to) => reader.close(toName(from, to)),
      ontext: (from, to) => reader.add(text.slice(from, to)),
      ontextentity: (codepoint) => reader.add(String.fromCodePoint(codepoint)),
      oncdata: (from, to, offset) => reader.add(text.slice(from, to - offset)),
      ...{ onattribdata: ignore, onattribentity: ignore, onattribend: ignore, onattribname: ignore },
      ...{ oncomment: ignore, ondeclaration: ignore, onend: ignore, onprocessinginstruction: ignore },
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return reader.end();
}

/** Elements with fields of their own, and whether these are read. */
const HOLDERS: ReadonlyMap<string, 'read' | 'passed over'> = new Map([
  ['news', 'read'],
  ['image', 'read'],
  ['video', 'passed over'],
]);

/**
 * Prefixes are not looked at, the elements around are: `title` is the page's within `news`, a picture's within `image`.
 * No stack is kept: nothing that is read nests any deeper.
 */
function buildReader(root: SitemapRoot, limits: SourceLimits) {
  const records: Place[] = [];
  const unit = root === 'urlset' ? 'url' : 'sitemap';
  let place: Map<string, string> | undefined;
  let holder: string | undefined;
  let field: { readonly name: string; text: string } | undefined;
  let room = 0;
  let depth = 0;
  let isWhole = false;

  const keep = (): void => {
    if (field === undefined || place === undefined) return;
    const line = field.text.replace(/\s+/g, ' ').trim();
    const key = holder === undefined ? field.name : `${holder}:${field.name}`;
    const isRead = holder === undefined || HOLDERS.get(holder) === 'read';
    if (isRead && line !== '' && !place.has(key)) place.set(key, line);
  };

  return {
    open: (name: string): void => {
      depth += 1;
      field = undefined;
      if (depth > limits.maxDepth) return;
      if (place === undefined) {
        if (name !== unit) return;
        place = new Map();
        room = limits.maxEntryChars;
      } else if (holder === undefined && HOLDERS.has(name)) holder = name;
      else field = { name, text: '' };
    },
    close: (name: string): void => {
      depth -= 1;
      if (name === root) isWhole = true;
      else if (name === unit && place !== undefined) {
        records.push(place);
        place = undefined;
        holder = undefined;
      } else if (name === holder) holder = undefined;
      else if (name === field?.name) keep();
      field = undefined;
    },
    add: (piece: string): void => {
      if (field === undefined || room <= 0) return;
      field.text += piece.slice(0, room);
      room -= Math.min(room, piece.length);
    },
    end: () => ({ records, isWhole }),
  };
}
