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

/** The words of a class attribute: `articleBody article-body__text` gives article, body, text. */
const toTokens = (text: string): readonly string[] => {
  const tokens: string[] = [];
  for (const part of text.match(TOKEN) ?? []) {
    const token = part.toLowerCase();
    if (tokens.includes(token)) continue;
    tokens.push(token, ...toStems(token).filter((stem) => !tokens.includes(stem)));
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

/** What the names of an element say; looked up, as the same class comes many times a page. */
export interface Naming {
  readonly tokens: readonly string[];
  /** Whether the names say that only a screen reader is to see it. */
  readonly hidden: boolean;
}
export const NO_TOKENS: readonly string[] = [];
const UNNAMED: Naming = { tokens: NO_TOKENS, hidden: false };

/** What an element's names say; `known` keeps what each spelling said before. */
export const nameElement = (known: Map<string, Naming>, { attribs }: Element): Naming => {
  let named = '';
  for (const name of NAMING) {
    const value = attribs[name];
    if (value !== undefined) named = named === '' ? value : `${named} ${value}`;
  }
  if (named === '') return UNNAMED;
  const before = known.get(named);
  if (before !== undefined) return before;
  const tokens = toTokens(named);
  const naming = { tokens, hidden: saysHidden(tokens) };
  known.set(named, naming);
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
