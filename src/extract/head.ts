import type { Document, Element, ParentNode } from 'domhandler';
import { isElement } from './document.ts';
import { type StructuredArticle, toDataNodes, toStructuredArticle } from './structured.ts';

/** What the page says of itself outside its text. */
export interface Head {
  /** `<meta>` content by lower-case name, property or itemprop, in document order. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  readonly title: string | undefined;
  readonly canonical: string | undefined;
  readonly base: string | undefined;
  readonly language: string | undefined;
  readonly headings: readonly Element[];
  readonly times: readonly Element[];
  /** Elements that name an author by itemprop, rel or class. */
  readonly bylines: readonly Element[];
  readonly article: StructuredArticle | undefined;
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
}

const addMeta = (metas: Map<string, string[]>, { attribs }: Element): void => {
  const name = (attribs['property'] ?? attribs['name'] ?? attribs['itemprop'] ?? attribs['http-equiv'])
    ?.trim()
    .toLowerCase();
  const content = attribs['content']?.trim();
  if (!name || !content) return;
  const known = metas.get(name);
  if (known === undefined) metas.set(name, [content]);
  else known.push(content);
};

const AUTHOR =
  /(?:^|[\s_-])(?:by-?line|author|auteur|autor|autore|writer|reporter|contributor)s?(?:$|[\s_-])|(?:^|\s|__|--)(?:article|post|entry|story)[\w-]*author(?:-?name)?(?:$|\s)/i;

const isByline = ({ attribs }: Element): boolean =>
  attribs['rel'] === 'author' ||
  attribs['itemprop'] === 'author' ||
  AUTHOR.test(attribs['class'] ?? '') ||
  AUTHOR.test(attribs['data-testid'] ?? '');

const find = (parent: ParentNode, finds: Finds): void => {
  for (const node of parent.children) {
    if (!isElement(node)) continue;
    const { name } = node;
    if (name === 'meta') addMeta(finds.metas, node);
    else if (name === 'link') finds.links.push(node);
    else if (name === 'title') finds.titles.push(node);
    else if (name === 'script') finds.scripts.push(node);
    else if (name === 'h1') finds.headings.push(node);
    else if (name === 'html') finds.roots.push(node);
    else if (name === 'base') finds.bases.push(node);
    if (name === 'time' || /datePublished|dateModified/.test(node.attribs['itemprop'] ?? ''))
      finds.times.push(node);
    else if (isByline(node)) finds.bylines.push(node);
    find(node, finds);
  }
};

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
  };
  find(document, finds);
  const canonical = finds.links.find((link) => link.attribs['rel']?.toLowerCase() === 'canonical');
  const title = finds.titles[0] === undefined ? '' : toElementText(finds.titles[0]);
  return {
    metas: finds.metas,
    title: title === '' ? undefined : title,
    canonical: canonical?.attribs['href'],
    base: finds.bases[0]?.attribs['href'],
    language: finds.roots[0]?.attribs['lang'] ?? finds.roots[0]?.attribs['xml:lang'],
    headings: finds.headings,
    times: finds.times,
    bylines: finds.bylines,
    article: toStructuredArticle(toDataNodes(finds.scripts)),
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
