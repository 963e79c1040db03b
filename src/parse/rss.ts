import Parser from 'rss-parser';
import type { FeedRoot } from './detect.ts';
import { decodeEntities } from './entities.ts';
import { FIELD_NAMES, isContainer } from './names.ts';
import {
  NO_ATTRIBUTES,
  NO_FIELDS,
  type RawElement,
  type RawEntry,
  type RawFeed,
  type RawFields,
} from './raw.ts';
import { restoreRuns, type Sound } from './sound.ts';

/**
 * A sound feed by rss-parser, or undefined where it refuses the document, finds another number of entries than the
 * tags show, or has broken up markup inside a field.
 */
export async function readByRssParser(sound: Sound, root: FeedRoot): Promise<RawFeed | undefined> {
  const output = await parse(sound.xml);
  if (output === undefined) return undefined;
  const { items, feed, names } = output;
  if (items.length !== sound.entries) return undefined;
  const document = { names, format: root.format, runs: sound.runs };
  const fields = toFields(feed, document);
  const entries = items.map((item) => toEntry(item, document));
  if (fields === undefined || !entries.every(isEntry)) return undefined;
  const language = root.attributes.get('xml:lang');
  return {
    format: root.format,
    fields,
    base: undefined,
    language: language === undefined ? undefined : decodeEntities(language),
    version: root.attributes.get('version'),
    entries,
    isWhole: true,
    skipped: { overLimit: 0, overLong: 0, cutOff: 0 },
  };
}

/** Marks every element that rss-parser does not need for the frame of a feed, so that it leaves it as it was read. */
const RAW = 'raw:';
const FRAME: ReadonlySet<string> = new Set(['rss', 'rdf:RDF', 'channel', 'item', 'feed', 'entry']);

interface Output {
  readonly items: readonly unknown[];
  readonly feed: Readonly<Record<string, unknown>>;
  /** The fields that occur in the document. */
  readonly names: readonly string[];
}

async function parse(xml: string): Promise<Output | undefined> {
  const renamed = new Map([...FRAME].map((name) => [name, name]));
  // Filled while the document is read and used after: asking each entry for every field there is would cost as much.
  const names: string[] = [];
  const fields: [string, string, { keepArray: boolean }][] = [['$', '$', { keepArray: true }]];
  const rename = (name: string): string => {
    const known = renamed.get(name);
    if (known !== undefined) return known;
    const field = name.toLowerCase();
    renamed.set(name, RAW + field);
    if (FIELD_NAMES.has(field) && !names.includes(field)) {
      names.push(field);
      fields.push([RAW + field, field, { keepArray: true }]);
    }
    return RAW + field;
  };
  const parser = new Parser<Readonly<Record<string, unknown>>>({
    defaultRSS: 2,
    // rss-parser's own reading of fields runs a polynomial regex over each description (40 KB of "<p " takes 10 s)
    // and throws on an unreadable Atom date or a link without attributes. Renamed, they pass it by as xml2js's nodes
    // and go to the mapper that serves every reader.
    xml2js: { tagNameProcessors: [rename] },
    // @ts-expect-error: the typings know only names for `feed`; the array form is in rss-parser's README for both.
    customFields: { feed: fields, item: fields },
  });
  try {
    const { items, ...feed } = await parser.parseString(xml);
    return { items, feed, names };
  } catch {
    // What it cannot read goes to the tolerant reader, which says itself what is wrong.
    return undefined;
  }
}

/** What reading a field takes of its document. */
interface RawDocument {
  readonly names: readonly string[];
  readonly format: FeedRoot['format'];
  readonly runs: readonly string[];
}

const isEntry = (entry: RawEntry | undefined): entry is RawEntry => entry !== undefined;

function toEntry(item: unknown, document: RawDocument): RawEntry | undefined {
  if (!isRecord(item)) return undefined;
  const fields = toFields(item, document);
  if (fields === undefined) return undefined;
  const attributes = toAttributes(item['$']);
  return {
    fields,
    about: attributes.get('rdf:about'),
    base: undefined,
    language: attributes.get('xml:lang'),
  };
}

/** The fields of a feed or entry; undefined where one of them holds markup that xml2js has taken apart. */
function toFields(record: Readonly<Record<string, unknown>>, document: RawDocument): RawFields | undefined {
  const fields = new Map<string, readonly RawElement[]>();
  for (const name of document.names) {
    const nodes = record[name];
    if (!Array.isArray(nodes)) continue;
    const elements: RawElement[] = [];
    for (const node of nodes) {
      const element = toElement(name, node, document);
      if (element === undefined) return undefined;
      elements.push(element);
    }
    fields.set(name, elements);
  }
  return fields;
}

/** xml2js gives an element as its text, or as `{_: text, $: attributes, child: nodes}`. */
function toElement(name: string, node: unknown, document: RawDocument): RawElement | undefined {
  if (typeof node === 'string') return buildElement(node, NO_ATTRIBUTES, NO_FIELDS, document);
  if (!isRecord(node)) return undefined;
  const children = isContainer(name, document.format) ? toChildren(node, document) : NO_FIELDS;
  if (children === NO_FIELDS && Object.keys(node).some(isChildKey)) return undefined;
  const text = node['_'];
  return buildElement(typeof text === 'string' ? text : '', toAttributes(node['$']), children, document);
}

const isChildKey = (key: string): boolean => key !== '_' && key !== '$';

function toChildren(node: Readonly<Record<string, unknown>>, document: RawDocument): RawFields {
  const children = new Map<string, readonly RawElement[]>();
  for (const key of Object.keys(node).filter(isChildKey)) {
    const [child, nodes] = [key.slice(RAW.length), node[key]];
    if (!Array.isArray(nodes)) continue;
    const elements = nodes.map((each) => toElement(child, each, document));
    children.set(
      child,
      elements.filter((element) => element !== undefined),
    );
  }
  return children;
}

const buildElement = (
  text: string,
  attributes: RawElement['attributes'],
  children: RawFields,
  document: RawDocument,
): RawElement => ({
  text: restoreRuns(text, document.runs),
  markup: false,
  escapedTwice: false,
  attributes,
  children,
  base: undefined,
});

function toAttributes(node: unknown): ReadonlyMap<string, string> {
  if (!isRecord(node)) return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(node))
    if (typeof value === 'string') attributes.set(name.toLowerCase(), value);
  return attributes;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
