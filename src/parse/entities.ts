import { Tokenizer } from 'htmlparser2';
import { cleanText } from '../text/charset.ts';

/** Decodes numeric references and the names of XML and HTML; what is no reference stays as it is. */
export function decodeEntities(text: string): string {
  let at = text.indexOf('&');
  if (at < 0) return text;
  let decoded = '';
  let from = 0;
  for (; at >= 0; at = text.indexOf('&', at + 1)) {
    const end = findReferenceEnd(text, at + 1);
    const character = end < 0 ? undefined : decodeOne(text.slice(at + 1, end));
    if (character === undefined) continue;
    decoded += text.slice(from, at) + character;
    from = end + 1;
    at = end;
  }
  return from === 0 ? text : decoded + text.slice(from);
}

/** No name of HTML is longer than 31 letters. */
const MAX_REFERENCE_CHARS = 32;
const [SEMICOLON, HASH] = [0x3b, 0x23];

/** Where a reference's semicolon stands; -1 where there is none: "?page=1&copy=2" is text. */
function findReferenceEnd(text: string, start: number): number {
  for (let at = start; at < start + MAX_REFERENCE_CHARS; at++) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON) return at;
    const isPart =
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code === HASH && at === start);
    if (!isPart) return -1;
  }
  return -1;
}

const XML_NAMES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

function decodeOne(body: string): string | undefined {
  if (body.charCodeAt(0) !== HASH) return XML_NAMES.get(body) ?? decodeHtmlName(body);
  const digits = /^#(?:(\d{1,10})|[xX]([\dA-Fa-f]{1,8}))$/.exec(body);
  if (digits === null) return undefined;
  return toCharacter(digits[1] === undefined ? Number.parseInt(digits[2] ?? '', 16) : Number(digits[1]));
}

/** A code point as text; nothing for what no document may hold (controls, lone surrogates, beyond Unicode). */
function toCharacter(code: number): string {
  if (code < 0x20) return code === 9 || code === 10 || code === 13 ? String.fromCharCode(code) : '';
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '';
  return code >= 0x7f && code <= 0x9f ? cleanText(String.fromCharCode(code)) : String.fromCodePoint(code);
}

/** One of HTML's 2,231 names, from the tokenizer's own table; undefined where it is none. */
function decodeHtmlName(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z\d]+$/.test(name)) return undefined;
  const points: number[] = [];
  const ignore = (): void => {};
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      // Text means that the name was no reference or only began with one ("&notit;").
      ontext: () => points.push(Number.NaN),
      ontextentity: (point) => points.push(point),
    },
  );
  tokenizer.write(`&${name};`);
  tokenizer.end();
  return points.length === 0 || points.some(Number.isNaN) ? undefined : String.fromCodePoint(...points);
}
