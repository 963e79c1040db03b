import { type Cheerio, load } from 'cheerio/slim';
import type { AnyNode } from 'domhandler';
import { DomHandler, Parser } from 'htmlparser2';
import { toPlainText } from '../text/html.ts';
import { parseHttpUrl } from '../text/url.ts';

/** Elements deeper than this are passed over, so that a walk may recurse; real pages stay under 120. */
const MAX_DEPTH = 256;
/** Open at once beyond which the rest is not read: the parser's cost grows with the square of the depth. */
const MAX_OPEN = 20_000;
/** Written in pieces, so that a page that nests without end is left after one of them. */
const PIECE_CHARS = 65_536;

/** Elements whose content nobody sees. */
const SILENT: ReadonlySet<string> = new Set('script style template noscript'.split(' '));

/** A page to be asked by selectors, without scripts and comments; bounded in depth, never fails. */
export function parsePage(html: string) {
  const dom = new DomHandler();
  let open = 0;
  let silentFrom = Number.POSITIVE_INFINITY;
  let stopped = false;
  const parser = new Parser({
    onparserinit: (instance) => dom.onparserinit(instance),
    onopentag: (name, attributes) => {
      open += 1;
      if (open > MAX_OPEN) stopped = true;
      if (open >= silentFrom || stopped) return;
      if (SILENT.has(name)) silentFrom = open;
      else if (open <= MAX_DEPTH) dom.onopentag(name, attributes);
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
  for (let at = 0; at < html.length && !stopped; at += PIECE_CHARS)
    parser.write(html.slice(at, at + PIECE_CHARS));
  parser.end();
  return load(dom.root);
}

export type Page = ReturnType<typeof parsePage>;
export type Selection = Cheerio<AnyNode>;

/** What a selector matches in one of the rows, the row itself included, in document order. */
export type FindInRow = (row: AnyNode, selector: string) => readonly AnyNode[];

/** Finds within rows: each selector is run over the page once, since to run it costs more than to walk up to the row. */
export function buildFinder(page: Page, rows: readonly AnyNode[]): FindInRow {
  const known = new Set(rows);
  const found = new Map<string, ReadonlyMap<AnyNode, readonly AnyNode[]>>();
  const findByRow = (selector: string): ReadonlyMap<AnyNode, readonly AnyNode[]> => {
    const byRow = new Map<AnyNode, AnyNode[]>();
    for (const node of page.root().find(selector).toArray())
      for (let at: AnyNode | null = node; at !== null; at = at.parent) {
        if (!known.has(at)) continue;
        const matches = byRow.get(at);
        if (matches === undefined) byRow.set(at, [node]);
        else matches.push(node);
      }
    return byRow;
  };
  return (row, selector) => {
    // "> a" means a child of the row.
    if (/^\s*[>+~]/.test(selector)) return page(row).find(selector).toArray();
    const byRow = found.get(selector) ?? findByRow(selector);
    found.set(selector, byRow);
    return byRow.get(row) ?? [];
  };
}

/** Whether a node is, or is within, another. */
export const isWithin = (node: AnyNode, other: AnyNode): boolean => {
  for (let at: AnyNode | null = node; at !== null; at = at.parent) if (at === other) return true;
  return false;
};

/** The text of elements as one line. */
export const toLine = (page: Page, nodes: Selection | AnyNode): string =>
  toPlainText(page.html(nodes)).replace(/\s+/g, ' ').trim();

/** What relative URLs of a page are relative to. */
export const findBase = (page: Page, url: string): string =>
  parseHttpUrl(page.root().find('base[href]').first().attr('href') ?? '', url)?.href ?? url;

/** The page's title. */
export const findTitle = (page: Page): string | undefined =>
  toLine(page, page.root().find('title').first()) || undefined;
