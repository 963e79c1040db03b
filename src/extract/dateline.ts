import type { Article, Dateline } from '../model.ts';
import { toMonth } from '../text/date-names.ts';
import { isAgency } from './names.ts';

/** A dateline is shorter; the longest of some hundred seen had 70 characters. */
const MAX_CHARS = 100;

const WORD = String.raw`\p{Lu}[\p{L}\p{M}'’ʼ.-]*`;
/** One to four words in capitals or title case, a country after a comma, two cities with a stroke. */
const PLACE = `(?<place>${WORD}(?:[ /]${WORD}){0,3}(?:, ${WORD}(?: ${WORD})?)?)`;
const DAY = String.raw`(?<date>(?:\p{L}{3,10}\.? \d{1,2}|\d{1,2} \p{L}{3,10})(?:,? \d{4})?)`;
const DASH = String.raw`\s?(?:[–—-]|--)\s`;
const NAME = String.raw`\p{L}[\p{L}\p{N}.'’ -]{1,38}`;

interface Shape {
  readonly pattern: RegExp;
  /** What must be known of the agency, which nothing else in the shape makes sure of. */
  readonly needs: 'any agency' | 'a known agency' | 'a known or capital agency' | 'a capital place';
}

const shape = (needs: Shape['needs'], text: string): Shape => ({
  needs,
  pattern: new RegExp(`^${text}`, 'u'),
});
const END = String.raw`(?:${DASH}|:\s|\s?$)`;

const SHAPES: readonly Shape[] = [
  // "KYIV. Nov 24 (Interfax-Ukraine) – ", "МОСКВА, 24 ноя. /ТАСС/. "
  shape('any agency', String.raw`${PLACE}[.,] ${DAY}\.?,? [(/](?<agency>${NAME})[)/](?:${END}|\.\s)`),
  // "BAKU, November 24 (AZERTAC) The bridge"
  shape(
    'a known agency',
    String.raw`${PLACE}[.,] ${DAY}\.?,? [(/](?<agency>${NAME})[)/]\s(?=[\p{Lu}\p{N}“"«])`,
  ),
  // "Київ. 24 листопада. ІНТЕРФАКС-УКРАЇНА – ", "Bakı. 24 noyabr. REPORT.AZ: "
  shape('a known or capital agency', `${PLACE}[.,] ${DAY}[.,] (?<agency>${NAME})${END}`),
  // "МОСКВА, 24 ноя — РИА Новости. "
  shape('a known or capital agency', String.raw`${PLACE}[.,] ${DAY}\.?${DASH}(?<agency>${NAME})[.:,]\s`),
  // "ЛЬВІВ, 24 листопада – "
  shape('a capital place', String.raw`${PLACE}[.,] ${DAY}\.?(?:${DASH}|:\s)`),
  // "LONDON (Reuters) – "
  shape('a known agency', String.raw`${PLACE} [(/](?<agency>${NAME})[)/](?:${DASH}|[.:]\s)`),
];

const isCapital = (text: string): boolean => text === text.toUpperCase() && /\p{Lu}{2}/u.test(text);

const isDay = (text: string): boolean => {
  const day = Number(/\d{1,2}/.exec(text)?.[0] ?? 0);
  return day >= 1 && day <= 31 && toMonth(/\p{L}+/u.exec(text)?.[0] ?? '') !== undefined;
};

/** A sentence may begin so too: "In Kyiv, November 24 – …". */
const OPENER = /^(?:in|on|at|by|from|the|as|в|у|на|о|з|с|від|от|до|по)(?=\s)/iu;

interface Match {
  readonly dateline: Dateline;
  /** Characters of the text it takes, the mark that ends it included. */
  readonly length: number;
}

const isSure = (needs: Shape['needs'], place: string, agency: string | undefined): boolean => {
  if (agency === undefined) return needs === 'a capital place' && isCapital(place);
  const isCapitalAgency = isCapital(agency.split(/[ .]/)[0] ?? '');
  return (
    needs === 'any agency' || isAgency(agency) || (needs === 'a known or capital agency' && isCapitalAgency)
  );
};

const toMatch = ({ pattern, needs }: Shape, line: string): Match | undefined => {
  const match = pattern.exec(line);
  const { place, date, agency } = match?.groups ?? {};
  if (match === null || place === undefined || OPENER.test(place)) return undefined;
  if (date !== undefined && !isDay(date)) return undefined;
  if (!isSure(needs, place, agency?.trim())) return undefined;
  const text = match[0].replace(/[\s–—:-]+$/u, '');
  return { dateline: { text, place, date, agency: agency?.trim() }, length: match[0].length };
};

/**
 * The dateline a text begins with, and how many characters it takes: a place, then a day or a known agency or both,
 * then a dash, colon or the line's end. Undefined where anything is unsure.
 */
export const findDateline = (text: string): Match | undefined => {
  const line = text.slice(0, MAX_CHARS + 20).split('\n')[0] ?? '';
  for (const one of SHAPES) {
    const match = toMatch(one, line);
    if (match !== undefined && match.dateline.text.length <= MAX_CHARS) return match;
  }
  return undefined;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
};

/** HTML without the given text at the beginning of one of its first lines, its tags kept; unchanged where it is not there. */
const dropFromHtml = (html: string, lead: string): string => {
  const tokens = html.slice(0, MAX_HTML_CHARS).match(/<[^>]*>|&[#\w]+;|[^<&]/gu) ?? [];
  const letters = [...lead.replace(/\s+/gu, '')];
  const isBlank = (token: string) => /^\s$/u.test(token);
  const isTag = (token: string) => /^<./u.test(token);
  for (let from = 0; from < tokens.length; from += 1) {
    if (from > 0 && !isTag(tokens[from - 1] ?? '')) continue;
    let at = from;
    let found = 0;
    const kept: string[] = [];
    for (; at < tokens.length && found < letters.length; at += 1) {
      const token = tokens[at] ?? '';
      if (isTag(token)) kept.push(token);
      else if ((ENTITIES[token] ?? token) === letters[found]) found += 1;
      else if (!isBlank(token)) break;
    }
    if (found < letters.length) continue;
    const rest = tokens
      .slice(at)
      .join('')
      .replace(/^(?:\s|&nbsp;)+/u, '');
    const short = [...tokens.slice(0, from), ...kept, rest].join('') + html.slice(MAX_HTML_CHARS);
    return short.replace(/<(p|h\d|strong|b|em|i)>\s*<\/\1>/gu, '').replace(/<p>\s*<\/p>/gu, '');
  }
  return html;
};
/** The first lines of a text stand within this. */
const MAX_HTML_CHARS = 4_000;

/** An article whose text and HTML begin with the first sentence, its dateline apart; the same one where there is none. */
export const setDatelineApart = (article: Article): Article => {
  const match = findDateline(article.text);
  if (match === undefined) return article;
  const text = article.text.slice(match.length).trimStart();
  // A text that is a dateline alone stays.
  if (text === '') return article;
  return {
    ...article,
    text,
    html: dropFromHtml(article.html, article.text.slice(0, match.length)),
    dateline: match.dateline,
  };
};
