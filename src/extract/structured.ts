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

const collect = (value: unknown, depth: number, nodes: DataNode[]): void => {
  if (depth > MAX_DEPTH || nodes.length >= MAX_NODES) return;
  if (Array.isArray(value)) for (const entry of value) collect(entry, depth + 1, nodes);
  if (!isNode(value)) return;
  nodes.push(value);
  for (const inner of Object.values(value)) if (typeof inner === 'object') collect(inner, depth + 1, nodes);
};

/** Every node of the page's JSON-LD blocks, outer ones first; a block that is no JSON is passed over. */
export const toDataNodes = (scripts: readonly Element[]): readonly DataNode[] => {
  const nodes: DataNode[] = [];
  for (const script of scripts) {
    const text = script.children.map((child) => (child.type === 'text' ? child.data : '')).join('');
    collect(parseLoosely(text), 0, nodes);
  }
  return nodes;
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

const score = (node: DataNode): number =>
  (node['datePublished'] === undefined ? 0 : 2) +
  (node['headline'] === undefined ? 0 : 2) +
  (node['articleBody'] === undefined ? 0 : 2) +
  (node['author'] === undefined ? 0 : 1) +
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
});

/** The node that describes the page's own article: of the article types, the fullest, the first of equals. */
export const toStructuredArticle = (nodes: readonly DataNode[]): StructuredArticle | undefined => {
  const byId = new Map<string, DataNode>();
  for (const node of nodes) {
    const id = node['@id'];
    if (typeof id === 'string' && node['name'] !== undefined && !byId.has(id)) byId.set(id, node);
  }
  let best: DataNode | undefined;
  for (const node of nodes)
    if (isArticle(toTypes(node)) && (best === undefined || score(node) > score(best))) best = node;
  return best === undefined ? undefined : toArticle(best, byId);
};
