import type { Document } from 'domhandler';
import { parseDate } from '../text/date.ts';
import { parseHttpUrl } from '../text/url.ts';
import { type Outline, type Place, toOutline } from './blocks.ts';
import { isElement, type Query, queryDocument } from './document.ts';
import type { SiteRule } from './sites/site.ts';

/** What a site's rule read of a page; the text is never empty. */
export interface SiteReading {
  readonly outline: Outline;
  readonly title: string | undefined;
  readonly publishedAt: Date | undefined;
  readonly section: string | undefined;
}

const squash = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();
const orNone = (text: string): string | undefined => (text === '' ? undefined : text);

const TIME_ALONE = /^(\d{1,2}):(\d{2})$/;

/** The visible date. A time alone is that of today, which only a caller with a clock can say. */
const readDate = ($: Query, site: SiteRule, now: Date | undefined): Date | undefined => {
  if (site.date === undefined) return undefined;
  // The first holder alone: a strip of other news has dates of its own.
  const holder = $(site.date).first();
  const parts = holder
    .children()
    .toArray()
    .map((element) => squash($(element).text()))
    .concat(holder.children().length === 0 ? squash(holder.text()) : [])
    .filter((part) => part !== '');
  const times = parts.filter((part) => TIME_ALONE.test(part));
  const days = parts.filter((part) => !TIME_ALONE.test(part));
  const [day, time] = [days[0], times[0]];
  if (day !== undefined) return parseDate(time === undefined ? day : `${day} ${time}`, site.zone);
  const clock = TIME_ALONE.exec(time ?? '');
  if (clock === null || now === undefined) return undefined;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: site.zone, dateStyle: 'short' }).format(now);
  return parseDate(`${today} ${clock[0].padStart(5, '0')}`, site.zone);
};

const readSection = ($: Query, site: SiteRule, url: string): string | undefined => {
  const shown = site.section === undefined ? undefined : orNone(squash($(site.section).first().text()));
  const path = parseHttpUrl(url)?.pathname ?? '';
  return shown ?? site.sectionPath?.exec(path)?.[1]?.replaceAll('-', ' ');
};

/** Reads a page by its site's rule, or gives undefined where the rule no longer fits the page. */
export const readBySite = (
  document: Document,
  site: SiteRule,
  url: string,
  now: Date | undefined,
): SiteReading | undefined => {
  const $ = queryDocument(document);
  const body = $(site.body).get(0);
  if (body === undefined || !isElement(body)) return undefined;
  const removed = new Set($(body).find(site.remove.join(', ')).toArray());
  const all = toOutline(body);
  const isKept = (place: Place): boolean => {
    for (let at: Place | undefined = place; at !== undefined; at = at.parent)
      if (at.element !== undefined && removed.has(at.element)) return false;
    return true;
  };
  const outline = {
    ...all,
    blocks: all.blocks.filter((block) => isKept(block.place)),
    pictures: all.pictures.filter((picture) => isKept(picture.place)),
  };
  if (outline.blocks.length === 0) return undefined;
  return {
    outline,
    title: orNone(squash($(site.title).first().text())),
    publishedAt: readDate($, site, now),
    section: readSection($, site, url),
  };
};
