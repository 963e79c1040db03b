import type { Language } from '../../model.ts';

/** A tag in a feed out. */
export interface OutCategory {
  readonly term: string;
  readonly label: string;
}

/** One item in a feed out, whatever the format. All text is plain and free of what XML 1.0 forbids. */
export interface OutItem {
  /** A tag: URI (RFC 4151), the same in all formats and for ever. */
  readonly id: string;
  readonly title: string;
  /** The publisher's page; ours where there is none. */
  readonly url: string;
  /** Our page of the item, with its tags and why. */
  readonly pageUrl: string;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  readonly language: Language | undefined;
  readonly publisher: OutPublisher;
  readonly authors: readonly string[];
  readonly summary: string;
  /** Sanitised HTML, where the installation gives the full text away. */
  readonly html: string | undefined;
  readonly categories: readonly OutCategory[];
}

/** Who is credited for an item. */
export interface OutPublisher {
  /** A tag: URI. */
  readonly id: string;
  readonly name: string;
  /** The publisher's site. */
  readonly url: string | undefined;
  /** The feed the item came by. */
  readonly feedUrl: string | undefined;
}

/** A feed out, whatever the format. */
export interface OutFeed {
  /** A tag: URI (RFC 4151). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** This very feed's URL. */
  readonly url: string;
  /** The page that shows the same items. */
  readonly pageUrl: string;
  /** Where the feed begins with its newest items, where it has several pages. */
  readonly firstUrl: string | undefined;
  /** Where the feed goes on with older items. */
  readonly nextUrl: string | undefined;
  /** When the newest of its items changed; 1970 for a feed without items, so that it stays the same. */
  readonly updatedAt: Date;
  readonly language: Language | undefined;
  /** What the categories' terms belong to, as a URI. */
  readonly scheme: string;
  readonly items: readonly OutItem[];
}

/** A kind of feed we give. */
export interface Format {
  readonly ending: 'atom' | 'rss' | 'json';
  readonly name: string;
  /** Media type, without parameters. */
  readonly type: string;
  readonly render: (feed: OutFeed) => string;
}

/** The links between the pages of a feed (RFC 5005, 3); `previous` is not known from a page's items. */
export const toPageLinks = (
  { firstUrl, nextUrl }: OutFeed,
  type: string,
): readonly { readonly rel: string; readonly type: string; readonly href: string }[] =>
  Object.entries({ first: firstUrl, next: nextUrl }).flatMap(([rel, href]) =>
    href === undefined ? [] : [{ rel, type, href }],
  );

/** What our feeds say they were made by. */
export const GENERATOR = 'Topicwire';

/**
 * Text without what XML 1.0 (2.2) forbids in a document: control characters, lone surrogates, U+FFFE and
 * U+FFFF. One of them would make the whole feed unreadable.
 */
export const toXmlText = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '',
  );

/** feedsmith sets CDATA on a line of its own, which makes the line ends part of a link or an id; this undoes it. */
export const joinCdata = (xml: string): string =>
  xml.replace(/>\s+<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\s+<\//g, ']]></');
