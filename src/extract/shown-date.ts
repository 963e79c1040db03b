import { buildDateParser, type ParseDate } from '../text/date.ts';
import type { Block, Outline } from './blocks.ts';
import type { Body } from './body.ts';
import { isRelativeDay, readRelative } from './relative-date.ts';

/** A line with a date holds no more than that, a name and a label. */
const MAX_LINE_CHARS = 80;
/** What stands beside the date in a line that is there for it: "Published", "Bakı", a name. */
const MAX_BESIDE_CHARS = 30;
/** Lines before and after the text among which its date is looked for; a header or a foot has no more. */
const LINES_BEFORE = 25;
const LINES_AFTER = 12;

const TIME = String.raw`(?:\D{1,6}\d{1,2}(?:[:.]| ?h ?|時)\d{2}(?: ?[ap]\.?m\.?)?)?`;
const DATES: readonly RegExp[] = [
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?/,
  new RegExp(String.raw`\d{4}(?:年|[./] ?)\d{1,2}(?:月|[./] ?)\d{1,2}(?:日|\.)?${TIME}`),
  new RegExp(String.raw`\d{1,2}[./]\d{1,2}[./](?:20)?\d{2}(?!\d)${TIME}`),
  new RegExp(
    String.raw`\d{1,2}(?:\.|er|º)?(?: de| d')? \p{L}{3,12}\.?,?(?: de)? \d{4}(?: ?[rг]\.)?${TIME}`,
    'iu',
  ),
  new RegExp(String.raw`\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}${TIME}`, 'iu'),
];

/** A time that stands by itself in the line before or after the day. */
const TIME_ALONE = /^\D{0,8}(\d{1,2}):(\d{2})(?![\d:])\D{0,10}$/u;
/** A line of when the text was changed, of a copyright, or under a picture. */
const OTHER_DATE =
  /[©®]|copyright|(?<!\p{L})(?:updat|modif|edited|revis|aktualisiert|atualizad|actualizad|mis à jour|aggiornat|обновл|оновл|yenilən|foto|photo|bild|image)/iu;

/** "Bu gün / 12:18" and no more. */
const MAX_RELATIVE_CHARS = 30;

interface Line {
  readonly block: Block;
  /** As the parser takes it. */
  readonly text: string;
  readonly hasTime: boolean;
  /** Little stands beside the date. */
  readonly isForDate: boolean;
}

const toPlainDate = (found: string): string =>
  found
    .replace(/[年月]/g, '-')
    .replace(/日/g, ' ')
    .replace(/(\d)(?: ?h ?|時)(\d{2})/u, '$1:$2')
    .replace(
      /(\D)(\d{1,2})\.(\d{2})(?=$| ?[ap]\.?m)/u,
      (whole, before: string, hour: string, minute: string) =>
        /[\d./]/.test(before) ? whole : `${before}${hour}:${minute}`,
    )
    .replace(/\s*(?:\||-|–|—|\/|\bum\b|\bat\b|\bà\b|\bas\b|\bв\b|\bо\b|,)\s*(?=\d{1,2}:\d{2})/u, ' ')
    .trim();

interface Found {
  /** As it stands. */
  readonly found: string;
  /** As the parser takes it. */
  readonly plain: string;
  readonly date: Date;
}

const findDate = (text: string, parse: ParseDate): Found | undefined => {
  if (text.length > MAX_LINE_CHARS || !/\d/.test(text)) return undefined;
  for (const pattern of DATES) {
    const found = pattern.exec(text)?.[0];
    const plain = found === undefined ? '' : toPlainDate(found);
    const date = parse(plain);
    if (found !== undefined && date !== undefined) return { found, plain, date };
  }
  return undefined;
};

/** The first date within a line that says more than it. */
export const findDateIn = (text: string, parse: ParseDate): Date | undefined => findDate(text, parse)?.date;

const toLine = (block: Block, parse: ParseDate): Line | undefined => {
  const dated = findDate(block.text, parse);
  if (dated === undefined) return undefined;
  const beside = block.text.length - dated.found.length;
  const isForDate = beside <= MAX_BESIDE_CHARS && block.place.tag !== 'figcaption';
  return { block, text: dated.plain, hasTime: /\d:\d{2}/.test(dated.plain), isForDate };
};

/** The blocks among which the date is looked for, likelier ones first. */
const toNear = ({ blocks }: Outline, body: Body): readonly Block[] => {
  const first = body.blocks[0]?.order ?? 0;
  const last = body.blocks.at(-1)?.order ?? 0;
  const headings = blocks.filter((block) => block.place.tag === 'h1');
  const title =
    headings.findLast((block) => block.order <= first)?.order ??
    headings.find((block) => block.order <= last)?.order;
  const from = Math.max(Math.min(title ?? first, first), first - LINES_BEFORE, 0);
  const inBody = title !== undefined && title > first ? blocks.slice(title, title + 6) : [];
  return [
    ...blocks.slice(from, first + 3),
    ...inBody,
    ...blocks.slice(Math.max(0, from - 5), from).reverse(),
    ...blocks.slice(last, last + LINES_AFTER),
  ];
};

const withTime = ({ block, text, hasTime }: Line, { blocks }: Outline): string => {
  if (hasTime) return text;
  const beside = [blocks[block.order + 1], blocks[block.order - 1]];
  const time = beside.map((other) => TIME_ALONE.exec(other?.text ?? '')).find((match) => match !== null);
  return time === undefined || time === null ? text : `${text} ${time[1]}:${time[2]}`;
};

/**
 * The date that stands on the page near the article, for pages that state none in their data: a line that is there
 * for it before the text or after it, else any short line with a date. Without a zone it is in `zone` (IANA).
 */
export const toShownDate = (
  outline: Outline,
  body: Body,
  zone: string,
  now?: Date | undefined,
): Date | undefined => {
  if (body.blocks.length === 0) return undefined;
  const parse = buildDateParser(zone);
  const near = toNear(outline, body);
  const lines = near.flatMap((block) => toLine(block, parse) ?? []);
  const line =
    lines.find(({ isForDate, block }) => isForDate && !OTHER_DATE.test(block.text)) ??
    lines.find(({ block }) => !OTHER_DATE.test(block.text)) ??
    lines.find(({ block }) => !/[©®]/.test(block.text));
  if (line !== undefined) return parse(withTime(line, outline)) ?? parse(line.text);
  const relative = near.find(({ text }) => text.length <= MAX_RELATIVE_CHARS && isRelativeDay(text));
  return relative === undefined || now === undefined
    ? undefined
    : readRelative(relative.text, zone, parse, now);
};
