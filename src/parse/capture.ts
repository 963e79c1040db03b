import { parseHttpUrl } from '../text/url.ts';
import { decodeEntities } from './entities.ts';
import { toKnownPrefix } from './names.ts';
import { NO_FIELDS, type RawElement } from './raw.ts';
import { enterScope, type RawAttribute, type Scope, toAttributes } from './scope.ts';
import type { StartTag } from './tokens.ts';

/** An open field: its text, and its child elements as HTML, gathered piece by piece. */
export interface Capture {
  /** The tag's name as written, which its end tag repeats. */
  readonly name: string;
  readonly scope: Scope;
  readonly attributes: readonly RawAttribute[];
  readonly pieces: Piece[];
  /** Scopes of the child elements that are open. */
  readonly scopes: Scope[];
  readonly maxChars: number;
  /** UTF-16 units that may still be added; what is beyond is left out. */
  room: number;
  isCut: boolean;
  readonly maxDepth: number;
  depth: number;
  /** Open child elements of the field's own name. */
  sameName: number;
  markup: boolean;
}

interface Piece {
  readonly kind: 'text' | 'cdata' | 'tag';
  readonly source: string;
}

/** Opens a field that may hold `maxChars`; markup in it deeper than `maxDepth` is kept as text alone. */
export const openCapture = (tag: StartTag, scope: Scope, maxChars: number, maxDepth: number): Capture => ({
  name: tag.name,
  scope,
  attributes: tag.attributes,
  pieces: [],
  scopes: [],
  maxChars,
  room: maxChars,
  isCut: false,
  maxDepth,
  depth: 0,
  sameName: 0,
  markup: false,
});

/** Adds text, undecoded. */
export const addText = (capture: Capture, source: string): void => add(capture, 'text', source);

/** Adds the inside of a CDATA section. */
export const addCdata = (capture: Capture, text: string): void => add(capture, 'cdata', text);

function add(capture: Capture, kind: Piece['kind'], source: string): void {
  const { room } = capture;
  if (source.length > room) capture.isCut = true;
  // Part of a tag is none.
  const kept = source.length <= room ? source : kind === 'tag' ? '' : source.slice(0, room);
  capture.room -= kept.length;
  if (kept !== '') capture.pieces.push({ kind, source: kept });
}

/** Adds the start tag of a child element. */
export function addStartTag(capture: Capture, tag: StartTag): void {
  const { scopes, scope } = capture;
  const inner = enterScope(scopes.at(-1) ?? scope, tag.attributes, scope.base ?? '');
  capture.markup = true;
  if (capture.depth < capture.maxDepth) add(capture, 'tag', toHtmlTag(tag, inner, scope.base));
  if (tag.selfClosing) return;
  capture.depth++;
  if (capture.depth <= capture.maxDepth) scopes.push(inner);
  if (tag.name === capture.name) capture.sameName++;
}

/** Adds an end tag; `closes` where it is the field's own. One that closes nothing is left out. */
export function addEndTag(capture: Capture, name: string): 'closes' | 'added' {
  if (name === capture.name) {
    if (capture.sameName === 0) return 'closes';
    capture.sameName--;
  }
  if (capture.depth === 0) return 'added';
  if (capture.depth <= capture.maxDepth) {
    add(capture, 'tag', `</${toHtmlName(name, capture.scopes.at(-1) ?? capture.scope)}>`);
    capture.scopes.pop();
  }
  capture.depth--;
  return 'added';
}

/** The field as it stands. */
export function toElement(capture: Capture): RawElement {
  const { pieces, markup, scope } = capture;
  const attributes = toAttributes(capture.attributes);
  const mode = markup ? (isEscapedType(attributes) ? 'escaped' : 'xhtml') : 'text';
  return {
    text: pieces.map((piece) => toText(piece, mode)).join(''),
    markup,
    escapedTwice: pieces.some((piece) => piece.kind === 'text' && piece.source.includes('&amp;lt;')),
    attributes,
    children: NO_FIELDS,
    base: scope.base,
  };
}

/** In a field that holds escaped HTML, text beside unescaped tags is escaped HTML too; in XHTML it is text. */
function toText(piece: Piece, mode: 'text' | 'escaped' | 'xhtml'): string {
  if (piece.kind === 'text') return mode === 'xhtml' ? piece.source : decodeEntities(piece.source);
  return piece.kind === 'cdata' && mode === 'xhtml' ? escapeText(piece.source) : piece.source;
}

function isEscapedType(attributes: ReadonlyMap<string, string>): boolean {
  const type = attributes.get('type')?.toLowerCase() ?? 'html';
  return attributes.get('mode')?.toLowerCase() !== 'xml' && (type === 'html' || type === 'text/html');
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
const URL_ATTRIBUTES: ReadonlySet<string> = new Set(['href', 'src', 'poster', 'cite', 'action', 'data']);

/** A start tag as HTML: XHTML's prefix gone, `<div/>` opened and closed, URLs resolved where xml:base is set inside. */
function toHtmlTag(tag: StartTag, scope: Scope, fieldBase: string | undefined): string {
  const source = tag.document.slice(tag.start, tag.end);
  const name = toHtmlName(tag.name, scope);
  const rebased = scope.base !== fieldBase;
  const close = tag.selfClosing && !VOID.has(name.toLowerCase()) ? `></${name}>` : '>';
  if (name === tag.name && !rebased && close === '>' && !source.includes('xml')) return source;
  const attributes = tag.attributes
    .filter((attribute) => !/^xml(?:ns)?(?::|$)/.test(attribute.name))
    .map(({ name: key, value }) => ` ${key}="${rebase(key, value, rebased ? scope.base : undefined)}"`);
  return `<${name}${attributes.join('')}${close}`;
}

/** An attribute's value for double quotes, made absolute where a base is given and it is a URL. */
function rebase(name: string, value: string, base: string | undefined): string {
  const isUrl = base !== undefined && URL_ATTRIBUTES.has(name.toLowerCase());
  const url = isUrl ? parseHttpUrl(decodeEntities(value), base)?.href : undefined;
  return (url === undefined ? value : escapeText(url)).replaceAll('"', '&quot;');
}

function toHtmlName(name: string, scope: Scope): string {
  const colon = name.indexOf(':');
  if (colon < 0) return name;
  const uri = scope.namespaces.get(name.slice(0, colon));
  return uri !== undefined && toKnownPrefix(uri) === 'xhtml' ? name.slice(colon + 1) : name;
}
