import type { AnyNode, Element, Text } from 'domhandler';
import { escapeAttribute, escapeText, LINK_REL, toImageUrl, toLinkUrl } from '../text/html.ts';
import type { Block, Picture, Place } from './blocks.ts';
import { isElement } from './document.ts';

/** Inline elements that are kept; others only pass their text on. */
const MARKS: ReadonlySet<string> = new Set(
  'a b strong i em u s sub sup code q cite abbr mark small kbd samp var time'.split(' '),
);
/** More marks around one text than this are an accident or an attack; only the outermost are kept. */
const MAX_MARKS = 20;

const toAttribute = (name: string, value: string | undefined): string =>
  value === undefined || value === '' ? '' : ` ${name}="${escapeAttribute(value)}"`;

const openTag = ({ name, attribs }: Element, url: string): string => {
  if (name === 'a')
    return `<a${toAttribute('href', toLinkUrl(attribs['href'], url))}${toAttribute('title', attribs['title'])} rel="${LINK_REL}">`;
  if (name === 'abbr') return `<abbr${toAttribute('title', attribs['title'])}>`;
  if (name === 'time') return `<time${toAttribute('datetime', attribs['datetime'])}>`;
  return `<${name}>`;
};

/** The kept inline elements around a text node, outermost first. */
const toMarks = (node: Text, block: Element | undefined): readonly Element[] => {
  const marks: Element[] = [];
  for (let at: AnyNode | null = node.parent; at !== null && at !== block && isElement(at); at = at.parent)
    if (MARKS.has(at.name)) marks.push(at);
  return marks.reverse().slice(0, MAX_MARKS);
};

/** Matches no single space, so that a text in order is not made anew. */
const SPACES = /[\s\u200b]{2,}|[^\S ]|\u200b/g;

const toInlineHtml = (block: Block, url: string): string => {
  let html = '';
  let open: readonly Element[] = [];
  const changeTo = (marks: readonly Element[]) => {
    let same = 0;
    while (same < open.length && open[same] === marks[same]) same += 1;
    for (const mark of open.slice(same).reverse()) html += `</${mark.name}>`;
    for (const mark of marks.slice(same)) html += openTag(mark, url);
    open = marks;
  };
  for (const node of block.nodes) {
    if (node === undefined) {
      html += '<br />';
      continue;
    }
    changeTo(toMarks(node, block.place.element));
    html += escapeText(node.data.replaceAll('\u00ad', '').replace(SPACES, ' '));
  }
  changeTo([]);
  return html.trim();
};

const findUp = (place: Place | undefined, tags: ReadonlySet<string>): Place | undefined => {
  let at = place;
  while (at !== undefined && !tags.has(at.tag)) at = at.parent;
  return at;
};
const LISTS: ReadonlySet<string> = new Set(['ul', 'ol']);
const ENTRIES: ReadonlySet<string> = new Set(['li']);
const QUOTES: ReadonlySet<string> = new Set(['blockquote']);
const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const FIGURES: ReadonlySet<string> = new Set(['figure']);

/** The element a block stands in when it is written out, and the element around that. */
const toFrame = (block: Block): { readonly outer: Place | undefined; readonly tag: string } => {
  const heading = findUp(block.place, HEADINGS);
  if (heading !== undefined) return { outer: undefined, tag: heading.tag === 'h1' ? 'h2' : heading.tag };
  const entry = findUp(block.place, ENTRIES);
  const list = findUp(entry, LISTS);
  if (entry !== undefined && list !== undefined) return { outer: list, tag: 'li' };
  const quote = findUp(block.place, QUOTES);
  return { outer: quote, tag: block.place.tag === 'pre' ? 'pre' : 'p' };
};

const SOURCES = ['src', 'data-src', 'data-lazy-src', 'data-original', 'data-url'];

/** A figure whose image has an address; tracking pixels and placeholders have none worth keeping. */
const toFigure = (picture: Picture, captions: ReadonlyMap<Place, string>, url: string): string => {
  const { attribs } = picture.element;
  if (attribs['width'] === '1' || attribs['height'] === '1') return '';
  const source = toImageUrl(
    SOURCES.map((name) => attribs[name]).find((text) => text !== undefined && !text.startsWith('data:')),
    url,
  );
  if (source === undefined) return '';
  const figure = findUp(picture.place, FIGURES);
  const caption = figure === undefined ? undefined : captions.get(figure);
  const image = `<img src="${escapeAttribute(source)}" alt="${escapeAttribute(attribs['alt'] ?? '')}" loading="lazy" />`;
  return `<figure>${image}${caption === undefined ? '' : `<figcaption>${escapeText(caption)}</figcaption>`}</figure>`;
};

/** The captions of all figures, by their place. */
export const toCaptions = (blocks: readonly Block[]): ReadonlyMap<Place, string> => {
  const captions = new Map<Place, string>();
  for (const block of blocks) {
    const figure = findUp(block.place, FIGURES);
    if (figure !== undefined)
      captions.set(figure, [captions.get(figure), block.text].filter(Boolean).join(' '));
  }
  return captions;
};

/**
 * The article's blocks and pictures as HTML: paragraphs, headings, lists, quotes, figures. Safe as it is made, of
 * elements and attributes that `sanitizeHtml` allows, written as it writes them: that would change nothing of it.
 */
export const toHtml = (
  blocks: readonly Block[],
  pictures: readonly Picture[],
  captions: ReadonlyMap<Place, string>,
  url: string,
): string => {
  const out: string[] = [];
  let open: Place | undefined;
  let next = 0;
  const changeTo = (outer: Place | undefined) => {
    if (outer === open) return;
    if (open !== undefined) out.push(`</${open.tag}>`);
    if (outer !== undefined) out.push(`<${outer.tag}>`);
    open = outer;
  };
  const addPictures = (until: number) => {
    for (
      let picture = pictures[next];
      picture !== undefined && picture.order <= until;
      picture = pictures[next]
    ) {
      const figure = toFigure(picture, captions, url);
      if (figure !== '') changeTo(undefined);
      out.push(figure);
      next += 1;
    }
  };
  for (const block of blocks) {
    addPictures(block.order);
    const { outer, tag } = toFrame(block);
    changeTo(outer);
    out.push(`<${tag}>${toInlineHtml(block, url)}</${tag}>`);
  }
  addPictures((blocks.at(-1)?.order ?? -1) + 1);
  changeTo(undefined);
  return out.join('');
};

/** The article's text: a blank line between blocks. */
export const toText = (blocks: readonly Block[]): string => blocks.map((block) => block.text).join('\n\n');
