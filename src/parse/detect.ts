/** The first tag of a document that makes it a feed. */
export interface FeedRoot {
  readonly format: 'rss' | 'rdf' | 'atom';
  /** As written, prefix included. */
  readonly name: string;
  /** Where its `<` stands, and the place after its `>`. */
  readonly start: number;
  readonly end: number;
  /** As written, undecoded, by lower-case name. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** What a body is, from its first characters and tags. */
export type Detected =
  | { readonly kind: 'xml'; readonly root: FeedRoot }
  | { readonly kind: 'json' }
  | { readonly kind: 'html' }
  | { readonly kind: 'empty' }
  /** No feed; `what` says in a few words what was seen instead. */
  | { readonly kind: 'other'; readonly what: string };

/** Tells a feed from all else without parsing it. */
export function detectFormat(text: string): Detected {
  const start = text.search(/[^\s\ufeff]/);
  if (start < 0) return { kind: 'empty' };
  const first = text.charAt(start);
  if (first === '{' || first === '[') return { kind: 'json' };
  return findRoot(text);
}

const FORMATS: ReadonlyMap<string, FeedRoot['format']> = new Map([
  ['rss', 'rss'],
  ['channel', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
]);

/** What a PHP warning or a blog's template leaves before the prolog; any other element is the document's own root. */
const JUNK: ReadonlySet<string> = new Set(
  'a b br center code div em font h1 h2 h3 hr i img li noscript p pre script small span strong style table tbody td tr ul'.split(
    ' ',
  ),
);

/** Junk before the root is a few lines; a root further down is part of something else. */
const MAX_JUNK_TAGS = 200;

function findRoot(text: string): Detected {
  let from = 0;
  for (let count = 0; count < MAX_JUNK_TAGS; count++) {
    const tag = nextTag(text, from);
    if (tag === undefined) break;
    if (tag.kind === 'html') return { kind: 'html' };
    from = tag.end;
    if (tag.kind === 'broken') continue;
    const local = tag.name.slice(tag.name.indexOf(':') + 1).toLowerCase();
    const format = FORMATS.get(local);
    if (format !== undefined)
      return checkRoot(text, { ...tag, format, attributes: readAttributes(text, tag) });
    if (HTML_ROOTS.has(local)) return { kind: 'html' };
    if (!JUNK.has(local)) return { kind: 'other', what: `an XML document <${tag.name.slice(0, 40)}>` };
  }
  return { kind: 'other', what: from === 0 ? 'no markup' : 'markup without a feed' };
}

const HTML_ROOTS: ReadonlySet<string> = new Set(['html', 'head', 'body', 'title', 'meta']);

/** An RDF document, and a lone channel, is a feed only where it has what a feed has. */
function checkRoot(text: string, root: FeedRoot): Detected {
  const local = root.name.slice(root.name.indexOf(':') + 1).toLowerCase();
  const parts = local === 'rdf' ? /<(?:[\w.-]{1,40}:)?(?:channel|item)[\s>/]/i : /<item[\s>/]/i;
  if ((local === 'rdf' || local === 'channel') && !parts.test(text))
    return { kind: 'other', what: `an XML document <${root.name}> without items` };
  return { kind: 'xml', root };
}

interface Tag {
  readonly kind: 'tag' | 'html' | 'broken';
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The next start tag from a place on; comments, instructions and declarations are passed over. */
function nextTag(text: string, from: number): Tag | undefined {
  for (let at = text.indexOf('<', from); at >= 0; ) {
    const skipped = skipNonElement(text, at);
    if (skipped === undefined) return undefined;
    if (skipped === 'html') return { kind: 'html', name: 'html', start: at, end: at };
    if (skipped > at) {
      at = text.indexOf('<', skipped);
      continue;
    }
    const name = TAG_NAME.exec(text.slice(at + 1, at + 1 + MAX_NAME_CHARS))?.[0];
    if (name !== undefined) {
      const end = findTagEnd(text, at);
      if (end > 0) return { kind: 'tag', name, start: at, end };
      return { kind: 'broken', name, start: at, end: at + 1 };
    }
    at = text.indexOf('<', at + 1);
  }
  return undefined;
}

const MAX_NAME_CHARS = 100;
const TAG_NAME = /^[A-Za-z_][\w.-]*(?::[\w.-]+)?(?=[\s/>])/;

/** After a comment, instruction, declaration or section that begins here; the same place where none does. */
function skipNonElement(text: string, at: number): number | 'html' | undefined {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9);
  if (text.startsWith('<?', at)) return after(text, '>', at + 2);
  if (!text.startsWith('<!', at)) return at;
  if (/^<!doctype\s+html\b/i.test(text.slice(at, at + 40))) return 'html';
  const end = after(text, '>', at);
  const subset = text.indexOf('[', at);
  return end !== undefined && subset >= 0 && subset < end ? after(text, ']>', subset) : end;
}

function after(text: string, mark: string, from: number): number | undefined {
  const at = text.indexOf(mark, from);
  return at < 0 ? undefined : at + mark.length;
}

/** A root carries a dozen namespaces; the bound keeps unclosed tags and megabytes of attributes cheap. */
const MAX_ROOT_CHARS = 20_000;

/** After the `>` that ends a tag, one inside quotes passed over; -1 where there is none within the bound. */
function findTagEnd(text: string, start: number): number {
  let quote = '';
  const limit = Math.min(text.length, start + MAX_ROOT_CHARS);
  for (let at = start + 1; at < limit; at++) {
    const char = text.charAt(at);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '>') return at + 1;
    else if (char === '"' || char === "'") quote = char;
  }
  return -1;
}

function readAttributes(text: string, tag: Tag): ReadonlyMap<string, string> {
  const inside = text.slice(tag.start + 1 + tag.name.length, tag.end - 1);
  const found = new Map<string, string>();
  for (const match of inside.matchAll(/([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const name = (match[1] ?? '').toLowerCase();
    if (!found.has(name)) found.set(name, match[2] ?? match[3] ?? '');
  }
  return found;
}
