import type { Element } from 'domhandler';
import { isElement } from './document.ts';
import { foldText } from './fold.ts';
import { firstMeta, type Head, toElementText } from './head.ts';
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

/** The elements in an element that hold text of their own. */
const toLeaves = (element: Element): readonly Element[] => {
  const inner = element.children.filter(isElement).flatMap(toLeaves);
  return inner.length > 0 &&
    !element.children.some((child) => child.type === 'text' && child.data.trim() !== '')
    ? inner
    : [element, ...inner];
};

const toStatedNames = (element: Element): readonly string[] =>
  toLeaves(element).flatMap((leaf) =>
    leaf.attribs['itemprop'] === 'name' ? toNames(leaf.attribs['content'] ?? toElementText(leaf)) : [],
  );

/** The names in a byline: those its markup states, else of its links, else of its whole text, else of its parts. */
const readByline = (element: Element): readonly string[] => {
  const stated = toStatedNames(element);
  if (stated.length > 0) return stated;
  const leaves = toLeaves(element);
  const [ofLinks, ofWhole, ofParts] = [leaves.filter((leaf) => leaf.name === 'a'), [element], leaves].map(
    (elements) => unique(elements.map(toElementText).flatMap(readLine)),
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
  for (const byline of head.bylines) {
    if (readByline(byline).filter(isWriter).length === 0) continue;
    const group = head.bylines.filter((other) => other === byline || isBeside(other, byline));
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
