import type { FailureKind } from '../../src/model.ts';
import type { WebRoute } from './web.ts';

/** One way in which the web goes wrong. */
export interface Fault {
  readonly route: WebRoute;
  /** What the fetch alone gives at its first try. */
  readonly outcome: FailureKind | 'fetched';
  readonly purpose: 'feed' | 'page';
  /** What is kept of the first try by the whole flow, where the body decides: of a feed's poll, or of a page's reading. */
  readonly recorded?: FailureKind;
  /** The host is spoken to by TLS, with a self-signed certificate for this name. */
  readonly certificate?: { readonly host: string; readonly validTo: Date };
  /** What the resolver says of the host each time it is asked; an error code where it has no answer. */
  readonly resolve?: () => readonly string[] | 'ENOTFOUND';
  /** The host's robots.txt. */
  readonly robots?: WebRoute;
}

/** One entry's elements; what is not given is left out. */
export interface FeedEntry {
  readonly title?: string;
  readonly link?: string;
  readonly guid?: string;
  readonly date?: string;
}

const entry = (name: string, number: number): FeedEntry => ({
  title: `${name}: the ${number}. ship of the day`,
  link: `/news/${name}/${number}`,
  guid: `harbour-${name}-${number}`,
  date: `Sun, 01 Mar 2026 0${number % 10}:00:00 GMT`,
});

/** A sound RSS feed of three entries that bear its name, with pages on its own host; or of the entries given. */
export function toFeed(
  name: string,
  entries: readonly FeedEntry[] = [1, 2, 3].map((number) => entry(name, number)),
): string {
  const items = entries.map(
    ({ title, link, guid, date }) =>
      `<item>${toElement('title', title)}${toElement('link', link)}${toElement('guid', guid)}${toElement('pubDate', date)}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour ${name}</title><link>/</link>${items.join('\n')}</channel></rss>`;
}

const toElement = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;

const xml = (body: string | Uint8Array, type = 'application/rss+xml'): Fault => ({
  outcome: 'fetched',
  purpose: 'feed',
  route: { headers: { 'content-type': type }, body },
});
/** A feed that is another at each poll, which are counted from 1. */
const made = (make: (poll: number) => string): Fault => {
  let polls = 0;
  const route: WebRoute = () => {
    polls += 1;
    return { headers: { 'content-type': 'application/rss+xml' }, body: make(polls) };
  };
  return { outcome: 'fetched', purpose: 'feed', route };
};

/** Bytes that are no UTF-8 in the middle of a feed that says it is. */
const toInvalidUtf8 = (): Buffer => {
  const feed = toFeed('invalid-utf-8').replace('>harbour', '>harbour %').split('%');
  return Buffer.concat(
    feed.flatMap((part, index) => [
      ...(index === 0 ? [] : [Buffer.from([0xc3, 0x28, 0xff])]),
      Buffer.from(part),
    ]),
  );
};

/** Entries an archive of a whole site may have, far beyond what a feed may bring. */
export const MANY_ENTRIES = 50_000;

/** Feeds that arrive whole and are wrong inside: what is to come of them is for the readers of feeds to say. */
export function buildFeedFaults(): Record<string, Fault> {
  return { ...buildBodyFaults(), ...buildDocumentFaults(), ...buildIdentityFaults(), ...buildDateFaults() };
}

const buildBodyFaults = (): Record<string, Fault> => ({
  'invalid-utf-8': xml(toInvalidUtf8()),
  'utf-16': xml(Buffer.from(`\uFEFF${toFeed('utf-16')}`, 'utf16le')),
  'lying-charset': xml(Buffer.from(toFeed('Порт')), 'application/rss+xml; charset=windows-1251'),
  html: {
    ...xml(
      '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/moved"></head><body><p>Harbour</p></body></html>',
      'text/html',
    ),
    recorded: 'not-a-feed',
  },
  'plain-text': { ...xml('The harbour has no feed.', 'text/plain'), recorded: 'not-a-feed' },
});

const doctype = (declarations: string, body: string): string =>
  body.replace('<rss', `<!DOCTYPE rss [${declarations}]><rss`);
const titled = (text: string): readonly FeedEntry[] => [{ title: text, link: '/news/entity/1' }];

function buildDocumentFaults(): Record<string, Fault> {
  const entities = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
  ).join('');
  return {
    'deep-xml': xml(`<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`),
    'billion-laughs': xml(doctype(`<!ENTITY l0 "ha">${entities}`, toFeed('laughs', titled('&l9;')))),
    'external-entity': xml(
      doctype('<!ENTITY file SYSTEM "file:///etc/passwd">', toFeed('external', titled('of &file;'))),
    ),
    'many-entries': {
      ...made(() =>
        toFeed(
          'many-entries',
          Array.from({ length: MANY_ENTRIES }, (_, number) => ({
            title: `${number}`,
            link: `/archive/${number}`,
          })),
        ),
      ),
      // Its pages stay out of the run, as those of a site that is overrun.
      robots: { status: 429, headers: { 'retry-after': '86400' } },
    },
    'truncated-xml': {
      ...xml(''),
      route: {
        headers: { 'content-type': 'application/rss+xml', etag: '"of-the-whole"' },
        body: toFeed('truncated-xml').replace(/<\/title><link>\/news\/truncated-xml\/3[\s\S]*$/, ''),
      },
    },
  };
}

const buildIdentityFaults = (): Record<string, Fault> => ({
  'guid-changed': made((poll) =>
    toFeed(
      'guid-changed',
      [1, 2, 3].map((number) => ({ ...entry('guid-changed', number), guid: `g-${poll}-${number}` })),
    ),
  ),
  'guid-reused': xml(
    toFeed(
      'guid-reused',
      [1, 2, 3].map((number) => ({ ...entry('guid-reused', number), guid: 'always-the-same' })),
    ),
  ),
  'guid-reused-later': made((poll) =>
    toFeed('guid-reused-later', [{ ...entry('guid-reused-later', poll), guid: 'the-top-story' }]),
  ),
  'same-item-twice': xml(toFeed('same-item-twice', [entry('same', 1), entry('same', 1), entry('same', 2)])),
});

function buildDateFaults(): Record<string, Fault> {
  const dated = (name: string, date: string | undefined): Fault =>
    xml(
      toFeed(
        name,
        [1, 2].map((number) => ({
          title: `${name} ${number}`,
          link: `/news/${name}/${number}`,
          ...(date === undefined ? {} : { date }),
        })),
      ),
    );
  return {
    'dates-absent': dated('dates-absent', undefined),
    'dates-garbage': dated('dates-garbage', 'the day before yesterday'),
    'year-9999': dated('year-9999', 'Fri, 31 Dec 9999 23:59:59 GMT'),
    'year-1': dated('year-1', '0001-01-01T00:00:00Z'),
  };
}
