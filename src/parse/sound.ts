import type { FeedRoot } from './detect.ts';
import { decodeEntities } from './entities.ts';
import type { FeedLimits } from './limits.ts';
import { isRssNamespace, toKnownPrefix } from './names.ts';

/** What a look at the tags alone tells: the part of the text that is the feed, and the entries it holds. */
export interface Sound {
  /** Long runs of text are replaced by marks, see `restoreRuns`. */
  readonly xml: string;
  readonly runs: readonly string[];
  readonly entries: number;
}

/** Stands before and after the number of a run; private-use characters, which no feed has to say. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];

/** A field's text with the runs that were taken out before rss-parser read it. */
export const restoreRuns = (text: string, runs: readonly string[]): string =>
  text.includes(OPEN)
    ? text.replace(/\ue000(\d+)\ue001/g, (whole, number: string) => runs[Number(number)] ?? whole)
    : text;

/**
 * The feed's text where rss-parser can be trusted with it; undefined where it would refuse the document, reorder it
 * or lose something: xml:base, XHTML, names by unusual prefixes, twice-escaped text, tags that do not pair up, sizes
 * at which its DOM would hold the event loop.
 */
export function findSound(text: string, root: FeedRoot, limits: FeedLimits): Sound | undefined {
  if (text.length > MAX_CHARS || ROOT_NAMES.get(root.format) !== root.name) return undefined;
  if (text.lastIndexOf('<!DOCTYPE', root.start) >= 0) return undefined;
  if (!isUsualNamespaces(root) || UNSOUND.some((mark) => text.includes(mark))) return undefined;
  if (text.includes('xmlns', root.end)) return undefined;
  if (text.includes('&#') && CONTROL_REFERENCE.test(text)) return undefined;
  return countEntries(text, root, limits);
}

/** rss-parser takes about 0.2 ms a kilobyte (measured on Node 20.20): half a megabyte is a tenth of a second. */
const MAX_CHARS = 500_000;

const ROOT_NAMES = new Map([
  ['rss', 'rss'],
  ['rdf', 'rdf:RDF'],
  ['atom', 'feed'],
]);

const UNSOUND = [
  'xml:base',
  // An escaped "&lt;": only the tolerant reader tells a second escaping from a CDATA section that means it.
  '&amp;lt;',
  OPEN,
];

/** References to control characters, which xml2js would put into the text. */
const CONTROL_REFERENCE =
  /&#(?:0*(?:[0-9]|[1-2][0-9]|3[01]|12[7-9]|1[34][0-9]|15[0-9])|x0*(?:[01]?[0-9a-f]|7f|[89][0-9a-f]));/i;

/** Whether each namespace goes by the prefix rss-parser knows it by. */
function isUsualNamespaces(root: FeedRoot): boolean {
  for (const [name, uri] of root.attributes) {
    if (name === 'xmlns') {
      const usual = root.format === 'atom' ? toKnownPrefix(uri) === 'atom' : isRssNamespace(uri);
      if (!usual && toKnownPrefix(uri) !== undefined) return false;
    }
    if (!name.startsWith('xmlns:')) continue;
    const prefix = name.slice('xmlns:'.length);
    if ((toKnownPrefix(uri) ?? prefix) !== prefix || isRssNamespace(uri)) return false;
    if (root.format === 'atom' && prefix === 'atom') return false;
  }
  return true;
}

/**
 * One pass over the tags, by `indexOf` alone: they must pair up in number, and entries are counted. Long texts and
 * CDATA sections are taken out on the way: they need no parser, and rss-parser reads letter by letter.
 */
function countEntries(text: string, root: FeedRoot, limits: FeedLimits): Sound | undefined {
  const entry = root.format === 'atom' ? '<entry' : '<item';
  const cut: Cut = { text, kept: [], runs: [], from: root.start };
  let [depth, entries, end, entryAt] = [1, 0, root.end, root.start];
  for (let at = text.indexOf('<', end); at >= 0; at = text.indexOf('<', end)) {
    if (at - end > MIN_RUN_CHARS) takeOut(cut, end, at, decodeEntities(text.slice(end, at)));
    const next = text.charCodeAt(at + 1);
    if (next === BANG || next === QUESTION) {
      end = skipSection(text, at);
      if (end < 0) return undefined;
      if (end - at > MIN_RUN_CHARS && text.startsWith('<![CDATA[', at))
        takeOut(cut, at, end, text.slice(at + 9, end - 3));
      continue;
    }
    end = text.indexOf('>', at) + 1;
    if (end === 0) return undefined;
    if (next === SLASH) depth--;
    else if (text.charCodeAt(end - 2) !== SLASH) depth++;
    if (next !== SLASH && text.startsWith(entry, at) && isNameEnd(text.charCodeAt(at + entry.length))) {
      entries++;
      entryAt = at;
    }
    // What is too long or too many or too deep is for the tolerant reader to shorten.
    if (end - entryAt > limits.maxEntryChars || entries > limits.maxEntries) return undefined;
    if (depth === 0) return { xml: cut.kept.join('') + text.slice(cut.from, end), runs: cut.runs, entries };
    if (depth > limits.maxDepth) return undefined;
  }
  return undefined;
}

/** A document with some of its text taken out. */
interface Cut {
  readonly text: string;
  readonly kept: string[];
  readonly runs: string[];
  /** Up to here the text has been kept or taken out. */
  from: number;
}

function takeOut(cut: Cut, start: number, end: number, run: string): void {
  cut.kept.push(cut.text.slice(cut.from, start), OPEN, String(cut.runs.length), CLOSE);
  cut.runs.push(run);
  cut.from = end;
}

/** Shorter runs cost no more than their marks. */
const MIN_RUN_CHARS = 60;

const [BANG, QUESTION, SLASH, GREATER, SPACE] = [0x21, 0x3f, 0x2f, 0x3e, 0x20];

const isNameEnd = (code: number): boolean => code === GREATER || code === SLASH || code <= SPACE;

/** After a CDATA section, comment or instruction; -1 where it does not end or is a declaration. */
function skipSection(text: string, at: number): number {
  const mark = text.startsWith('<![CDATA[', at)
    ? ']]>'
    : text.startsWith('<!--', at)
      ? '-->'
      : text.startsWith('<?', at)
        ? '?>'
        : undefined;
  const end = mark === undefined ? -1 : text.indexOf(mark, at + 2);
  return mark === undefined || end < 0 ? -1 : end + mark.length;
}
