import type { Element, ParentNode, Text } from 'domhandler';
import { isDiscarded } from './clean.ts';
import { isElement } from './document.ts';
import { isHidden, isHoverCard, type KnownNames, knowNoNames, NO_TOKENS, nameElement } from './naming.ts';

/** An element on the way from the root to a block, with what it says of what stands in it. */
export interface Place {
  readonly element: Element | undefined;
  readonly parent: Place | undefined;
  readonly tag: string;
  /** Words of class, id, itemprop, role and data attributes that name a part, lower case. */
  readonly tokens: readonly string[];
  readonly hidden: boolean;
  /** Whether its element, its role or its words say that it is no part of the article. */
  readonly discarded: boolean;
  readonly depth: number;
  readonly index: number;
}

/** A run of text that a reader sees as one: a paragraph, a list entry, a heading, a table cell. */
export interface Block {
  readonly text: string;
  /** The text's length in Latin characters; see `toLength`. */
  readonly length: number;
  readonly linkChars: number;
  readonly links: number;
  /** Characters in bold or italic. */
  readonly strongChars: number;
  /** The innermost block-level element it stands in. */
  readonly place: Place;
  /** Words of class and id of inline elements that hold most of its text. */
  readonly tokens: readonly string[];
  /** Its text nodes in order, a line break as undefined. */
  readonly nodes: readonly (Text | undefined)[];
  readonly order: number;
}

/** A node, or several beside each other, whose text is looked at. */
export type Holder = Pick<ParentNode, 'children'>;

/** An image in its place between blocks. */
export interface Picture {
  readonly element: Element;
  readonly place: Place;
  /** The order of the block that follows. */
  readonly order: number;
}

export interface Outline {
  readonly blocks: readonly Block[];
  readonly pictures: readonly Picture[];
  /** Every place in document order; `index` is the position here. */
  readonly places: readonly Place[];
}

/** Elements that run on within a line; every other one starts a block. */
const INLINE: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small ' +
    'span strike strong sub sup time tt u var wbr output'
  ).split(' '),
);

/** Data, no text of the page. The head is not among it: an unclosed element in it may hold the body. */
const SKIPPED: ReadonlySet<string> = new Set(['script', 'meta', 'link', 'title', 'base', 'source', 'track']);

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** A text's length in Latin characters: one of Chinese, Japanese or Korean says what two and a half do. */
export const toLength = (text: string): number => (CJK.test(text) ? 2.5 * text.length : text.length);

interface Walk {
  readonly blocks: Block[];
  readonly pictures: Picture[];
  readonly places: Place[];
  readonly names: KnownNames;
  nodes: (Text | undefined)[];
  /** Whether one of the nodes holds more than white space. */
  inked: boolean;
  /** Whether no more than white space has come since the last of the breaks among the nodes. */
  broken: boolean;
  spans: { readonly tokens: readonly string[]; readonly chars: number }[];
  chars: number;
  place: Place;
  links: number;
  linkChars: number;
  strongChars: number;
}

/** Matches no single space, so that a text in order is not made anew. */
const SPACES = /[\s\u200b\u00ad]{2,}|[^\S ]|[\u200b\u00ad]/g;
const collapse = (text: string): string => text.replace(SPACES, ' ');

const INK = /[^\s\u200b\u00ad]/;
/** Whether a text is white space only, as most text nodes of a page are; looks at plain spaces itself to be quick. */
const isBlank = (text: string): boolean => {
  let at = 0;
  let code = text.charCodeAt(0);
  while (code === 32 || code === 10 || code === 9 || code === 13) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at === text.length || ((code < 33 || code > 126) && !INK.test(text));
};

/** A soft hyphen splits no word. */
const toData = (node: Text): string => node.data.replaceAll('\u00ad', '');

const toBlockText = (nodes: Walk['nodes']): string => {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) return collapse(toData(first)).trim();
  return nodes
    .map((node) => (node === undefined ? '\n' : collapse(toData(node))))
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
};

const endBlock = (walk: Walk): void => {
  const { nodes } = walk;
  if (nodes.length === 0) return;
  const text = walk.inked ? toBlockText(nodes) : '';
  if (text !== '')
    walk.blocks.push({
      text,
      length: toLength(text),
      links: walk.links,
      linkChars: walk.linkChars,
      strongChars: walk.strongChars,
      place: walk.place,
      tokens: walk.spans.length === 0 ? NO_TOKENS : toSpanTokens(walk.spans, 0.6 * walk.chars),
      nodes,
      order: walk.blocks.length,
    });
  walk.nodes = [];
  walk.inked = false;
  walk.broken = false;
  if (walk.spans.length > 0) walk.spans = [];
  walk.chars = 0;
  walk.links = 0;
  walk.linkChars = 0;
  walk.strongChars = 0;
};

const toSpanTokens = (spans: Walk['spans'], least: number): readonly string[] => {
  const found: string[] = [];
  for (const { tokens, chars } of spans) if (chars >= least) for (const token of tokens) found.push(token);
  return found;
};

const enter = (walk: Walk, element: Element): Place => {
  const parent = walk.place;
  const naming = nameElement(walk.names, element);
  // The words of <html> and <body> name the site or the page, no part of it.
  const tokens = element.name === 'body' || element.name === 'html' ? NO_TOKENS : naming.tokens;
  const place = {
    element,
    parent,
    tag: element.name,
    tokens,
    hidden: isHidden(element, naming),
    discarded: isDiscarded(element, tokens),
    depth: parent.depth + 1,
    index: walk.places.length,
  };
  walk.places.push(place);
  return place;
};

const isStrong = (name: string): boolean =>
  name === 'b' || name === 'strong' || name === 'em' || name === 'i';

const addText = (walk: Walk, node: Text, inLink: boolean, inStrong: boolean): void => {
  walk.nodes.push(node);
  walk.chars += node.data.length;
  if (isBlank(node.data)) return;
  walk.inked = true;
  walk.broken = false;
  if (!inLink && !inStrong) return;
  const { length } = collapse(node.data).trim();
  if (inLink) walk.linkChars += length;
  if (inStrong) walk.strongChars += length;
};

const visit = (walk: Walk, parent: Holder, inLink: boolean, inStrong: boolean): void => {
  for (const node of parent.children) {
    if (node.type === 'text') addText(walk, node, inLink, inStrong);
    else if (isElement(node) && !SKIPPED.has(node.name)) visitElement(walk, node, inLink, inStrong);
  }
};

const visitElement = (walk: Walk, element: Element, inLink: boolean, inStrong: boolean): void => {
  const { name } = element;
  if (name === 'br') {
    // Two breaks in a row end a paragraph.
    if (walk.broken) endBlock(walk);
    else if (walk.inked) {
      walk.nodes.push(undefined);
      walk.broken = true;
    }
    return;
  }
  if (name === 'img') {
    walk.pictures.push({ element, place: walk.place, order: walk.blocks.length });
    return;
  }
  const link = inLink || name === 'a';
  const strong = inStrong || isStrong(name);
  if (name === 'a') walk.links += 1;
  // Elements of a site's own making run on within a paragraph (healthline.com, 2019: numbers of sources).
  if (INLINE.has(name) || (walk.place.tag === 'p' && name.includes('-'))) {
    visitInline(walk, element, link, strong);
    return;
  }
  endBlock(walk);
  const outer = walk.place;
  walk.place = enter(walk, element);
  if (link) walk.links = 1;
  visit(walk, element, link, strong);
  endBlock(walk);
  walk.place = outer;
};

const visitInline = (walk: Walk, element: Element, inLink: boolean, inStrong: boolean): void => {
  const naming = nameElement(walk.names, element);
  const { tokens } = naming;
  if (isHidden(element, naming) || isHoverCard(tokens)) return;
  const before = walk.chars;
  visit(walk, element, inLink, inStrong);
  if (tokens.length > 0 && walk.chars > before) walk.spans.push({ tokens, chars: walk.chars - before });
};

/** The page's blocks, images and places in document order; one pass over the tree. */
export const toOutline = (root: Holder): Outline => {
  const top: Place = {
    element: undefined,
    parent: undefined,
    tag: '#root',
    tokens: NO_TOKENS,
    hidden: false,
    discarded: false,
    depth: 0,
    index: 0,
  };
  const walk: Walk = {
    blocks: [],
    pictures: [],
    places: [top],
    names: knowNoNames(),
    nodes: [],
    inked: false,
    broken: false,
    spans: [],
    chars: 0,
    place: top,
    links: 0,
    linkChars: 0,
    strongChars: 0,
  };
  visit(walk, root, false, false);
  endBlock(walk);
  return walk;
};

/** Whether a place is the one with this index or stands in it. */
export const isWithin = (place: Place, outer: number): boolean => {
  let at: Place | undefined = place;
  while (at !== undefined && at.index > outer) at = at.parent;
  return at?.index === outer;
};
