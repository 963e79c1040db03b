import type { Element, ParentNode } from 'domhandler';
import { buildDateParser, type ParseDate } from '../text/date.ts';
import { isElement } from './document.ts';
import { readRelative } from './relative-date.ts';
import { findDateIn } from './shown-date.ts';

/** Day and month, the year left out: "24 листопада, 14:35", "15 Noyabr 10:31 (UTC+04)". */
const NO_YEAR = /^(?:\p{L}+,? )?(\d{1,2} \p{L}{3,12})\.?,? (?:\D{1,3})?(\d{1,2}:\d{2})(.*)$/u;

const DAY_MS = 24 * 60 * 60 * 1000;
/** The pieces of text in an element, in document order, those of its children apart. */
const toPieces = (parent: ParentNode): readonly string[] =>
  parent.children.flatMap((node) => {
    if (node.type === 'text') {
      const text = node.data.replace(/[\s\u00a0]+/g, ' ').trim();
      return text === '' ? [] : [text];
    }
    return isElement(node) && node.type === 'tag' ? toPieces(node) : [];
  });

const readWithoutYear = (text: string, parse: ParseDate, now: Date): Date | undefined => {
  const match = NO_YEAR.exec(text);
  if (match === null) return undefined;
  const at = (year: number) => parse(`${match[1]} ${year} ${match[2]}${match[3]}`);
  const date = at(now.getUTCFullYear());
  return date !== undefined && date.getTime() > now.getTime() + DAY_MS ? at(now.getUTCFullYear() - 1) : date;
};

/**
 * A date as a site shows it: "16 noyabr, 2025" and "14:00" in either order, "21.02.2026 [19:22]", "Dünən / 22:30".
 * What it leaves out (the year, or the day of a time alone) is that of the last such time before `now`.
 */
export const readShownDate = (text: string, zone: string, now: Date | undefined): Date | undefined => {
  const parse = buildDateParser(zone);
  const whole = parse(text);
  if (whole !== undefined || now === undefined) return whole ?? findDateIn(text, parse);
  return readRelative(text, zone, parse, now) ?? findDateIn(text, parse) ?? readWithoutYear(text, parse, now);
};

/** The date an element shows, or states in its `datetime` where that has a time. */
export const readDateOf = (element: Element, zone: string, now: Date | undefined): Date | undefined => {
  const stated = element.attribs['datetime'];
  const date = stated === undefined || !/\d:\d{2}/.test(stated) ? undefined : buildDateParser(zone)(stated);
  return date ?? readShownDate(toPieces(element).join(' '), zone, now);
};
