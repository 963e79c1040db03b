import type { Document, Element, ParentNode } from 'domhandler';
import { isElement } from './document.ts';
import {
  type StructuredArticle,
  toPageData,
  toPageDate,
  toPageTypes,
  toStructuredArticle,
  toTrail,
} from './structured.ts';

/** What the page says of itself outside its text. */
export interface Head {
  /** `<meta>` content by lower-case name, property or itemprop, in document order. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  readonly title: string | undefined;
  readonly canonical: string | undefined;
  readonly base: string | undefined;
  readonly language: string | undefined;
  /** Links to the page in other languages, as written. */
  readonly alternates: readonly { readonly language: string; readonly url: string }[];
  readonly headings: readonly Element[];
  /** Elements that hold a date by name or itemprop; those after the first heading come first. */
  readonly times: readonly Element[];
  /** Elements that name an author by itemprop, rel, class or address; those after the first heading come first. */
  readonly bylines: readonly Element[];
  readonly article: StructuredArticle | undefined;
  /** Names of the breadcrumbs, the root first. */
  readonly trail: readonly string[];
  /** When the page was published, where its data state it of the page alone. */
  readonly pageDate: string | undefined;
  /** What the structured data call the page and what is on it: `NewsArticle`, `CollectionPage`, `VideoObject`. */
  readonly types: readonly string[];
  /** The document is RSS or Atom. */
  readonly isFeed: boolean;
}

interface Finds {
  readonly metas: Map<string, string[]>;
  readonly titles: Element[];
  readonly links: Element[];
  readonly bases: Element[];
  readonly roots: Element[];
  readonly headings: Element[];
  readonly times: Element[];
  readonly bylines: Element[];
  readonly scripts: Element[];
  readonly authorClasses: Map<string, boolean>;
  /** How many of times and bylines stand before the first heading. */
  before: { times: number; bylines: number } | undefined;
}

/** One spelling of what some systems write with other marks: `article:published:time`, `og:site:name`. */
const toMetaName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^(article|og):(published|modified|updated|site)[:.-](time|name)$/, '$1:$2_$3');

const addMeta = (metas: Map<string, string[]>, { attribs }: Element): void => {
  const written = attribs['property'] ?? attribs['name'] ?? attribs['itemprop'] ?? attribs['http-equiv'];
  const content = (attribs['content'] ?? attribs['value'])?.trim();
  if (!written || !content) return;
  const name = toMetaName(written);
  const known = metas.get(name);
  if (known === undefined) metas.set(name, [content]);
  else known.push(content);
};

/** A word of a class that names an author, alone or with what it names: `byline`, `article-author`, `authorName`. */
const AUTHOR =
  /(?:^|[\s_-])(?:[Bb]y-?[Ll]ine|[Aa]uth?or|[Aa]uteur|[Aa]utore|[Ww]riter|[Rr]eporter|[Cc]ontributor|[Jj]ournalist|yazar|müəllif)(?:s|es|en)?(?:$|[\s_-]|-?(?:name|line|list)|[A-Z\d])/;
const INNER_AUTHOR = /[a-z\d](?:Author|Byline|ByLine|Autor)(?:s|en)?(?:$|[\s_-]|Name|List|Line)/;
/** … but these name who took a picture, who commented, or who wrote something else. */
const NOT_AUTHOR = /comment|avatar|photo|image|picture|caption|social|related|teaser|sidebar|widget/i;
const AUTHOR_PATH =
  /\/(?:authors?|autor(?:en|es|s)?|auteurs?|autori|autore|yazar(?:lar)?|muellif|avtor|redakteure?|journalists?|journalistes?|columnists?|reporters?|writers?|byline)\/[^/]+/i;

const isAuthorClass = (name: string): boolean =>
  (AUTHOR.test(name) || INNER_AUTHOR.test(name)) && !NOT_AUTHOR.test(name);

/** Whether a class names an author; `known` keeps what each said before, as the same class comes many times a page. */
const namesAuthor = (name: string | undefined, known: Map<string, boolean>): boolean => {
  if (name === undefined) return false;
  const before = known.get(name);
  if (before !== undefined) return before;
  const names = isAuthorClass(name);
  known.set(name, names);
  return names;
};

const isByline = ({ name, attribs }: Element, known: Map<string, boolean>): boolean => {
  const { rel, itemprop, class: names, href } = attribs;
  return (
    (rel !== undefined && /(?:^|\s)author(?:$|\s)/.test(rel)) ||
    itemprop === 'author' ||
    namesAuthor(names, known) ||
    namesAuthor(attribs['data-testid'], known) ||
    (name === 'a' && href !== undefined && AUTHOR_PATH.test(href))
  );
};

const find = (parent: ParentNode, finds: Finds): void => {
  for (const node of parent.children) {
    if (!isElement(node)) continue;
    const { name } = node;
    if (name === 'meta') addMeta(finds.metas, node);
    else if (name === 'link') finds.links.push(node);
    else if (name === 'title') finds.titles.push(node);
    else if (name === 'script') finds.scripts.push(node);
    else if (name === 'h1') addHeading(finds, node);
    else if (name === 'html') finds.roots.push(node);
    else if (name === 'base') finds.bases.push(node);
    const { itemprop } = node.attribs;
    if (name === 'time' || (itemprop !== undefined && /datePublished|dateModified/.test(itemprop)))
      finds.times.push(node);
    else if (name !== 'meta' && isByline(node, finds.authorClasses)) finds.bylines.push(node);
    find(node, finds);
  }
};

const addHeading = (finds: Finds, heading: Element): void => {
  finds.headings.push(heading);
  finds.before ??= { times: finds.times.length, bylines: finds.bylines.length };
};

/** What follows the first heading, then what stands before it: the frame above has dates and names of its own. */
const toAfterFirst = <T>(all: readonly T[], before: number): readonly T[] => [
  ...all.slice(before),
  ...all.slice(0, before),
];

/** The text in an element, white space collapsed. */
export const toElementText = (element: ParentNode): string => {
  let text = '';
  const add = (parent: ParentNode): void => {
    for (const node of parent.children) {
      if (node.type === 'text') text += node.data;
      else if (isElement(node) && node.type === 'tag') {
        text +=
          node.name === 'br' || node.name === 'p' || node.name === 'div' || node.name === 'li' ? ' ' : '';
        add(node);
      }
    }
  };
  add(element);
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
};

const toAlternates = (links: readonly Element[]): Head['alternates'] =>
  links.flatMap(({ attribs: { rel, hreflang, href } }) =>
    rel?.toLowerCase() === 'alternate' && hreflang && href ? [{ language: hreflang, url: href }] : [],
  );

/** Reads everything but the text in one walk. */
export const readHead = (document: Document): Head => {
  const finds: Finds = {
    metas: new Map(),
    titles: [],
    links: [],
    bases: [],
    roots: [],
    headings: [],
    times: [],
    bylines: [],
    scripts: [],
    authorClasses: new Map(),
    before: undefined,
  };
  find(document, finds);
  const canonical = finds.links.find((link) => link.attribs['rel']?.toLowerCase() === 'canonical');
  const address = canonical?.attribs['href'] ?? finds.metas.get('og:url')?.[0];
  const data = toPageData(finds.scripts);
  const title = finds.titles[0] === undefined ? '' : toElementText(finds.titles[0]);
  return {
    metas: finds.metas,
    title: title === '' ? undefined : title,
    canonical: canonical?.attribs['href'],
    base: finds.bases[0]?.attribs['href'],
    language: finds.roots[0]?.attribs['lang'] ?? finds.roots[0]?.attribs['xml:lang'],
    alternates: toAlternates(finds.links),
    headings: finds.headings,
    times: toAfterFirst(finds.times, finds.before?.times ?? 0),
    bylines: toAfterFirst(finds.bylines, finds.before?.bylines ?? 0),
    article: toStructuredArticle(data, address),
    trail: toTrail(data),
    pageDate: toPageDate(data),
    types: toPageTypes(data),
    isFeed: document.children.some((node) => isElement(node) && /^(?:rss|feed|rdf:rdf)$/i.test(node.name)),
  };
};

/** The first content of the first of these meta names that the page has. */
export const firstMeta = (head: Head, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = head.metas.get(name)?.[0];
    if (value !== undefined) return value;
  }
  return undefined;
};
