import type { Element } from 'domhandler';
import { isElement } from './document.ts';
import { foldText } from './features.ts';
import { firstMeta, type Head, toElementText } from './head.ts';

/** Words that make a name a department of its house: never an author. */
const DEPARTMENT =
  /(?<![\p{L}\p{N}])(?:şöbəsi|redaksiya\p{L}*|xidməti|редакц\p{L}*|відділ|отдел|служба|desk|staff|team|editors?|editorial|newsroom|department|bureau|redaktion|redazione|redacción|redação|rédaction|redactie|redaksjonen|toimitus|contributors?|correspondents?|reporters?|nachrichten)(?![\p{L}\p{N}])/iu;

/** Words that make a name an agency or a house, which is an author only where no person is. */
const AGENCY =
  /(?<![\p{L}\p{N}])(?:agentliyi|агентств\p{L}*|видання|news|agency|agencies|press|agentur|agence|agencia|agenzia|media|tv|online|magazine|services?|wires?|reuters|afp|dpa|sid|apa|ansa|efe|tass|тасс|ria|interfax|інтерфакс|интерфакс|укрінформ|унн|report)(?![\p{L}\p{N}])/iu;

/** What stands before a name in a byline. */
const LEAD =
  /^(?:(?:written|reported|posted|published|story|text|article|words)?\s*by|von|par|por|di|de|door|av|af|tekst|text|foto|autora?s?|autore|auteur|author|автор\p{L}*|müəllif|текст|reporter|kilde)(?:\s*[:：]\s*|\s+)/iu;

/** What is no name although it stands where a name should. */
const NO_NAME =
  /https?:|www\.|@\w|[{}<>|]|\d{2}|^(?:admin|administrator|guest|unknown|n\/?a|none|null|undefined|follow|author|share)$/iu;

const MAX_NAME_CHARS = 60;

const SPLIT = /\s*(?:,|;|\||•|·|\/|\s&\s|\s(?:and|und|et|e|y|i|og|och|en|und|та|и|і|və|ja)\s)\s*/u;

const toNames = (text: string): readonly string[] => (/https?:|^\s*\(/i.test(text) ? [] : splitNames(text));

const splitNames = (text: string): readonly string[] =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .replace(LEAD, '')
    .split(SPLIT)
    .map((name) =>
      name
        .replace(LEAD, '')
        .replace(/\s*\([^)]*\)\s*$/, '')
        .replace(/^[\s.,:–—-]+|[\s.,:–—-]+$/g, ''),
    )
    .filter((name) => name.length > 2 && name.length <= MAX_NAME_CHARS && !NO_NAME.test(name));

const isPerson = (name: string, house: ReadonlySet<string>): boolean =>
  !AGENCY.test(name) && !house.has(foldText(name)) && !/\.[a-z]{2,4}$/i.test(name);

const META_NAMES = [
  'author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dc.contributor',
  'dcterms.creator',
  'byl',
  'og:article:author',
  'cxenseparse:author',
  'twitter:creator:name',
];

/** The first text inside an element that reads as a name: of its links, else of itself. */
const readByline = (element: Element): readonly string[] => {
  const links = element.children.filter((child) => isElement(child) && child.name === 'a');
  const parts = links.length > 0 ? links : [element];
  return parts.flatMap((part) => {
    const text = isElement(part) ? toElementText(part) : '';
    return text.length > 120 ? [] : toNames(text);
  });
};

const isNameLike = (name: string): boolean => {
  const words = name.split(' ');
  return words.length >= 2 && words.length <= 5 && words.every((word) => !/^\p{Ll}{4,}/u.test(word));
};

const unique = (names: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = foldText(name);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const toHouse = (head: Head, host: string): ReadonlySet<string> => {
  const domain = host.replace(/^www\./, '');
  const named = [firstMeta(head, 'og:site_name', 'application-name'), head.article?.publisher];
  return new Set([...named, domain, domain.split('.').at(-2)].map((name) => foldText(name ?? '')));
};

/**
 * Who wrote the article: the persons it names, else the agency or house it names. A department of the house
 * ("Xarici siyasət şöbəsi", "News desk") is none.
 */
export const toAuthors = (head: Head, host: string): readonly string[] => {
  const house = toHouse(head, host);
  const stated = unique((head.article?.authors ?? []).flatMap(toNames));
  const metas = unique(META_NAMES.flatMap((name) => head.metas.get(name) ?? []).flatMap(toNames));
  const isAuthor = (name: string) => !DEPARTMENT.test(name);
  const isWriter = (name: string) => isAuthor(name) && isPerson(name, house);
  for (const names of [stated, metas]) if (names.some(isWriter)) return names.filter(isWriter);
  for (const byline of head.bylines) {
    const names = unique(readByline(byline)).filter((name) => isWriter(name) && isNameLike(name));
    if (names.length > 0) return names.slice(0, MAX_BYLINE_NAMES);
  }
  return unique([...stated, ...(head.article?.organisations ?? [])]).filter(isAuthor);
};
// More names than this under one heading are a list of the site's authors.
const MAX_BYLINE_NAMES = 6;
