import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessCharset } from './charset-guess.ts';

/** What kind of document the bytes are, which says where they name their own charset. */
export type DocumentKind = 'xml' | 'html' | 'json';

/** Text and how its charset was found. */
export interface Decoded {
  readonly text: string;
  /** Lower-case label, as a WHATWG decoder or iconv calls it. */
  readonly charset: string;
  readonly by: 'bom' | 'pattern' | 'utf-8' | 'header' | 'document' | 'guess';
}

/**
 * Bytes to text by what proves most: byte order mark, UTF-16/32 pattern, valid UTF-8, HTTP header, the document's
 * own prolog or meta, a guess. Never fails: bytes that no charset explains become U+FFFD.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined, kind: DocumentKind): Decoded {
  const mark = findMark(bytes);
  if (mark !== undefined)
    return { text: decode(bytes.subarray(mark.skip), mark.charset), charset: mark.charset, by: mark.by };
  // ISO-2022 is seven-bit and so looks like valid UTF-8; only its escapes tell.
  if (bytes.includes(ESCAPE)) {
    const shifted = readStated(bytes, contentType, kind).find((each) => each.charset.startsWith('iso-2022'));
    if (shifted !== undefined) return { text: decode(bytes, shifted.charset), ...shifted };
  }
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== undefined) return { text: utf8, charset: 'utf-8', by: 'utf-8' };
  const stated = readStated(bytes, contentType, kind);
  const chosen = chooseStated(stated, bytes) ?? { charset: guessCharset(bytes), by: 'guess' as const };
  return { text: decode(bytes, chosen.charset), ...chosen };
}

const ESCAPE = 0x1b;

interface Stated {
  readonly charset: string;
  readonly by: 'header' | 'document';
}

const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe, 0, 0], charset: 'utf-32le' },
  { bytes: [0, 0, 0xfe, 0xff], charset: 'utf-32be' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const;

// XML 1.0 appendix F.1: where the zero bytes of the first ASCII characters stand tells the width and the order.
const PATTERNS = new Map([
  ['x000', 'utf-32le'],
  ['000x', 'utf-32be'],
  ['x0x0', 'utf-16le'],
  ['0x0x', 'utf-16be'],
]);

function findMark(bytes: Uint8Array): { charset: string; skip: number; by: 'bom' | 'pattern' } | undefined {
  for (const mark of MARKS)
    if (mark.bytes.every((byte, index) => bytes[index] === byte))
      return { charset: mark.charset, skip: mark.bytes.length, by: 'bom' };
  if (bytes.length < 4 || !bytes.subarray(0, 4).includes(0)) return undefined;
  const pattern = Array.from(bytes.subarray(0, 4), (byte) => (byte === 0 ? '0' : 'x')).join('');
  const charset = PATTERNS.get(pattern);
  return charset === undefined ? undefined : { charset, skip: 0, by: 'pattern' };
}

/** Valid UTF-8, a last character cut off left out; undefined where it is none. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  // The same text; a decoder of one byte a character is several times as fast.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const whole = isUtf8(bytes)
    ? bytes
    : [1, 2, 3].map((cut) => bytes.subarray(0, -cut)).find((cut) => isUtf8(cut));
  if (whole === undefined) return undefined;
  return Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString('utf8');
}

function readStated(
  bytes: Uint8Array,
  contentType: string | undefined,
  kind: DocumentKind,
): readonly Stated[] {
  const header = toLabel(contentType?.match(/charset\s*=\s*["']?\s*([^\s"';,]+)/i)?.[1]);
  const document = toLabel(readDocumentLabel(bytes, kind));
  return [
    ...(header === undefined ? [] : [{ charset: header, by: 'header' as const }]),
    ...(document === undefined ? [] : [{ charset: document, by: 'document' as const }]),
  ];
}

/** The HTML standard reads 1,024 bytes for a meta charset; pages that put it later exist, so four times that. */
const HEAD_BYTES = 4096;

function readDocumentLabel(bytes: Uint8Array, kind: DocumentKind): string | undefined {
  if (kind === 'json') return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString(
    'latin1',
  );
  const prolog = head.match(/<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([^"'\s>]{1,40})/i)?.[1];
  if (prolog !== undefined || kind === 'xml') return prolog;
  return head.match(/<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([^"'\s/>;]{1,40})/i)?.[1];
}

/** Labels that feeds use and the WHATWG encoding standard does not list. */
const ALIASES = new Map([
  ['win-1251', 'windows-1251'],
  ['windows1251', 'windows-1251'],
  ['cp-1251', 'windows-1251'],
  ['win-1252', 'windows-1252'],
  ['windows1252', 'windows-1252'],
  ['koi8', 'koi8-r'],
  ['utf', 'utf-8'],
  ['utf_8', 'utf-8'],
  ['unicode', 'utf-8'],
]);

/** The decoder's own name of a label, or undefined where there is no decoder for it. */
function toLabel(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  const lower = label.trim().toLowerCase();
  const known = ALIASES.get(lower) ?? lower;
  try {
    return new TextDecoder(known).encoding;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return iconv.encodingExists(known) ? known : undefined;
  }
}

/** What an HTTP server says when nobody has told it: Java servers add it to every text answer. */
const SERVER_DEFAULT = 'windows-1252';

/** The stated charset to believe of bytes that are not valid UTF-8. */
function chooseStated(stated: readonly Stated[], bytes: Uint8Array): Stated | undefined {
  const [utf8, others] = [stated.filter(isUtf), stated.filter((each) => !isUtf(each))];
  const meant = others.find((each) => each.charset !== SERVER_DEFAULT) ?? others[0];
  // One bad byte in a long UTF-8 document must not turn all of it into another charset.
  return utf8[0] !== undefined && (meant === undefined || isMostlyUtf8(bytes)) ? utf8[0] : meant;
}

// A document that states UTF-16 and shows no zero bytes is not UTF-16.
const isUtf = (stated: Stated): boolean => stated.charset.startsWith('utf-');

/** Whether valid multi-byte sequences of UTF-8 outnumber the bytes that fit none by four to one. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  let [good, bad] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) bad++;
    else if (code > 0x7f) good++;
  }
  return good > bad * 4;
}

function decode(bytes: Uint8Array, charset: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (charset === 'windows-1252') return fromWindows1252(buffer.toString('latin1'));
  // A document that states UTF-16 but has no zero bytes was recoded on its way and kept its old prolog.
  if (charset.startsWith('utf-16') && !bytes.includes(0)) return buffer.toString('utf8');
  if (charset.startsWith('utf-32') || !isWhatwg(charset)) return iconv.decode(buffer, charset);
  return new TextDecoder(charset).decode(bytes);
}

function isWhatwg(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

// https://encoding.spec.whatwg.org/index-windows-1252.txt, bytes 0x80 to 0x9F. Node 20.20's own decoder leaves them
// as C1 controls.
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Text whose C1 controls (U+0080 to U+009F) are windows-1252 bytes, as they are in every feed that has any. */
const fromWindows1252 = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));

/** Text without the control characters that no document may hold, windows-1252's in their meaning. */
export const cleanText = (text: string): string =>
  CONTROL.test(text) ? fromWindows1252(text).replace(CONTROLS, '') : text;

// XML 1.0 section 2.2: of the controls only tab, line feed and carriage return; U+FFFE and U+FFFF are no characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
