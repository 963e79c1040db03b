import { load } from 'cheerio/slim';
import type { AnyNode, Document, Element } from 'domhandler';
import { DomHandler } from 'htmlparser2';
import { buildEntities } from './entities.ts';
import { buildOpenElements, isVoid } from './open-elements.ts';
import { readTokens } from './tokens.ts';

/** Characters of a page that are read; the fetch limit is lower, so this only bounds other callers. */
const MAX_CHARS = 10_000_000;

/** Elements deeper than this are not built, their text goes to the deepest one; real pages stay under 120. */
const MAX_DEPTH = 256;

/** Elements whose content is neither text nor data of the article. */
const SILENT: ReadonlySet<string> = new Set(
  'style noscript template svg math iframe object embed canvas select option textarea audio video map input'.split(
    ' ',
  ),
);

/** Elements in whose text there are no entities. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'xmp']);

const isSilentScript = (name: string, attribs: Readonly<Record<string, string>>): boolean =>
  name === 'script' && !/ld\+json/i.test(attribs['type'] ?? '');

/**
 * Reads names of tags and attributes in lower case; each is made once a page, as the same few come a thousand times.
 * Those that match `unread` read as the empty name.
 */
const buildNames = (html: string, unread?: RegExp) => {
  const known = new Map<string, string>();
  return (start: number, end: number): string => {
    const written = html.slice(start, end);
    const name = known.get(written);
    if (name !== undefined) return name;
    const lower = written.toLowerCase();
    const read = unread?.test(lower) === true ? '' : lower;
    known.set(written, read);
    return read;
  };
};

/** Puts the attributes of a tag together; the first of two with one name counts. */
const buildAttributes = (
  toName: (start: number, end: number) => string,
  toValue: (start: number, end: number) => string,
) => {
  let attribs: Record<string, string> = {};
  return {
    add: (start: number, end: number, valueStart: number, valueEnd: number): void => {
      const name = toName(start, end);
      if (name === '' || Object.hasOwn(attribs, name)) return;
      attribs[name] = valueStart === valueEnd ? '' : toValue(valueStart, valueEnd);
    },
    take: (): Record<string, string> => {
      const taken = attribs;
      attribs = {};
      return taken;
    },
  };
};

/**
 * Attributes that only a selector could ask for: half of those of a page are for its scripts, and by their names
 * alone each element would be a shape of its own.
 */
const UNREAD =
  /^(?:on|aria-(?!hidden$)|data-(?!(?:src|lazy-src|original|url|testid|component|module|type)$)|(?:target|tabindex|sizes|srcset|media|loading|async|defer|crossorigin|integrity)$)/;

/** Elements that end a run of text wherever they begin or end. */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'html head body div p li ul ol section article header footer nav aside main form figure figcaption table tbody ' +
    'thead tr td th h1 h2 h3 h4 h5 h6 dl dt dd blockquote hr fieldset address'
  ).split(' '),
);
/** Of these, those at whose beginning words stand apart without a space between. */
const SPACED: ReadonlySet<string> = new Set('div p li ul ol tr'.split(' '));

const isBlank = (html: string, start: number, end: number): boolean => {
  for (let at = start; at < end; at += 1) {
    const code = html.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return false;
  }
  return true;
};

/**
 * Adds to the tree, but leaves out the white space between two blocks, which is most of a page's texts and no text
 * of any.
 */
const buildTree = (keepsBlanks: boolean) => {
  const dom = new DomHandler();
  let blank = '';
  let isAfterBlock = false;
  const flush = (): void => {
    if (blank !== '') dom.ontext(blank);
    blank = '';
  };
  const pass = (name: string, isBoundary: boolean): void => {
    if (isBoundary) blank = '';
    else flush();
    isAfterBlock = !keepsBlanks && BLOCKS.has(name);
  };
  return {
    root: dom.root,
    open: (name: string, attribs: Record<string, string>): void => {
      pass(name, SPACED.has(name));
      dom.onopentag(name, attribs);
    },
    close: (name: string): void => {
      pass(name, BLOCKS.has(name));
      dom.onclosetag();
    },
    text: (text: string): void => {
      flush();
      isAfterBlock = false;
      dom.ontext(text);
    },
    /** Whether white space here may turn out to stand between two blocks; then it is for `blank`. */
    isAfterBlock: (): boolean => isAfterBlock,
    blank: (text: string): void => {
      blank += text;
    },
  };
};

/** Whether a tree is for reading alone, without what only a selector could ask for, or for selectors too. */
export type TreeUse = 'reading' | 'selectors';

/**
 * The page as a tree, without scripts, styles, comments and other silent elements (JSON-LD is kept): what cheerio
 * would build of it, straight from the tokens. Bounded in size and depth, so that a walk of it may recurse; never
 * throws for what a page holds.
 */
export const parseDocument = (page: string, use: TreeUse = 'selectors'): Document => {
  const html = page.slice(0, MAX_CHARS);
  const tree = buildTree(use === 'selectors');
  let silentFrom = Number.POSITIVE_INFINITY;
  const open = buildOpenElements((name, depth) => {
    if (depth < silentFrom && depth <= MAX_DEPTH) tree.close(name);
    else if (depth === silentFrom) silentFrom = Number.POSITIVE_INFINITY;
  });
  const toName = buildNames(html);
  const entities = buildEntities();
  const toAttribute = buildNames(html, use === 'selectors' ? undefined : UNREAD);
  const attributes = buildAttributes(toAttribute, (start, end) =>
    entities.inAttribute(html.slice(start, end)),
  );
  let tag = '';
  /** Whether the text now read stands as it is, entities too. */
  let raw = false;
  /** Whether the tag now read becomes an element, as far as its name and place say. */
  let built = false;
  const begin = (name: string): void => {
    tag = name;
    open.open(name);
    const depth = open.depth() + (isVoid(name) ? 1 : 0);
    built = depth < silentFrom && depth <= MAX_DEPTH;
    if (depth >= silentFrom || !SILENT.has(name)) return;
    built = false;
    if (!isVoid(name)) silentFrom = depth;
  };
  const finish = (): void => {
    if (!built) return;
    const attribs = attributes.take();
    if (isSilentScript(tag, attribs)) silentFrom = open.depth();
    else tree.open(tag, attribs);
    if (isVoid(tag)) tree.close(tag);
    built = false;
  };
  readTokens(html, {
    text: (start, end) => {
      if (open.depth() >= silentFrom) return;
      const text = html.slice(start, end);
      if (tree.isAfterBlock() && isBlank(html, start, end)) tree.blank(text);
      else tree.text(raw ? text : entities.inText(text));
    },
    openName: (start, end) => {
      const name = toName(start, end);
      begin(name);
      return name;
    },
    attribute: (start, end, valueStart, valueEnd) => {
      if (built) attributes.add(start, end, valueStart, valueEnd);
    },
    openEnd: () => {
      raw = RAW.has(tag);
      finish();
    },
    selfClosing: () => {
      finish();
      if (open.isForeign()) open.closeLast(tag);
    },
    close: (start, end) => {
      raw = false;
      const name = toName(start, end);
      if (name === 'br' || (!open.closeTo(name) && name === 'p')) {
        begin(name);
        finish();
        open.closeLast(name);
      }
    },
  });
  return tree.root;
};

/** Cheerio over a tree already built. */
export const queryDocument = (document: Document) => load(document);
export type Query = ReturnType<typeof queryDocument>;

export const isElement = (node: AnyNode | null): node is Element =>
  node !== null && (node.type === 'tag' || node.type === 'script' || node.type === 'style');
