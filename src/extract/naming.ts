import type { Element } from 'domhandler';

const TOKEN = /[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+/g;

/** Words that others are made of: a site writes `factbox` or `articletext` where another writes two words. */
const STEMS: ReadonlySet<string> = new Set(
  'nav menu link list body text content block box banner article quote footer header comment share social search author promo lead media image caption info fact date table slide widget side title relat teaser letter subscri sponsor wall byline credit gallery video photo intro'.split(
    ' ',
  ),
);
const SHORTEST_STEM = 3;
const LONGEST_STEM = 7;
const LEAST_COMPOUND = 6;

/** The stems that a word begins or ends with, an s at its end left out or not, marked: `factbox` gives fact~ and box~. */
const toStems = (token: string): readonly string[] => {
  if (token.length < LEAST_COMPOUND) return NO_TOKENS;
  const stems: string[] = [];
  const add = (part: string): void => {
    if (STEMS.has(part) && !stems.includes(`${part}~`)) stems.push(`${part}~`);
  };
  const singular = token.endsWith('s') ? token.slice(0, -1) : undefined;
  for (let size = SHORTEST_STEM; size <= Math.min(LONGEST_STEM, token.length - 2); size += 1) {
    add(token.slice(0, size));
    add(token.slice(-size));
    if (singular !== undefined) add(singular.slice(-size));
  }
  return stems;
};

/** A word of a class as it is spelled there (`Body`) in lower case, and its stems. */
interface Word {
  readonly token: string;
  readonly stems: readonly string[];
}

/** What the names met so far say, as a page uses the same classes and the same words in them many times. */
export interface KnownNames {
  /** By the whole of an element's names. */
  readonly namings: Map<string, Naming>;
  readonly words: Map<string, Word>;
}
export const knowNoNames = (): KnownNames => ({ namings: new Map(), words: new Map() });

const toWord = ({ words }: KnownNames, part: string): Word => {
  const before = words.get(part);
  if (before !== undefined) return before;
  const token = part.toLowerCase();
  const word = { token, stems: toStems(token) };
  words.set(part, word);
  return word;
};

/** The words of a class attribute: `articleBody article-body__text` gives article, body, text. */
const toTokens = (known: KnownNames, text: string): readonly string[] => {
  const tokens: string[] = [];
  for (const part of text.match(TOKEN) ?? []) {
    const { token, stems } = toWord(known, part);
    if (tokens.includes(token)) continue;
    tokens.push(token);
    for (const stem of stems) if (!tokens.includes(stem)) tokens.push(stem);
  }
  return tokens;
};

const NAMING = [
  'class',
  'id',
  'itemprop',
  'role',
  'data-testid',
  'data-component',
  'data-module',
  'data-type',
];

/** What the names of an element say. */
export interface Naming {
  readonly tokens: readonly string[];
  /** Whether the names say that only a screen reader is to see it. */
  readonly hidden: boolean;
}
export const NO_TOKENS: readonly string[] = [];
const UNNAMED: Naming = { tokens: NO_TOKENS, hidden: false };

/** What an element's names say; `known` keeps what each spelling said before. */
export const nameElement = (known: KnownNames, { attribs }: Element): Naming => {
  let named = '';
  for (const name of NAMING) {
    const value = attribs[name];
    if (value !== undefined) named = named === '' ? value : `${named} ${value}`;
  }
  if (named === '') return UNNAMED;
  const before = known.namings.get(named);
  if (before !== undefined) return before;
  const tokens = toTokens(known, named);
  const naming = { tokens, hidden: saysHidden(tokens) };
  known.namings.set(named, naming);
  return naming;
};

const saysHidden = (tokens: readonly string[]): boolean =>
  (tokens.includes('sr') && tokens.includes('only')) ||
  (tokens.includes('visually') && tokens.includes('hidden')) ||
  (tokens.includes('screen') && tokens.includes('reader')) ||
  tokens.includes('offscreen');

/** Whether a reader on a screen does not see it. */
export const isHidden = ({ attribs }: Element, naming: Naming): boolean =>
  naming.hidden ||
  attribs['hidden'] !== undefined ||
  attribs['aria-hidden'] === 'true' ||
  (attribs['style'] !== undefined && /display:\s*none|visibility:\s*hidden/i.test(attribs['style']));

/** A card that a pointer opens over a word within a line (thehill.com, 2019: names of people). */
export const isHoverCard = (tokens: readonly string[]): boolean =>
  tokens.includes('rollover') || tokens.includes('hovercard') || tokens.includes('popover');
