import { toPlainText } from '../text/html.ts';
import { foldText } from './fold.ts';
import { firstMeta, type Head, toElementText } from './head.ts';

/** What stands between a title and the site's name. */
const SEPARATOR = /\s+[|\-–—•·»:/~]+\s+|\s*[|»]\s*/u;

/** Interfax-Ukraine has sixteen; more than this are not looked at. */
const MAX_HEADINGS = 100;
/** The longest real title had 300 characters. */
const MAX_TITLE_CHARS = 1_000;

const clean = (text: string | undefined): string | undefined => {
  if (text === undefined || text.length > MAX_TITLE_CHARS) return undefined;
  // Some pages escape the title twice: &amp;quot;.
  const plain = (/&(?:#\w+|[a-z]+);|<\w/i.test(text) ? toPlainText(text) : text).replace(/\s+/g, ' ').trim();
  return plain === '' ? undefined : plain;
};

const toSiteNames = (head: Head, host: string): ReadonlySet<string> => {
  const named = [
    firstMeta(head, 'og:site_name', 'application-name', 'twitter:site'),
    head.article?.publisher,
  ];
  const domain = host.replace(/^www\./, '');
  return new Set(
    [...named, domain, domain.replace(/\.[a-z.]+$/, ''), domain.split('.').at(-2)]
      .map((name) => foldText(name ?? ''))
      .filter((name) => name.length > 1),
  );
};

/** A title without the site's name at its end or beginning. */
const dropSite = (title: string, sites: ReadonlySet<string>): string => {
  const isSite = (part: string) =>
    sites.has(foldText(part)) || sites.has(foldText(part.replace(/\.\w+$/, '')));
  let rest = title;
  for (let turn = 0; turn < 2; turn += 1) {
    const ends = [...rest.matchAll(new RegExp(SEPARATOR, 'gu'))];
    const last = ends.at(-1);
    const first = ends[0];
    if (last !== undefined && isSite(rest.slice(last.index + last[0].length)))
      rest = rest.slice(0, last.index);
    else if (first !== undefined && isSite(rest.slice(0, first.index)))
      rest = rest.slice(first.index + first[0].length);
  }
  return rest.trim() === '' ? title : rest.trim();
};

/** Every way the page spells its title, folded, for knowing it again among the blocks. */
export const toKnownTitles = (head: Head): ReadonlySet<string> => {
  const titles = [
    head.title,
    head.article?.headline,
    firstMeta(head, 'og:title'),
    firstMeta(head, 'twitter:title'),
  ];
  const parts = titles.flatMap((title) => [title, clean(title)?.split(SEPARATOR)[0]]);
  const headings = head.headings.length === 1 ? head.headings.map(toElementText) : [];
  return new Set(
    [...parts, ...headings].map((text) => foldText(clean(text) ?? '')).filter((text) => text !== ''),
  );
};

/**
 * The article's title without the site's name: as the structured data or the social cards state it, else the
 * heading that the page's title repeats, else the page's title.
 */
export const toTitle = (head: Head, host: string): string | undefined => {
  const sites = toSiteNames(head, host);
  const usable = (text: string | undefined): string | undefined => {
    const plain = clean(text);
    return plain === undefined || sites.has(foldText(plain)) ? undefined : dropSite(plain, sites);
  };
  const headline = usable(head.article?.headline);
  if (headline !== undefined && !/(?:…|\.\.\.)$/.test(headline)) return headline;
  const social = usable(
    firstMeta(head, 'og:title', 'twitter:title', 'dc.title', 'parsely-title', 'sailthru.title'),
  );
  const page = usable(head.title);
  const stated = [headline, social, page].flatMap((text) => (text === undefined ? [] : [foldText(text)]));
  const headings = head.headings
    .slice(0, MAX_HEADINGS)
    .map(toElementText)
    .filter((text) => usable(text) !== undefined);
  // A site may set every navigation entry as <h1> (Interfax-Ukraine, 2026): only one that is stated elsewhere counts.
  const heading = headings.find((text) =>
    stated.some((other) => other.includes(foldText(text)) || foldText(text) === other),
  );
  return (
    usable(heading) ?? social ?? page ?? (headings.length === 1 ? usable(headings[0]) : undefined) ?? headline
  );
};
