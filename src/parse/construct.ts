import { cleanText } from '../text/charset.ts';
import { decodeEntities } from './entities.ts';
import { resolveLinks } from './html-links.ts';
import { collapse, hasHtmlTag, isHtml, toPlainLine } from './plain.ts';
import type { RawElement } from './raw.ts';

/** What a field's text needs to be read: which format it is of, and what its relative URLs are relative to. */
export interface TextContext {
  readonly format: 'rss' | 'rdf' | 'atom';
  readonly base: string;
}

/** A field as HTML with absolute URLs; undefined where it is empty. */
export function toHtml(element: RawElement, context: TextContext): string | undefined {
  const typed = readText(element, context.format);
  if (typed === undefined) return undefined;
  const html = typed.kind === 'html' ? typed.text : escapeText(typed.text);
  const trimmed = html.trim();
  return trimmed === '' ? undefined : resolveLinks(trimmed, element.base ?? context.base);
}

/** A field as one line of plain text; undefined where it is empty. */
export function toLine(element: RawElement, context: TextContext): string | undefined {
  const typed = readText(element, context.format);
  if (typed === undefined) return undefined;
  const isLiteral = typed.kind === 'text' || (context.format !== 'atom' && hasLiteralTag(element));
  const line = isLiteral ? collapse(typed.text) : toPlainLine(typed.text);
  return line === '' ? undefined : line;
}

/**
 * Whether RSS text shows tags escaped within a CDATA section. RSS's titles are plain text, and entities in them are
 * decoded only because so many feeds escape quotes and ampersands there; a tag escaped so is meant to be seen.
 */
const hasLiteralTag = ({ text, markup, escapedTwice }: RawElement): boolean =>
  !markup && !escapedTwice && text.includes('&lt;') && !hasHtmlTag(text) && hasHtmlTag(decodeEntities(text));

/** A field that is neither HTML nor prose: an id, a URL, a date, a language. */
export function toToken(element: RawElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const token = element.text.trim();
  return token === '' ? undefined : token;
}

type TypedText = { readonly kind: 'html' | 'text'; readonly text: string };

function readText(element: RawElement, format: TextContext['format']): TypedText | undefined {
  if (element.markup) return { kind: 'html', text: element.text };
  const type = element.attributes.get('type')?.trim().toLowerCase() ?? '';
  const mode = element.attributes.get('mode')?.trim().toLowerCase() ?? '';
  if (mode === 'base64') return fromBase64(element.text);
  if (format !== 'atom' || isHtmlType(type)) return { kind: 'html', text: unescapeAgain(element) };
  // RFC 4287 section 3.1.1: text is the default. Many feeds leave the type out and write HTML all the same.
  if (type === '') return { kind: isHtml(element.text) ? 'html' : 'text', text: element.text };
  if (type === 'text' || type.startsWith('text/') || isXmlType(type))
    return { kind: 'text', text: element.text };
  return fromBase64(element.text);
}

const isHtmlType = (type: string): boolean => type === 'html' || type === 'text/html' || type === 'escaped';
const isXmlType = (type: string): boolean => type === 'xhtml' || /^[\w.-]+\/(?:[\w.-]+\+)?xml$/.test(type);

/** RFC 4287 section 4.1.3.3: content of any other media type is Base64; what is none is left out. */
function fromBase64(text: string): TypedText | undefined {
  const packed = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return { kind: isHtml(text) ? 'html' : 'text', text };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(packed, 'base64'));
    return { kind: 'html', text: cleanText(text) };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * HTML that was escaped once more than needed, by a template that escapes what is escaped (Qafqazinfo, 2026, escapes
 * even its CDATA marks): no tag of its own, but escaped ones.
 */
function unescapeAgain(element: RawElement): string {
  const text = unwrapCdata(element.text);
  if (!element.escapedTwice || text.includes('<')) return text;
  const again = unwrapCdata(decodeEntities(text));
  return hasHtmlTag(again) ? again : text;
}

const unwrapCdata = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.startsWith('<![CDATA[') && trimmed.endsWith(']]>') ? trimmed.slice(9, -3) : text;
};

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
