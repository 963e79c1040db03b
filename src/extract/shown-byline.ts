import type { Outline } from './blocks.ts';
import type { Body } from './body.ts';
import { hasLead, isNameLike, toNames } from './names.ts';

/** A byline in words is no longer. */
const MAX_LINE_CHARS = 120;
const LINES_BEFORE = 25;
const LINES_AFTER = 3;

/** Where the names end: "By Ann Example on May 3", "Von Ann Beispiel, 3.5.2024 – 10:12 Uhr". */
const END = /\s(?:on|in|at|for|am|le|el|il|for)\s|\s[–—|-]\s|\d/iu;

/** The names of a line near the text that begins with "By", "Von", "Автор:", for pages that mark no author. */
export const toShownByline = ({ blocks }: Outline, body: Body): readonly string[] => {
  const first = body.blocks[0]?.order ?? 0;
  const last = body.blocks.at(-1)?.order ?? 0;
  const near = [
    ...blocks.slice(Math.max(0, first - LINES_BEFORE), first + 3).reverse(),
    ...blocks.slice(last, last + LINES_AFTER),
  ];
  for (const { text } of near) {
    if (text.length > MAX_LINE_CHARS || !hasLead(text)) continue;
    const names = toNames(text.split(END)[0] ?? '');
    const persons = names.filter(isNameLike);
    // "By the river, Anna Lee" is a sentence: at least half of what is listed must be names.
    if (persons.length > 0 && persons.length * 2 >= names.length) return persons;
  }
  return [];
};
