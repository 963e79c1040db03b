import { load } from 'cheerio/slim';
import type { AnyNode, Document, Element } from 'domhandler';
import { DomHandler, Parser } from 'htmlparser2';

/** Characters of a page that are read; the fetch limit is lower, so this only bounds other callers. */
const MAX_CHARS = 10_000_000;

/** Elements deeper than this are not built, their text goes to the deepest one; real pages stay under 120. */
const MAX_DEPTH = 256;

/**
 * Elements open at once beyond which the rest of the page is not read: the parser shifts its stack at the
 * head, so cost grows with the square of the depth. 20,000 deep costs 0.4 s; no real page comes near.
 */
const MAX_OPEN = 20_000;

/** Elements whose content is neither text nor data of the article. */
const SILENT: ReadonlySet<string> = new Set(
  'style noscript template svg math iframe object embed canvas select option textarea audio video map input'.split(
    ' ',
  ),
);

const isSilent = (name: string, attribs: Readonly<Record<string, string>>): boolean =>
  name === 'script' ? !/ld\+json/i.test(attribs['type'] ?? '') : SILENT.has(name);

/**
 * The page as a tree, without scripts, styles, comments and other silent elements (JSON-LD is kept).
 * Bounded in size and depth, so that a walk of it may recurse; never throws for what a page holds.
 */
export const parseDocument = (html: string): Document => {
  const dom = new DomHandler();
  let open = 0;
  let silentFrom = Number.POSITIVE_INFINITY;
  let stopped = false;
  const parser = new Parser({
    onparserinit: (instance) => dom.onparserinit(instance),
    onopentag: (name, attribs) => {
      open += 1;
      if (open > MAX_OPEN) stopped = true;
      if (open >= silentFrom || stopped) return;
      if (isSilent(name, attribs)) silentFrom = open;
      else if (open <= MAX_DEPTH) dom.onopentag(name, attribs);
    },
    onclosetag: () => {
      if (open < silentFrom && open <= MAX_DEPTH) dom.onclosetag();
      else if (open === silentFrom) silentFrom = Number.POSITIVE_INFINITY;
      open -= 1;
    },
    ontext: (text) => {
      if (open < silentFrom && !stopped) dom.ontext(text);
    },
    onend: () => dom.onend(),
  });
  // Written in pieces, so that a page that nests without end is left after one of them.
  const text = html.slice(0, MAX_CHARS);
  for (let at = 0; at < text.length && !stopped; at += PIECE_CHARS)
    parser.write(text.slice(at, at + PIECE_CHARS));
  parser.end();
  return dom.root;
};
const PIECE_CHARS = 65_536;

/** Cheerio over a tree already built. */
export const queryDocument = (document: Document) => load(document);
export type Query = ReturnType<typeof queryDocument>;

export const isElement = (node: AnyNode | null): node is Element =>
  node !== null && (node.type === 'tag' || node.type === 'script' || node.type === 'style');
