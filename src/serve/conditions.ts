import { parseTagId } from '../model.ts';
import { type Catalog, type TagLabels, toLanguageName } from './catalog.ts';
import type { ParameterName } from './parameters.ts';

/** One condition of a question in words, as "about Ukraine or Poland", and the parameter that asks it. */
export interface ConditionInWords {
  readonly name: string;
  readonly value: string;
  readonly words: string;
}

/** What a condition's words are made with. */
export interface Names {
  readonly catalog: Catalog;
  readonly labels: TagLabels;
}

type ToWords = (value: string, names: Names) => string;

/** A quoted phrase, or a word with what may stand before it. */
const WORD = /-?(?:"[^"]*"?|\S+)/gu;
/** An age in the spelling of `since`. */
const AGE = /^(\d+)([mhdw])$/;
const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

const IN_WORDS: Partial<Record<ParameterName, ToWords>> = {
  topic: (value, { labels }) => `on ${sayAny(value, (id) => sayTag(id, labels))}`,
  place: (value, { labels }) => `about ${sayAny(value, (id) => sayTag(`place:${id.toUpperCase()}`, labels))}`,
  org: (value, { labels }) => `about ${sayAny(value, (id) => sayTag(`org:${id}`, labels))}`,
  publisher: (value, { catalog }) =>
    `by ${sayAny(value, (id) => catalog.publishers.find((each) => each.id === id)?.name ?? id)}`,
  feed: (value) => `from the feed ${sayAny(value, (id) => id)}`,
  language: (value) => `in ${sayAny(value, toLanguageName)}`,
  q: (value) => sayWords(value),
  since: (value) => sayTime(value, 'of the last', 'since'),
  until: (value) => sayTime(value, 'older than', 'before'),
};

/** What a page's parameters ask, a condition each, in their order; paging and order are none. */
export function sayConditions(params: URLSearchParams, names: Names): readonly ConditionInWords[] {
  return [...params].flatMap(([name, value]) => {
    const toWords = Object.entries(IN_WORDS).find(([known]) => known === name)?.[1];
    return toWords === undefined ? [] : [{ name, value, words: toWords(value.trim(), names) }];
  });
}

/** `a,b` means either, `-a` anything else. */
function sayAny(value: string, say: (id: string) => string): string {
  return value.startsWith('-')
    ? `anything but ${say(value.slice(1).trim())}`
    : value
        .split(',')
        .map((id) => say(id.trim()))
        .join(' or ');
}

function sayTag(id: string, labels: TagLabels): string {
  const tag = parseTagId(id);
  return tag === undefined ? id : labels(tag);
}

/** `gas OR oil -"price cap"` as "with “gas” or “oil”, without “price cap”". */
function sayWords(text: string): string {
  const clauses: string[][] = [];
  let joins = false;
  for (const [word] of text.matchAll(WORD)) {
    const last = clauses.at(-1);
    if (/^or$/i.test(word) && last !== undefined) {
      joins = true;
      continue;
    }
    if (joins && last !== undefined) last.push(word);
    else clauses.push([word]);
    joins = false;
  }
  const isExcluded = ([word = '', ...others]: readonly string[]): boolean =>
    others.length === 0 && word.startsWith('-');
  const wanted = clauses
    .filter((words) => !isExcluded(words))
    .map((words) => words.map(sayWord).join(' or '));
  const excluded = clauses.filter(isExcluded).map(([word = '']) => sayWord(word.slice(1)));
  return [
    ...(wanted.length === 0 ? [] : [`with ${wanted.join(' and ')}`]),
    ...(excluded.length === 0 ? [] : [`without ${excluded.join(' or ')}`]),
  ].join(', ');
}

function sayWord(word: string): string {
  if (word.startsWith('-')) return `not ${sayWord(word.slice(1))}`;
  const bare = word.replace(/^"|"$/g, '');
  return /^[^"]+\*$/.test(word) ? `words that begin with “${bare.slice(0, -1)}”` : `“${bare}”`;
}

function sayTime(value: string, age: string, moment: string): string {
  const [, count = '', unit = ''] = AGE.exec(value) ?? [];
  const name = UNITS[unit];
  return name === undefined ? `${moment} ${value}` : `${age} ${count} ${name}${count === '1' ? '' : 's'}`;
}
