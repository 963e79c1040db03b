import type { AnyNode } from 'domhandler';
import { parseHttpUrl } from '../text/url.ts';
import { findBase, type Page, parsePage, type Selection, toLine } from './page.ts';

/** Rows that look like a list of news, for the operator to choose from. */
export interface ListSuggestion {
  /** The selector of one row. */
  readonly item: string;
  readonly rows: number;
  /** The title of the first. */
  readonly sample: string;
}

/** A headline has more letters than a menu's entry. */
const MIN_TITLE_CHARS = 25;
/** Fewer rows are no list. */
const MIN_ROWS = 4;
/** From a link up to its row. */
const MAX_LEVELS = 6;
const MAX_SUGGESTIONS = 3;
/** Links looked at: front pages have hundreds. */
const MAX_LINKS = 1000;

/** The lists of links with headlines on a page, the largest first. */
export function suggestLists(html: string, url: string): readonly ListSuggestion[] {
  const page = parsePage(html);
  const base = findBase(page, url);
  const rows = new Map<string, Map<AnyNode, Headline>>();
  const links = page.root().find('a[href]').not('nav a, footer a').toArray().slice(0, MAX_LINKS);
  for (const node of links) {
    const headline = toHeadline(page, page(node), base);
    if (headline === undefined) continue;
    for (const { key, row } of listRows(page, page(node))) {
      const known = rows.get(key) ?? new Map<AnyNode, Headline>();
      const before = known.get(row);
      // A row with two headlines is no row but what holds them.
      known.set(row, before === undefined || before.url === headline.url ? headline : SEVERAL);
      rows.set(key, known);
    }
  }
  const found = [...rows].flatMap(([item, known]) => toSuggestion(item, [...known.values()]) ?? []);
  const best = found.sort((a, b) => b.rows - a.rows || a.item.length - b.item.length);
  // Of two spellings of one list the shorter will do.
  return best
    .filter(({ sample }, index) => best.findIndex((each) => each.sample === sample) === index)
    .slice(0, MAX_SUGGESTIONS);
}

interface Headline {
  readonly url: string;
  readonly title: string;
}
const SEVERAL: Headline = { url: '', title: '' };

function toHeadline(page: Page, link: Selection, base: string): Headline | undefined {
  const url = parseHttpUrl(link.attr('href') ?? '', base)?.href;
  const title = toLine(page, link);
  return url === undefined || title.length < MIN_TITLE_CHARS ? undefined : { url, title };
}

/** The link and what it is in, by selectors that others of its kind share. */
function listRows(page: Page, link: Selection): readonly { readonly key: string; readonly row: AnyNode }[] {
  const around = [...link.toArray(), ...link.parents().toArray()].slice(0, MAX_LEVELS);
  return around.flatMap((row) => {
    const key = toSelector(page, page(row));
    return key === undefined ? [] : [{ key, row }];
  });
}

/** Tag and first class that says something; what has none by the class of its parent. */
function toSelector(page: Page, element: Selection): string | undefined {
  const own = toSimpleSelector(element);
  if (own === undefined || own === 'body' || own === 'html') return undefined;
  if (own.includes('.')) return own;
  const parent = toSimpleSelector(page(element.parent()));
  if (parent?.includes('.') === true) return `${parent} > ${own}`;
  return own === 'article' ? own : undefined;
}

function toSimpleSelector(element: Selection): string | undefined {
  const tag = element.prop('tagName');
  if (typeof tag !== 'string') return undefined;
  const name = (element.attr('class') ?? '')
    .split(/\s+/)
    .find((each) => /^[a-z][\w-]*$/i.test(each) && !/\d{3}/.test(each));
  return name === undefined ? tag.toLowerCase() : `${tag.toLowerCase()}.${name}`;
}

function toSuggestion(item: string, headlines: readonly Headline[]): ListSuggestion | undefined {
  const single = headlines.filter((headline) => headline !== SEVERAL);
  const [first] = single;
  // Nearly every row has one headline: else these are parts of the page.
  if (first === undefined || single.length < MIN_ROWS || single.length < headlines.length * 0.9)
    return undefined;
  return { item, rows: single.length, sample: first.title };
}
