import type { AnyNode } from 'domhandler';
import type { Drop, Entry, FeedFailure, ListSelectors, ParsedFeed } from '../model.ts';
import type { ParseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { limitEntries, NO_ASKS, type SourceText, toDrop, toLayoutChanged } from './input.ts';
import {
  buildFinder,
  type FindInRow,
  findBase,
  findTitle,
  isWithin,
  type Page,
  parsePage,
  type Selection,
  toLine,
} from './page.ts';
import { buildShownDateParser } from './shown-date.ts';

/**
 * A listing page by selectors. A page without rows, or with rows whose link or title is not found, is a failure: a list
 * that is filled by scripts, or not at all, looks like an empty one, so only what `empty` matches is taken for that.
 */
export function readList(source: SourceText, selectors: ListSelectors): ParsedFeed | FeedFailure {
  const page = parsePage(source.text);
  const found = page.root().find(selectors.item).toArray();
  const { kept: rows, drops: beyond } = limitEntries(found, source.limits);
  const toFeed = (entries: readonly Entry[], drops: readonly Drop[]): ParsedFeed => ({
    ...{ kind: 'parsed', format: 'list', reader: 'list', title: findTitle(page), link: source.url },
    ...{ language: undefined, asks: NO_ASKS, isWhole: true, entries, drops },
  });
  if (rows.length === 0) {
    const { empty } = selectors;
    if (empty !== undefined && page.root().find(empty).length > 0) return toFeed([], []);
    return toLayoutChanged(
      `nothing on the page matches item "${selectors.item}"${describeContainer(page, selectors)}`,
    );
  }
  const context: RowContext = {
    ...{ page, selectors, url: source.url, base: findBase(page, source.url) },
    find: buildFinder(page, rows),
    parseDate: buildShownDateParser(source.zone, source.now),
    maxChars: source.limits.maxEntryChars,
  };
  const entries = rows.flatMap((row) => toEntry(row, context) ?? []);
  if (entries.length === 0)
    return toLayoutChanged(`none of ${rows.length} rows has a link${describe('link', selectors.link)}`);
  if (selectors.title !== undefined && entries.every(({ title }) => title === undefined))
    return toLayoutChanged(`none of ${rows.length} rows has a title${describe('title', selectors.title)}`);
  const undated = entries.filter(({ publishedText }) => publishedText === undefined).length;
  return toFeed(entries, [
    ...beyond,
    ...toDrop(rows.length - entries.length, 'no-link', 'rows without a link were left out'),
    ...(selectors.date === undefined
      ? []
      : toDrop(undated, 'no-date', `rows have no date that "${selectors.date}" matches`)),
  ]);
}

const describe = (key: string, selector: string | undefined): string =>
  selector === undefined ? '' : ` that ${key} "${selector}" matches`;

/** Whether what held the rows is still there: then the list is filled elsewhere, or there is nothing in it. */
function describeContainer(page: Page, { item }: ListSelectors): string {
  // Lists of selectors and conditions in brackets have no one container.
  const container = /[,()[\]]/.test(item) ? '' : item.replace(/[\s>+~]*[^\s>+~]+$/, '');
  if (container === '' || page.root().find(container).length === 0) return '';
  return `, though "${container}" is there: a list filled by a script cannot be read, for one that may be empty say so by "empty"`;
}

interface RowContext {
  readonly page: Page;
  readonly find: FindInRow;
  readonly selectors: ListSelectors;
  /** The page's own. */
  readonly url: string;
  readonly base: string;
  readonly parseDate: ParseDate;
  readonly maxChars: number;
}

function toEntry(row: AnyNode, context: RowContext): Entry | undefined {
  const link = findLink(row, context);
  if (link === undefined) return undefined;
  const date = findDate(row, context);
  return {
    ...{ id: undefined, url: link.url, title: findTitleText(row, link, context)?.slice(0, context.maxChars) },
    ...{ publishedAt: date?.date, updatedAt: undefined, publishedText: date?.text },
    ...{ authors: [], categories: [], summaryHtml: undefined, contentHtml: undefined, enclosures: [] },
    language: undefined,
  };
}

interface Link {
  readonly url: string;
  readonly node: AnyNode;
}

/** The first link that leads to another page. */
function findLink(row: AnyNode, context: RowContext): Link | undefined {
  const { page, find, selectors } = context;
  const all = find(row, LINK);
  if (selectors.link === undefined) return toLink(all, context);
  const matched = find(row, selectors.link);
  const within = all.filter((node) => matched.some((each) => isWithin(node, each)));
  // A selector may name what stands inside the link.
  const around = matched.flatMap((node) => page(node).closest(LINK).toArray());
  return toLink(within.length > 0 ? within : around, context);
}

const LINK = 'a[href]';

function toLink(nodes: readonly AnyNode[], context: RowContext): Link | undefined {
  for (const node of nodes) {
    const target = toTarget(node, context);
    if (target !== undefined && target !== context.url.replace(/#.*$/, '')) return { url: target, node };
  }
  return undefined;
}

const toTarget = (node: AnyNode, { page, base }: RowContext): string | undefined =>
  parseHttpUrl(page(node).attr('href') ?? '', base)?.href.replace(/#.*$/, '');

function findTitleText(row: AnyNode, link: Link, context: RowContext): string | undefined {
  const { page, find, selectors } = context;
  if (selectors.title !== undefined) {
    const [matched] = find(row, selectors.title);
    return matched === undefined ? undefined : toLine(page, matched) || toStatedText(page(matched));
  }
  const headings = find(row, 'h1, h2, h3, h4, h5, h6');
  // A link around a whole card has its title in a heading; one around a picture has none, its neighbour has.
  const places = [
    ...headings.filter((node) => isWithin(node, link.node)),
    link.node,
    ...find(row, LINK).filter((node) => node !== link.node && toTarget(node, context) === link.url),
    ...headings,
  ];
  for (const place of places) {
    const text = toLine(page, place);
    if (text !== '') return text;
  }
  return toStatedText(page(link.node)) ?? toStatedText(page(link.node).find('img[alt]').first());
}

/** What stands for an element that shows no text. */
const toStatedText = (element: Selection): string | undefined =>
  (element.attr('title') ?? element.attr('alt') ?? '').trim() || undefined;

/** The date for machines where there is one, else what is shown, in one element or in several. */
function findDate(
  row: AnyNode,
  { page, find, selectors, parseDate }: RowContext,
): { readonly date: Date | undefined; readonly text: string } | undefined {
  const matched = selectors.date === undefined ? find(row, 'time').slice(0, 1) : find(row, selectors.date);
  const stated = matched.flatMap((node) => page(node).attr('datetime') ?? page(node).attr('content') ?? []);
  const shown = matched.map((node) => toLine(page, node)).filter((text) => text !== '');
  const texts = [...stated, shown.join(' '), ...shown].filter((text) => text.trim() !== '');
  const [first] = texts;
  if (first === undefined) return undefined;
  for (const text of texts) {
    const date = parseDate(text);
    if (date !== undefined) return { date, text: text.slice(0, MAX_DATE_TEXT) };
  }
  return { date: undefined, text: first.slice(0, MAX_DATE_TEXT) };
}

/** As much of an unreadable date as helps to see what is wrong with it. */
const MAX_DATE_TEXT = 100;
