import type { Drop, Entry, FeedFailure, ListSelectors, ParsedFeed } from '../model.ts';
import type { ParseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { limitEntries, NO_ASKS, type SourceText, toDrop, toLayoutChanged } from './input.ts';
import { findAll, findBase, findTitle, type Page, parsePage, type Selection, toLine } from './page.ts';
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
    parseDate: buildShownDateParser(source.zone, source.now),
    maxChars: source.limits.maxEntryChars,
  };
  const entries = rows.flatMap((row) => toEntry(page(row), context) ?? []);
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
  readonly selectors: ListSelectors;
  /** The page's own. */
  readonly url: string;
  readonly base: string;
  readonly parseDate: ParseDate;
  readonly maxChars: number;
}

function toEntry(row: Selection, context: RowContext): Entry | undefined {
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
  readonly element: Selection;
}

/** The first link that leads to another page. */
function findLink(row: Selection, { page, selectors, url, base }: RowContext): Link | undefined {
  const matched = selectors.link === undefined ? row : findAll(row, selectors.link);
  const within = findAll(matched, 'a[href]');
  // A selector may name what stands inside the link.
  const links = within.length > 0 || selectors.link === undefined ? within : matched.closest('a[href]');
  for (const each of links.toArray()) {
    const element = page(each);
    const target = parseHttpUrl(element.attr('href') ?? '', base);
    if (target === undefined) continue;
    target.hash = '';
    if (target.href !== url.replace(/#.*$/, '')) return { url: target.href, element };
  }
  return undefined;
}

function findTitleText(
  row: Selection,
  link: Link,
  { page, selectors, base }: RowContext,
): string | undefined {
  const lineOf = (nodes: Selection): string => toLine(page, nodes.first());
  if (selectors.title !== undefined) {
    const matched = findAll(row, selectors.title).first();
    return lineOf(matched) || matched.attr('title')?.trim() || matched.attr('alt')?.trim() || undefined;
  }
  const same = row
    .find('a[href]')
    .filter(
      (_, each) => parseHttpUrl(page(each).attr('href') ?? '', base)?.href.replace(/#.*$/, '') === link.url,
    );
  // A link around a whole card has its title in a heading; one around a picture has none, its neighbour has.
  const texts = [
    link.element.find(HEADINGS),
    link.element,
    ...same.toArray().map((each) => page(each)),
    row.find(HEADINGS),
  ];
  const text = texts.map(lineOf).find((each) => each !== '');
  const image = link.element.find('img[alt]').first();
  return text ?? ((link.element.attr('title') ?? image.attr('alt') ?? '').trim() || undefined);
}

const HEADINGS = 'h1, h2, h3, h4, h5, h6';

/** The date for machines where there is one, else what is shown, in one element or in several. */
function findDate(
  row: Selection,
  { page, selectors, parseDate }: RowContext,
): { readonly date: Date | undefined; readonly text: string } | undefined {
  const matched = selectors.date === undefined ? row.find('time').first() : findAll(row, selectors.date);
  const elements = matched.toArray().map((each) => page(each));
  const stated = elements.flatMap((element) => element.attr('datetime') ?? element.attr('content') ?? []);
  const shown = elements.map((element) => toLine(page, element)).filter((text) => text !== '');
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
