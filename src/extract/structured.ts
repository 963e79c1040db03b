import type { Element } from 'domhandler';

/** One node of the page's JSON-LD, its fields not yet read. */
export type DataNode = Readonly<Record<string, unknown>>;

/** What the page's structured data say of its article; nothing here is checked against the page. */
export interface StructuredArticle {
  readonly types: readonly string[];
  readonly headline: string | undefined;
  readonly description: string | undefined;
  readonly body: string | undefined;
  readonly published: string | undefined;
  readonly modified: string | undefined;
  readonly authors: readonly string[];
  /** Names of authors that the data call an organisation. */
  readonly organisations: readonly string[];
  readonly publisher: string | undefined;
  readonly section: string | undefined;
  readonly keywords: readonly string[];
  readonly language: string | undefined;
  readonly image: string | undefined;
  /** What `isAccessibleForFree` says, of the article or of its body. */
  readonly isFree: boolean | undefined;
}

/** A page's JSON-LD nodes, and which of them are parts of another: an update of a live blog, an entry of a list. */
export interface PageData {
  readonly nodes: readonly DataNode[];
  readonly parts: ReadonlySet<DataNode>;
}

/** Real blocks nest to six; more is an accident or an attack. */
const MAX_DEPTH = 10;
/** A list page names a hundred articles; more nodes than this are not looked at. */
const MAX_NODES = 2_000;

const isNode = (value: unknown): value is DataNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON as pages write it: in comments or CDATA, with raw line breaks in strings and commas too many. */
const parseLoosely = (text: string): unknown => {
  const bare = text
    .trim()
    .replace(
      /^(?:\/\*\s*)?<!(?:--|\[CDATA\[)(?:\s*\*\/)?|(?:\/\*\s*|\/\/\s*)?(?:-->|\]\]>)(?:\s*\*\/)?;?$/g,
      '',
    )
    .replace(/;\s*$/, '');
  const attempts = [
    bare,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what is repaired
    bare.replace(/[\u0000-\u001f]+/g, ' ').replace(/,(?=\s*[}\]])/g, ''),
  ];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next, more lenient reading; 12 of 469 real pages have a block that none can read.
    }
  }
  return undefined;
};

/** Under these stands what is not the page's own article. */
const PART_KEYS: ReadonlySet<string> = new Set(
  (
    'liveBlogUpdate itemListElement comment review isRelatedTo relatedLink mentions citation isBasedOn ' +
    'significantLink'
  ).split(' '),
);

interface Collected {
  readonly nodes: DataNode[];
  readonly parts: Set<DataNode>;
}

const collect = (value: unknown, depth: number, isPart: boolean, found: Collected): void => {
  if (depth > MAX_DEPTH || found.nodes.length >= MAX_NODES) return;
  if (Array.isArray(value)) for (const entry of value) collect(entry, depth + 1, isPart, found);
  if (!isNode(value)) return;
  found.nodes.push(value);
  if (isPart) found.parts.add(value);
  for (const [key, inner] of Object.entries(value))
    if (typeof inner === 'object') collect(inner, depth + 1, isPart || PART_KEYS.has(key), found);
};

/** Every node of the page's JSON-LD blocks, outer ones first; a block that is no JSON is passed over. */
export const toPageData = (scripts: readonly Element[]): PageData => {
  const found: Collected = { nodes: [], parts: new Set() };
  for (const script of scripts) {
    const text = script.children.map((child) => (child.type === 'text' ? child.data : '')).join('');
    collect(parseLoosely(text), 0, false, found);
  }
  return found;
};

const toList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

const toText = (value: unknown): string | undefined => {
  const first = toList(value)[0];
  const text = isNode(first) ? (first['@value'] ?? first['name'] ?? first['url']) : first;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
};

const toTypes = (node: DataNode): readonly string[] =>
  toList(node['@type']).flatMap((type) => (typeof type === 'string' ? [type.replace(/^.*[/#:]/, '')] : []));

const isArticle = (types: readonly string[]): boolean =>
  types.some((type) => /article|blogposting|^report$|^review$|socialmediaposting/i.test(type));

const toNames = (value: unknown, byId: ReadonlyMap<string, DataNode>, wanted: 'person' | 'organisation') =>
  toList(value).flatMap((entry): readonly string[] => {
    if (typeof entry === 'string') return wanted === 'person' ? [entry] : [];
    if (!isNode(entry)) return [];
    const id = entry['@id'];
    const known = entry['name'] === undefined && typeof id === 'string' ? (byId.get(id) ?? entry) : entry;
    const isOrganisation = toTypes(known).some((type) => /organi[sz]ation|corporation|^brand$/i.test(type));
    if (isOrganisation !== (wanted === 'organisation')) return [];
    return toList(known['name']).flatMap((name) =>
      typeof name === 'string' && name.trim() !== '' ? [name] : [],
    );
  });

const toImage = (value: unknown): string | undefined => {
  const first = toList(value)[0];
  return isNode(first) ? toText(first['url'] ?? first['contentUrl'] ?? first['@id']) : toText(first);
};

const toKeywords = (value: unknown): readonly string[] =>
  toList(value)
    .flatMap((entry) => (isNode(entry) ? toList(entry['name']) : [entry]))
    .flatMap((entry) => (typeof entry === 'string' ? entry.split(/[,;]/) : []))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const toFlag = (value: unknown): boolean | undefined =>
  /^(?:true|false)$/i.test(String(value)) ? /^true$/i.test(String(value)) : undefined;

/** Publishers say it of the article, or of the part of the page that is closed. */
const toIsFree = (node: DataNode): boolean | undefined =>
  toFlag(node['isAccessibleForFree']) ??
  toList(node['hasPart'])
    .map((part) => (isNode(part) ? toFlag(part['isAccessibleForFree']) : undefined))
    .find((flag) => flag !== undefined);

const toAddresses = (node: DataNode): readonly string[] =>
  [node['url'], node['@id'], node['mainEntityOfPage']]
    .map((value) => (isNode(value) ? (value['@id'] ?? value['url']) : value))
    .flatMap((value) => (typeof value === 'string' ? [toAddressKey(value)] : []));

/** Scheme, host's www, query, fragment and the last slash do not tell two pages apart here. */
const toAddressKey = (url: string): string =>
  url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$|\/+(?=$|[?#])/g, '');

const score = (node: DataNode, own: string | undefined): number =>
  (node['datePublished'] === undefined ? 0 : 2) +
  (node['headline'] === undefined ? 0 : 2) +
  (node['articleBody'] === undefined ? 0 : 2) +
  (node['author'] === undefined ? 0 : 1) +
  (own !== undefined && toAddresses(node).includes(own) ? 3 : 0) +
  (toTypes(node).some((type) => /review/i.test(type)) ? -3 : 0);

const toArticle = (node: DataNode, byId: ReadonlyMap<string, DataNode>): StructuredArticle => ({
  types: toTypes(node),
  headline: toText(node['headline']) ?? toText(node['name']),
  description: toText(node['description']),
  body: toText(node['articleBody']) ?? toText(node['text']),
  published: toText(node['datePublished']) ?? toText(node['dateCreated']),
  modified: toText(node['dateModified']),
  authors: toNames(node['author'] ?? node['creator'], byId, 'person'),
  organisations: toNames(node['author'] ?? node['creator'], byId, 'organisation'),
  publisher: toText(node['publisher']) ?? toText(node['sourceOrganization']),
  section: toText(node['articleSection']),
  keywords: toKeywords(node['keywords']),
  language: toText(node['inLanguage']),
  image: toImage(node['image']) ?? toImage(node['thumbnailUrl']),
  isFree: toIsFree(node),
});

/**
 * The node that describes the page's own article: of the article types, the fullest, the first of equals; one that
 * names the page's address rather than another. An update of a live blog or an entry of a list is none.
 */
export const toStructuredArticle = (
  { nodes, parts }: PageData,
  address: string | undefined,
): StructuredArticle | undefined => {
  const byId = new Map<string, DataNode>();
  for (const node of nodes) {
    const id = node['@id'];
    if (typeof id === 'string' && node['name'] !== undefined && !byId.has(id)) byId.set(id, node);
  }
  const own = address === undefined ? undefined : toAddressKey(address);
  const articles = nodes.filter((node) => !parts.has(node) && isArticle(toTypes(node)));
  const scores = articles.map((node) => score(node, own));
  const best = articles[scores.indexOf(Math.max(...scores))];
  return best === undefined ? undefined : toArticle(best, byId);
};

/** The trail to the page as its breadcrumbs state it, the root first; without the page itself where that is named. */
export const toTrail = ({ nodes }: PageData): readonly string[] => {
  const list = nodes.find((node) => toTypes(node).includes('BreadcrumbList'));
  return toList(list?.['itemListElement']).flatMap((entry): readonly string[] => {
    if (!isNode(entry)) return [];
    const name = toText(entry['name']) ?? (isNode(entry['item']) ? toText(entry['item']['name']) : undefined);
    return name === undefined ? [] : [name];
  });
};

/** When a page that is called no article was published, as its own node says (`WebPage`, `VideoObject`). */
export const toPageDate = ({ nodes, parts }: PageData): string | undefined => {
  const page = nodes.find(
    (node) => !parts.has(node) && toTypes(node).some((type) => /^(?:\w*Page|VideoObject|Event)$/.test(type)),
  );
  return page === undefined ? undefined : (toText(page['datePublished']) ?? toText(page['uploadDate']));
};

/** The types of all that is no part of something else. */
export const toPageTypes = ({ nodes, parts }: PageData): readonly string[] => [
  ...new Set(nodes.filter((node) => !parts.has(node)).flatMap(toTypes)),
];
