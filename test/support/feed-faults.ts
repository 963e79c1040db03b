import type { FailureKind } from '../../src/model.ts';
import type { WebRoute } from './web.ts';

/** One way in which the web goes wrong. */
export interface Fault {
  readonly route: WebRoute;
  /** What is to be recorded of the first fetch. */
  readonly outcome: FailureKind | 'fetched';
  readonly purpose: 'feed' | 'page';
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
  link: `https://harbour.test/${name}/${number}`,
  guid: `harbour-${name}-${number}`,
  date: `Sun, 01 Mar 2026 0${number % 10}:00:00 GMT`,
});

/** A sound RSS feed of three entries that bear its name, or of the entries given. */
export function toFeed(
  name: string,
  entries: readonly FeedEntry[] = [1, 2, 3].map((number) => entry(name, number)),
): string {
  const items = entries.map(
    ({ title, link, guid, date }) =>
      `<item>${toElement('title', title)}${toElement('link', link)}${toElement('guid', guid)}${toElement('pubDate', date)}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour ${name}</title><link>https://harbour.test/</link>${items.join('\n')}</channel></rss>`;
}

const toElement = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;

const xml = (body: string | Uint8Array, type = 'application/rss+xml'): Fault => ({
  outcome: 'fetched',
  purpose: 'feed',
  route: { headers: { 'content-type': type }, body },
});
const made = (make: () => string): Fault => {
  const route: WebRoute = () => ({ headers: { 'content-type': 'application/rss+xml' }, body: make() });
  return { outcome: 'fetched', purpose: 'feed', route };
};

/** Feeds that arrive whole and are wrong inside: what is to come of them is for the readers of feeds to say. */
export function buildFeedFaults(): Record<string, Fault> {
  let polls = 0;
  const changing = (): string => {
    polls += 1;
    return toFeed(
      'guid-changed',
      [1, 2, 3].map((number) => ({ ...entry('guid-changed', number), guid: `g-${polls}-${number}` })),
    );
  };
  const dated = (name: string, date: string | undefined): Fault =>
    xml(
      toFeed(
        name,
        [1, 2].map((number) => ({
          title: `${name} ${number}`,
          link: `https://harbour.test/${name}/${number}`,
          ...(date === undefined ? {} : { date }),
        })),
      ),
    );
  const entities = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
  ).join('');
  const title = (text: string): readonly FeedEntry[] => [
    { title: text, link: 'https://harbour.test/entity' },
  ];
  const doctype = (declarations: string, body: string): string =>
    body.replace('<rss', `<!DOCTYPE rss [${declarations}]><rss`);
  return {
    'invalid-utf-8': xml(
      Buffer.concat([
        Buffer.from(toFeed('invalid-utf-8').slice(0, -20)),
        Buffer.from([0xc3, 0x28, 0xff]),
        Buffer.from(toFeed('invalid-utf-8').slice(-20)),
      ]),
    ),
    'utf-16': xml(Buffer.from(`\uFEFF${toFeed('utf-16')}`, 'utf16le')),
    'lying-charset': xml(Buffer.from(toFeed('Порт')), 'application/rss+xml; charset=windows-1251'),
    html: xml(
      '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/moved"></head><body><p>Harbour</p></body></html>',
      'text/html',
    ),
    'deep-xml': xml(`<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`),
    'billion-laughs': xml(doctype(`<!ENTITY l0 "ha">${entities}`, toFeed('laughs', title('&l9;')))),
    'external-entity': xml(
      doctype('<!ENTITY file SYSTEM "file:///etc/passwd">', toFeed('external', title('&file;'))),
    ),
    'guid-changed': made(changing),
    'guid-reused': xml(
      toFeed(
        'guid-reused',
        [1, 2, 3].map((number) => ({ ...entry('guid-reused', number), guid: 'always-the-same' })),
      ),
    ),
    'dates-absent': dated('dates-absent', undefined),
    'dates-garbage': dated('dates-garbage', 'the day before yesterday'),
    'year-9999': dated('year-9999', 'Fri, 31 Dec 9999 23:59:59 GMT'),
    'year-1': dated('year-1', '0001-01-01T00:00:00Z'),
    'same-item-twice': xml(toFeed('same-item-twice', [entry('same', 1), entry('same', 1), entry('same', 2)])),
    'many-entries': made(() =>
      toFeed(
        'many-entries',
        Array.from({ length: 50_000 }, (_, number) => ({
          title: `${number}`,
          link: `https://harbour.test/m/${number}`,
        })),
      ),
    ),
    'truncated-xml': xml(
      toFeed('truncated-xml').replace(/<\/title><link>https:\/\/harbour\.test\/truncated-xml\/3[\s\S]*$/, ''),
    ),
  };
}
