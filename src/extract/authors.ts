import type { ChildNode, Element } from 'domhandler';
import { isElement } from './document.ts';
import { foldText } from './fold.ts';
import { firstMeta, type Head } from './head.ts';
import { isNameLike, toNameKind, toNames } from './names.ts';

/** Whom the page names as its authors. */
export interface Authors {
  /** Persons; where none is named, the agency or house that signs. */
  readonly authors: readonly string[];
  /** Departments, agencies and houses that are credited. */
  readonly credits: readonly string[];
}

const META_NAMES = [
  'author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dc.contributor',
  'dcterms.creator',
  'byl',
  'og:article:author',
  'cxenseparse:author',
  'twitter:creator:name',
  'twitter:misc:written by',
];

/** A card of labels and data, as WordPress writes it for Twitter: "Written by" and the name. */
const WRITTEN_BY =
  /^(?:written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|skrevet av|skriven av|автор|написал|yazan|müəllif|napisane przez)$/i;

const toMetaNames = (head: Head): readonly string[] => {
  const labelled = [1, 2].flatMap((at) =>
    WRITTEN_BY.test(firstMeta(head, `twitter:label${at}`) ?? '')
      ? (head.metas.get(`twitter:data${at}`) ?? [])
      : [],
  );
  return [...META_NAMES.flatMap((name) => head.metas.get(name) ?? []), ...labelled].flatMap(toNames);
};

/** A byline is shorter; a longer text is a biography. */
const MAX_BYLINE_CHARS = 150;
/** More names than this under one heading are a list of the site's authors. */
const MAX_BYLINE_NAMES = 8;
/** Bounds of what is read: bylines within bylines, each read whole, would cost the square of the page. */
const MAX_BYLINES = 200;
const MAX_BYLINE_NODES = 400;
/** Characters of one text that are looked at, white space counted. */
const MAX_TEXT_CHARS = 1_000;

/** The nodes in an element in the order of the page; none where they are more than a byline has. */
const listNodes = (element: Element): readonly ChildNode[] => {
  const nodes: ChildNode[] = [];
  const add = (parent: Element): boolean =>
    parent.children.every((node) => {
      nodes.push(node);
      return nodes.length <= MAX_BYLINE_NODES && (!isElement(node) || add(node));
    });
  return add(element) ? nodes : [];
};

/** The elements of a byline, itself among them, that hold text of their own or nothing else that does. */
const toLeaves = (element: Element): readonly Element[] =>
  [element, ...listNodes(element).filter(isElement)].filter(
    ({ children }) =>
      !children.some(isElement) ||
      children.some((child) => child.type === 'text' && child.data.trim() !== ''),
  );

/** The text in a byline, white space collapsed; empty where it is longer than one is. */
const toBylineText = (element: Element): string => {
  let text = '';
  let length = 0;
  let nodes = 0;
  const add = (parent: Element): boolean =>
    parent.children.every((node) => {
      nodes += 1;
      if (node.type === 'text') {
        const said = collapse(node.data.slice(0, MAX_TEXT_CHARS));
        length += said.trim().length;
        text += said;
      } else if (isElement(node) && node.type === 'tag') {
        if (BREAKS.has(node.name)) text += ' ';
        if (!add(node)) return false;
      }
      return length <= MAX_BYLINE_CHARS && nodes <= MAX_BYLINE_NODES;
    });
  return add(element) ? collapse(text).trim() : '';
};

const collapse = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');
const BREAKS: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li']);

const toStatedNames = (element: Element): readonly string[] =>
  toLeaves(element).flatMap((leaf) =>
    leaf.attribs['itemprop'] === 'name' ? toNames(leaf.attribs['content'] ?? toBylineText(leaf)) : [],
  );

/** The names in a byline: those its markup states, else of its links, else of its whole text, else of its parts. */
const readByline = (element: Element): readonly string[] => {
  const stated = toStatedNames(element);
  if (stated.length > 0) return stated;
  const leaves = toLeaves(element);
  const [ofLinks, ofWhole, ofParts] = [leaves.filter((leaf) => leaf.name === 'a'), [element], leaves].map(
    (elements) => unique(elements.map(toBylineText).flatMap(readLine)),
  );
  if (ofLinks !== undefined && ofLinks.length > 0) return ofLinks;
  // Names set apart by their markup alone run together in the text of the whole.
  const whole = ofWhole ?? [];
  const parts = ofParts ?? [];
  return whole.length === 0 || parts.length > whole.length ? parts : whole;
};

const readLine = (text: string): readonly string[] =>
  text.length > MAX_BYLINE_CHARS ? [] : toNames(text).filter(isNameLike);

const unique = (names: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = foldText(name);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const toHouse = (head: Head, host: string): ReadonlySet<string> => {
  const domain = host.replace(/^www\./, '');
  const named = [firstMeta(head, 'og:site_name', 'application-name'), head.article?.publisher];
  return new Set([...named, domain, domain.split('.').at(-2)].map((name) => foldText(name ?? '')));
};

const isBeside = (one: Element, other: Element): boolean =>
  one.name === other.name &&
  one.attribs['class'] === other.attribs['class'] &&
  (one.parent === other.parent || one.parent?.parent === other.parent?.parent);

/** The names of the first byline that gives any, and of those beside it that are made as it is. */
const readBylines = (head: Head, isWriter: (name: string) => boolean): readonly string[] => {
  const bylines = head.bylines.slice(0, MAX_BYLINES);
  for (const byline of bylines) {
    if (readByline(byline).filter(isWriter).length === 0) continue;
    const group = bylines.filter((other) => other === byline || isBeside(other, byline));
    return unique(group.flatMap(readByline).filter(isWriter)).slice(0, MAX_BYLINE_NAMES);
  }
  return [];
};

/**
 * Who wrote the article: the persons its data name, else those of its bylines, else the agency or house that signs. A
 * department of the house ("Xarici siyasət şöbəsi", "News desk") is credited and no author.
 */
export const toAuthors = (head: Head, host: string, shown: () => readonly string[] = () => []): Authors => {
  const house = toHouse(head, host);
  const kind = (name: string) => toNameKind(name, house);
  const stated = unique((head.article?.authors ?? []).flatMap(toNames));
  const metas = unique(toMetaNames(head));
  const organisations = head.article?.organisations ?? [];
  const isWriter = (name: string) => kind(name) === 'person';
  // "example.com, Frankfurt, Germany" is an address: beside the house's name a single word is no person.
  const isSigned = metas.some((name) => kind(name) === 'house');
  const isMetaWriter = (name: string) => isWriter(name) && (!isSigned || isNameLike(name));
  const all = unique([...stated, ...organisations, ...metas]);
  const credits = all.filter((name) => !isWriter(name));
  const sources = [() => stated, () => metas.filter(isMetaWriter), () => readBylines(head, isWriter), shown];
  const persons = findNonEmpty(sources, isWriter);
  if (persons !== undefined) return { authors: persons, credits };
  const signed = unique([...stated, ...organisations]).filter((name) => kind(name) !== 'department');
  return { authors: signed, credits };
};

/** The persons of the first source that names any; those after it are not read. */
const findNonEmpty = (
  sources: readonly (() => readonly string[])[],
  isWriter: (name: string) => boolean,
): readonly string[] | undefined => {
  for (const source of sources) {
    const names = source().filter(isWriter);
    if (names.length > 0) return names;
  }
  return undefined;
};
