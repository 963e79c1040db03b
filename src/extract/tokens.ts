/** What is told of markup as it is read, in order; places are offsets in it, an end is the first one after. */
export interface TokenReader {
  readonly text: (start: number, end: number) => void;
  /** The name of a start tag; gives it back in lower case. */
  readonly openName: (start: number, end: number) => string;
  /** An attribute of the tag last named; without a value both places of it are one. */
  readonly attribute: (start: number, end: number, valueStart: number, valueEnd: number) => void;
  /** The end of a start tag: `>` or `/>`. */
  readonly openEnd: () => void;
  readonly selfClosing: () => void;
  /** The name of an end tag. */
  readonly close: (start: number, end: number) => void;
}

const SLASH = 47;
const EQUALS = 61;
const GREATER = 62;

/** Elements whose text nothing but their own end tag ends. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'title', 'textarea', 'xmp']);

/** No markup begins here. */
const NONE = -1;

const isSpace = (code: number): boolean =>
  code === 32 || code === 10 || code === 9 || code === 13 || code === 12;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

const skipSpace = (html: string, from: number): number => {
  let at = from;
  while (isSpace(html.charCodeAt(at))) at += 1;
  return at;
};

/** The place after the next `mark`, or the end. */
const skipPast = (html: string, mark: string, from: number): number => {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
};

/** The place of `quote`, or the end. */
const findQuote = (html: string, quote: string, from: number): number => {
  const found = html.indexOf(quote, from);
  return found < 0 ? html.length : found;
};

const findTagNameEnd = (html: string, from: number): number => {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return at;
};

const findAttributeNameEnd = (html: string, from: number): number => {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === EQUALS || code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return at;
};

/** The end of a value without quotes, and of the name of an end tag. */
const findBareEnd = (html: string, from: number): number => {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === GREATER || isSpace(code)) break;
  }
  return at;
};

/** Reads an attribute whose name begins at `start`, whatever that character is; gives the place after it. */
const readAttribute = (html: string, start: number, to: TokenReader): number => {
  const end = findAttributeNameEnd(html, start + 1);
  const sign = skipSpace(html, end);
  if (html.charCodeAt(sign) !== EQUALS) {
    if (sign < html.length) to.attribute(start, end, end, end);
    return sign;
  }
  const value = skipSpace(html, sign + 1);
  const quote = html.charAt(value);
  const isQuoted = quote === '"' || quote === "'";
  const from = isQuoted ? value + 1 : value;
  const close = isQuoted ? findQuote(html, quote, from) : findBareEnd(html, from);
  if (close < html.length) to.attribute(start, end, from, close);
  return isQuoted ? close + 1 : close;
};

/** Where the end tag of a raw element begins, or the end. */
const findRawEnd = (html: string, name: string, from: number): number => {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const end = at + 2 + name.length;
    const code = html.charCodeAt(end);
    if ((code === GREATER || isSpace(code)) && html.slice(at + 2, end).toLowerCase() === name) return at;
  }
  return html.length;
};

/** Reads a start tag whose name begins at `start`, and the text of a raw element; gives the place after it. */
const readStartTag = (html: string, start: number, to: TokenReader): number => {
  let at = findTagNameEnd(html, start);
  if (at === html.length) return at;
  const name = to.openName(start, at);
  let slashed = false;
  for (let code = html.charCodeAt(at); code !== GREATER; code = html.charCodeAt(at)) {
    if (at >= html.length) return html.length;
    if (code === SLASH || isSpace(code)) {
      slashed ||= code === SLASH;
      at += 1;
    } else {
      slashed = false;
      at = readAttribute(html, at, to);
    }
  }
  at += 1;
  if (slashed) to.selfClosing();
  else to.openEnd();
  if (slashed || !RAW.has(name)) return at;
  const end = findRawEnd(html, name, at);
  if (end > at) to.text(at, end);
  return end;
};

/** Reads what begins with `</`, an end tag or what passes for a comment. */
const readEndTag = (html: string, bracket: number, to: TokenReader): number => {
  const start = skipSpace(html, bracket + 2);
  const code = html.charCodeAt(start);
  if (code === GREATER) return NONE;
  if (!isLetter(code)) return skipPast(html, '>', start);
  const end = findBareEnd(html, start);
  if (end < html.length) to.close(start, end);
  return skipPast(html, '>', end);
};

/** Passes over what begins with `<!`. */
const skipDeclaration = (html: string, bracket: number): number => {
  if (html.startsWith('--', bracket + 2)) return skipPast(html, '-->', bracket + 2);
  if (html.startsWith('[CDATA[', bracket + 2)) return skipPast(html, ']]>', bracket + 9);
  return skipPast(html, '>', bracket + (html.startsWith('-', bracket + 2) ? 4 : 3));
};

/** Reads what begins with the bracket; gives the place after it, or NONE where it is text. */
const readMarkup = (html: string, bracket: number, to: TokenReader): number => {
  const code = html.charCodeAt(bracket + 1);
  if (isLetter(code)) return readStartTag(html, bracket + 1, to);
  if (code === SLASH) return readEndTag(html, bracket, to);
  if (code === 33) return skipDeclaration(html, bracket);
  return code === 63 ? skipPast(html, '>', bracket + 2) : NONE;
};

/**
 * Reads markup as htmlparser2's tokenizer does, entities left as they stand, comments and declarations passed over;
 * but it searches for what ends a text, a value or a script, where that one looks at each character, and takes no
 * tag that the end cuts off for text.
 */
export const readTokens = (html: string, to: TokenReader): void => {
  let start = 0;
  for (let bracket = html.indexOf('<'); bracket >= 0; ) {
    if (bracket > start) to.text(start, bracket);
    const end = readMarkup(html, bracket, to);
    start = end === NONE ? bracket : end;
    bracket = html.indexOf('<', end === NONE ? bracket + 1 : end);
  }
  if (start < html.length) to.text(start, html.length);
};
