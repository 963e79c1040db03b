/** The types that flow from stage to stage. Everything is readonly; absent is `undefined`. */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type FeedId = Brand<string, 'FeedId'>;
export type PublisherId = Brand<string, 'PublisherId'>;
export type TopicId = Brand<string, 'TopicId'>;
export type ItemId = Brand<number, 'ItemId'>;
/** An absolute http(s) URL in the one spelling we compare by; made by `text/url.ts`. */
export type CanonicalUrl = Brand<string, 'CanonicalUrl'>;
/** What an item can bear: a topic's id, `place:UA` (ISO 3166-1 alpha-2) or `org:nato`. */
export type TagId = Brand<string, 'TagId'>;
/** A lower-case primary language subtag (BCP 47), or `und` when unsure. */
export type Language = string;

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const TAG = /^(?:place:[A-Z]{2}|org:[a-z0-9-]{1,63}|[a-z0-9][a-z0-9-]{0,63})$/;

/** A feed id: 1 to 64 of `a-z 0-9 -`, no dash at an end. */
export const parseFeedId = (text: string): FeedId | undefined =>
  SLUG.test(text) ? (text as FeedId) : undefined;
/** A publisher id, spelled as a feed id is. */
export const parsePublisherId = (text: string): PublisherId | undefined =>
  SLUG.test(text) ? (text as PublisherId) : undefined;
/** A topic id, spelled as a feed id is. */
export const parseTopicId = (text: string): TopicId | undefined =>
  SLUG.test(text) ? (text as TopicId) : undefined;
/** An item id: a positive safe integer. */
export const parseItemId = (value: number | string): ItemId | undefined => {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? (number as ItemId)
    : undefined;
};
/** A tag id: a topic id, `place:XX` or `org:name`. */
export const parseTagId = (text: string): TagId | undefined => (TAG.test(text) ? (text as TagId) : undefined);

// ── what the operator wrote ────────────────────────────────────────────────────────────────────────────

/** One URL to follow, every inference already made. */
export interface Feed {
  readonly id: FeedId;
  /** Absolute http(s) URL, as the operator wrote it. */
  readonly url: string;
  readonly publisher: PublisherId;
  /** The feed's language where the operator stated it. */
  readonly language: Language | undefined;
  /** IANA zone of dates that carry none; `UTC` unless stated or known of the publisher. */
  readonly zone: string;
  /** Where an item's text comes from: its page, or the feed alone. */
  readonly read: 'page' | 'feed';
  /** Request headers of the feed, sent to its own origin alone; `${NAME}` in a value is an environment variable. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** HTTP basic authentication, sent and spelled as the headers are. */
  readonly auth?: BasicAuth | undefined;
  /** The operator's exception: the certificate of the feed's host is not checked when the feed is fetched. */
  readonly tls?: 'unverified' | undefined;
  /** When to fetch it where the operator says so; else as the feed's own rhythm suggests. */
  readonly schedule?: FeedSchedule | undefined;
  /** What stands at its URL in place of a feed; else a feed, or a news sitemap that is recognised. */
  readonly source?: FeedSource | undefined;
  /** How the pages of its items are read, where the operator says so. */
  readonly pageRule?: PageRule | undefined;
}

/** A source without a feed, and how its entries are found. */
export type FeedSource =
  | ({ readonly kind: 'list' } & ListSelectors)
  | { readonly kind: 'sitemap' }
  /** The web preview of a public channel; its name in lower case. */
  | { readonly kind: 'telegram'; readonly channel: string };

/** Where a listing page has its entries, as CSS selectors; all but the first two within one row. */
export interface ListSelectors {
  /** One row. */
  readonly item: string;
  /** What the page shows in place of rows when there are none: without it a page without rows is a failure. */
  readonly empty?: string | undefined;
  /** The entry's link; its first one unless given. */
  readonly link?: string | undefined;
  /** The entry's title; the link's text unless given. */
  readonly title?: string | undefined;
  /** The entry's date, in one element or several; a `<time>` unless given. */
  readonly date?: string | undefined;
}

/** CSS selectors by which an operator has pages read; at least one of its parts is there. */
export interface PageRule {
  /** The text, tried in order; empty leaves it to the site's rule or the general extractor. */
  readonly body: readonly string[];
  /** What is no text of the article. */
  readonly remove: readonly string[];
  readonly title: string | undefined;
  readonly date: string | undefined;
}

export interface BasicAuth {
  readonly user: string;
  readonly password: string;
}

/** A fixed rhythm of fetching. */
export type FeedSchedule =
  | { readonly kind: 'every'; readonly seconds: number }
  /** Five fields of crontab(5), in the feed's zone. */
  | { readonly kind: 'cron'; readonly expression: string };

/** Who issues items. */
export interface Publisher {
  readonly id: PublisherId;
  readonly name: string;
  /** Hosts the publisher issues from, without `www.`. */
  readonly domains: readonly string[];
  /** Other names it is credited by. */
  readonly aliases: readonly string[];
}

/** What the pages and feeds out call a topic. */
export interface TopicLabel {
  readonly id: TopicId;
  readonly parent: TopicId | undefined;
  /** The IPTC Media Topic, as `medtop:20000598`. */
  readonly iptc: string | undefined;
  /** Label by language. */
  readonly label: Readonly<Record<Language, string>>;
}

/** A query with a name, as searches.yaml has it. */
export interface SavedSearch {
  readonly id: string;
  readonly title: string;
  /** A query string of the items API, without `?`. */
  readonly query: string;
  /** Whether it is shown to whoever may read, or only to who shows a token. */
  readonly public: boolean;
}

/** One thing wrong with a value from outside; `path` leads to it from the root of its document. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** What was expected, as the end of "… : ". */
  readonly expected: string;
}

// ── fetching ───────────────────────────────────────────────────────────────────────────────────────────

/** Why a fetch, a feed or a page gave nothing. Each kind has its words for the operator in `text/failures.ts`. */
export type FailureKind =
  // transport
  | 'timeout'
  | 'dns'
  | 'tls'
  | 'refused'
  | 'reset'
  | 'blocked' // a private or otherwise forbidden address
  | 'bad-url'
  | 'redirects' // too many, a loop, or a redirect without a usable target
  | 'proxy' // the operator's proxy cannot be reached, or refuses
  | 'missing-variable' // an environment variable that the feed's config names is not set
  | 'too-large'
  | 'too-slow' // reading it took longer than allowed
  | 'bad-encoding' // a content encoding that cannot be undone
  // answers
  | 'forbidden' // 401, 403
  | 'not-found' // 404
  | 'gone' // 410
  | 'rate-limited' // 429
  | 'server-error' // 5xx
  | 'http-error' // any other status that is no success
  | 'challenge' // a firewall's "are you human" page
  | 'robots' // robots.txt disallows the page
  // bodies
  | 'empty'
  | 'not-a-feed'
  | 'malformed'
  | 'layout-changed' // a listing page, sitemap or channel that no longer has its entries where they are looked for
  | 'no-preview' // a Telegram channel that shows no preview on the web
  | 'not-a-page' // a page URL that answers with a PDF, an image …
  | 'no-article' // a page without an article's text
  | 'consent-wall' // a page that asks for consent to cookies in place of its text
  | 'login-wall' // a page that asks for a login or subscription in place of its text
  | 'needs-script' // a page whose text comes by script
  | 'no-url' // an entry without a link has no page to read
  | 'internal'; // our own bug; the log has the stack

export interface Failure {
  readonly kind: 'failed';
  readonly failure: FailureKind;
  /** One line: what was seen. Never a stack, never a secret. */
  readonly detail: string;
}

/** What we learned of a feed from polling it. */
export interface FetchState {
  /** Validators, verbatim as the server sent them. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** SHA-256 (hex) of the last body read whole. */
  readonly bodyHash: string | undefined;
  /** When the feed was last fetched without validators. */
  readonly fullFetchAt: Date | undefined;
  readonly lastFetchAt: Date | undefined;
  readonly lastSuccessAt: Date | undefined;
  readonly lastNewItemAt: Date | undefined;
  /** Failures in a row. */
  readonly failures: number;
  readonly failingSince: Date | undefined;
  readonly intervalSeconds: number;
  /** Entries of the last body read; 0 before the first. */
  readonly entries: number;
  /** Polls, the first not counted, that knew none of the entries: some were probably missed before. */
  readonly overflows: number;
  readonly lastOverflowAt: Date | undefined;
  /** The longest time of late between two new items; undefined while it is not known. */
  readonly longestGapSeconds: number | undefined;
  /** When the last news came, while there has been none for far longer than that. */
  readonly silentSince: Date | undefined;
  /** What the feed asks of its readers, as last read. */
  readonly asks: FeedAsks;
  /** Where its URL leads by permanent redirects alone. */
  readonly move: Move | undefined;
}

/** What a feed asks of its readers. */
export interface FeedAsks {
  /** `<ttl>` in seconds. */
  readonly ttlSeconds: number | undefined;
  /** `<skipHours>`: hours, 0 to 23 in GMT, in which it is not to be fetched. */
  readonly skipHours: readonly number[];
  /** `<skipDays>`: days in GMT, 0 (Sunday) to 6. */
  readonly skipDays: readonly number[];
}

/** A feed's new address, as its server tells it. */
export interface Move {
  readonly to: string;
  /** Since when every answer of the configured URL came from there. */
  readonly since: Date;
  /** How many answers that were. */
  readonly polls: number;
  /** When we began to ask there directly; undefined while the redirect is not trusted yet. */
  readonly adoptedAt: Date | undefined;
}

export interface FetchRequest {
  readonly url: string;
  /** A page's robots.txt is obeyed; a feed the operator wrote is the operator's consent. */
  readonly purpose: 'feed' | 'page';
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** A host this worker holds already, so that it is not waited for. */
  readonly heldHost?: string | undefined;
  /** Sent to the URL's own origin alone; still with the names of variables in place of their values. */
  readonly credentials?: Pick<Feed, 'headers' | 'auth'> | undefined;
  /** Whether the certificate of the URL's host is checked; those of redirects to other hosts are in any case. */
  readonly tls?: Feed['tls'];
}

export interface Fetched {
  readonly kind: 'fetched';
  readonly status: number;
  /** The URL that answered, after redirects. */
  readonly url: string;
  readonly contentType: string | undefined;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Freshness the answer claims by Cache-Control max-age or Expires, from now. */
  readonly freshSeconds: number | undefined;
  /** Decoded (decompressed) bytes. */
  readonly body: Uint8Array;
  /** Milliseconds from the request's start to the last byte, waiting for the host not included. */
  readonly durationMs: number;
  /** The URL that answered, where every redirect on the way was permanent (301, 308) and there was one. */
  readonly movedTo?: string | undefined;
}

export interface NotModified {
  readonly kind: 'not-modified';
  readonly status: 304;
  readonly url: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly freshSeconds: number | undefined;
  readonly durationMs: number;
  readonly movedTo?: string | undefined;
}

export interface FetchFailed extends Failure {
  readonly status: number | undefined;
  /** From Retry-After, seconds or date, already capped to 24 h. */
  readonly retryAfterSeconds: number | undefined;
  readonly durationMs: number;
}

export type FetchOutcome = Fetched | NotModified | FetchFailed;
/** The network as the pipeline sees it: polite, guarded, bounded; never throws for what the web does. */
export type Fetch = (request: FetchRequest) => Promise<FetchOutcome>;

// ── feeds ──────────────────────────────────────────────────────────────────────────────────────────────

export interface Enclosure {
  readonly url: string;
  readonly type: string | undefined;
  /** Bytes. */
  readonly length: number | undefined;
}

/** What the feed said of one entry, resolved and decoded, nothing judged. */
export interface Entry {
  /** The guid or atom:id, as said. */
  readonly id: string | undefined;
  /** Absolute http(s) URL of the entry's page. */
  readonly url: string | undefined;
  /** Plain text. */
  readonly title: string | undefined;
  readonly publishedAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  /** The published date as written, where there was one, readable or not. */
  readonly publishedText: string | undefined;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** HTML as said, relative URLs resolved; not yet sanitised. */
  readonly summaryHtml: string | undefined;
  readonly contentHtml: string | undefined;
  readonly enclosures: readonly Enclosure[];
  readonly language: Language | undefined;
}

/** An entry or part of one that was not taken, and why; counted and shown, never silent. */
export interface Drop {
  readonly reason: string;
  readonly detail: string;
}

export interface ParsedFeed {
  readonly kind: 'parsed';
  readonly format: 'rss' | 'rdf' | 'atom' | 'json-feed' | FeedSource['kind'];
  /** Which reader took it. */
  readonly reader: 'rss-parser' | 'tolerant' | 'json-feed' | FeedSource['kind'];
  readonly title: string | undefined;
  /** The site's own page. */
  readonly link: string | undefined;
  readonly language: Language | undefined;
  readonly asks: FeedAsks;
  /** False where the document ends before its root does: there may be more of it. */
  readonly isWhole: boolean;
  readonly entries: readonly Entry[];
  readonly drops: readonly Drop[];
}

/** A sitemap of sitemaps: its entries are in its parts, newest first. */
export interface SitemapIndex {
  readonly kind: 'index';
  readonly parts: readonly SitemapPart[];
  /** False where the document ends before its root does. */
  readonly isWhole: boolean;
  readonly drops: readonly Drop[];
}

export interface SitemapPart {
  readonly url: string;
  /** When it changed, as the index says. */
  readonly modifiedAt: Date | undefined;
  /** Whether that is said to the minute: then it cannot change without the index changing. */
  readonly isExact: boolean;
}

export interface FeedFailure extends Failure {
  /** Feeds an HTML page declares, offered to the operator. */
  readonly feedLinks: readonly string[];
}

// ── items ──────────────────────────────────────────────────────────────────────────────────────────────

/** The identity keys of an entry, strongest first; unique within its publisher. */
export interface EntryKeys {
  readonly guid: string | undefined;
  readonly url: string | undefined;
  readonly titleDay: string | undefined;
}

/** What the store knows of an item that one of an entry's keys led to. */
export interface KnownItem {
  readonly id: ItemId;
  /** Hash of the entry by which this feed last gave the item; undefined where only others gave it. */
  readonly entryHash: string | undefined;
  readonly canonicalUrl: CanonicalUrl | undefined;
  readonly title: string | undefined;
  readonly publishedAt: Date | undefined;
}

/** By key: an item, or `deleted` for the tombstone of one that retention or a takedown removed. */
export type KnownKeys = ReadonlyMap<string, KnownItem | 'deleted'>;

/** An entry made ready to keep. */
export interface ItemDraft {
  readonly keys: EntryKeys;
  readonly canonicalUrl: CanonicalUrl | undefined;
  readonly entry: Entry;
  readonly entryHash: string;
  /** Sorts the item for ever: the claimed date if plausible, else when it was first seen. */
  readonly orderedAt: Date;
  readonly orderedBy: 'published' | 'first-seen';
  /** Why the claimed date does not order the item. */
  readonly orderedReason: string | undefined;
}

/** What is to be done with one entry of a poll. */
export type Decision =
  | { readonly kind: 'new'; readonly draft: ItemDraft }
  | { readonly kind: 'changed'; readonly id: ItemId; readonly draft: ItemDraft }
  | { readonly kind: 'unchanged'; readonly id: ItemId; readonly keys: EntryKeys; readonly entryHash: string }
  /** The same item as an earlier entry of this poll: `of` is that decision's place in the list, never a repeat itself. */
  | { readonly kind: 'repeat'; readonly of: number; readonly keys: EntryKeys }
  /** `keys` become tombstones: the entry stays out at the next polls too. */
  | { readonly kind: 'dropped'; readonly drop: Drop; readonly keys?: EntryKeys };

/** What the page said. */
export interface Article {
  /** Paragraphs separated by a blank line. */
  readonly text: string;
  /** Sanitised HTML of the same. */
  readonly html: string;
  readonly title: string | undefined;
  /** Persons; where none is named, the agency or house that signs. */
  readonly authors: readonly string[];
  /** Departments, agencies and houses that the page credits. */
  readonly credits: readonly string[];
  readonly publishedAt: Date | undefined;
  readonly modifiedAt: Date | undefined;
  readonly language: Language | undefined;
  readonly section: string | undefined;
  /** The article's own; those of the site or its frame are left out. */
  readonly keywords: readonly string[];
  readonly leadImage: string | undefined;
  readonly canonicalUrl: string | undefined;
  /** The same article in other languages, by the page's own word. */
  readonly alternates: readonly Alternate[];
  /** The publisher says that it is not free to read; the text may end early. */
  readonly paywalled: boolean;
  /** What stands before the first sentence to say where and when the report was sent; it is no part of the text. */
  readonly dateline: Dateline | undefined;
  /** Which reading won: `site:report.az`, `site:feed/my-feed` (the operator's rule), `structured`, `general`. */
  readonly extractedBy: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Whether a rule of the site or feed fitted the page. */
  readonly siteRule: SiteRuleUse;
  /** Where the feed carried a text that might be the better one: which was taken, and what it was judged by. */
  readonly textChoice?: TextChoice | undefined;
}

/** Which of two texts of one article was kept; `extractedBy` of an article by the feed's text is `feed`. */
export interface TextChoice {
  readonly taken: 'page' | 'feed';
  /** UTF-16 units of each. */
  readonly pageChars: number;
  readonly feedChars: number;
  /** Which reading of the page gave its text. */
  readonly pageBy: string;
}

export type ExtractOutcome =
  | { readonly kind: 'extracted'; readonly article: Article }
  | (Failure & { readonly siteRule?: SiteRuleUse });

/** A part of a page that a rule has a selector for. */
export type RulePart = 'body' | 'title' | 'date' | 'section' | 'author';

/** What came of the rule for a page: the operator's for its feed, else the one for its site. */
export type SiteRuleUse =
  | { readonly kind: 'none' }
  /** `missing`: parts that its selectors did not find, though it found the text. */
  | { readonly kind: 'matched'; readonly rule: string; readonly missing: readonly RulePart[] }
  /** The page was read otherwise. */
  | { readonly kind: 'missed'; readonly rule: string; readonly missing: readonly RulePart[] };

export interface Alternate {
  /** A language tag (BCP 47), lower case. */
  readonly language: string;
  readonly url: string;
}

/** A report's head as agencies write it: "KYIV. Nov 24 (Interfax-Ukraine) –". */
export interface Dateline {
  /** As written, without the mark that ends it. */
  readonly text: string;
  readonly place: string | undefined;
  /** The day as written; it seldom has a year. */
  readonly date: string | undefined;
  readonly agency: string | undefined;
}

/** One place in one field that speaks for a tag; `field.slice(start, end) === text`, UTF-16 units. */
export interface Evidence {
  /** The rule's term as written, a regex, or the publisher's label. */
  readonly rule: string;
  readonly field: 'title' | 'text' | 'categories';
  /** Which label, where field is `categories`; offsets are within it. */
  readonly index?: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Points it brought. */
  readonly weight: number;
}

export interface Tag {
  readonly tag: TagId;
  /** Points divided by the rule's min_score: 1 is the threshold. */
  readonly score: number;
  readonly givenBy: 'rule' | 'place' | 'category';
  readonly evidence: readonly Evidence[];
  /** Hash of the compiled rule that gave it. */
  readonly ruleHash: string;
}

/** A term of a topic's rule that can bring it points, as evidence names it. */
export interface WrittenTerm {
  readonly language: Language;
  readonly term: string;
}

/** Why a rule that has points gives no tag: too few, a term of `none`, a tag or any of some words that must be there. */
export type Lack =
  | { readonly kind: 'points' }
  | { readonly kind: 'vetoed'; readonly by: readonly Evidence[] }
  | { readonly kind: 'tag'; readonly tag: TagId }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** A tag that an item nearly bore. */
export interface NearMiss {
  readonly tag: TagId;
  readonly points: number;
  readonly minScore: number;
  readonly evidence: readonly Evidence[];
  /** At least one. */
  readonly lacks: readonly Lack[];
}

/** Why an item bears its tags by the rules now applied, and which it nearly bore. */
export interface Explanation {
  /** Hash of the whole tagger. */
  readonly taggedBy: string;
  readonly given: readonly (Tag & {
    readonly minScore: number;
    /** The topic below whose words gave it, where they were not its own. */
    readonly through: TagId | undefined;
  })[];
  /** Nearest first. */
  readonly nearMisses: readonly NearMiss[];
  /** Near misses beyond those told. */
  readonly omitted: number;
}

/** What a tagger reads of an item. */
export interface Taggable {
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  readonly categories: readonly string[];
  readonly url: string | undefined;
  readonly feeds: readonly FeedId[];
}

/** An item claimed for reading: all that the read pass needs of it. */
export interface PendingItem {
  readonly id: ItemId;
  readonly publisher: PublisherId;
  readonly feeds: readonly FeedId[];
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly summaryHtml: string | undefined;
  readonly contentHtml: string | undefined;
  readonly categories: readonly string[];
  /** The feed's or entry's word on the language. */
  readonly language: Language | undefined;
  readonly publishedAt: Date | undefined;
  /** Read attempts made before this one. */
  readonly attempts: number;
  /** The article of a former reading. */
  readonly known: KnownArticle | undefined;
}

/** The article an item has, and by what its page is known again. */
export interface KnownArticle extends PageMark {
  readonly text: string;
  readonly html: string;
  readonly extractedBy: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What tells whether a page is still as it was; all undefined where its reading is not to be relied on. */
export interface PageMark {
  /** Validators, verbatim as the server sent them. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** SHA-256 (hex) of the body. */
  readonly bodyHash: string | undefined;
}

// ── claims ─────────────────────────────────────────────────────────────────────────────────────────────

/** The right to work on one row and one host until a time; results count only while it is still ours. */
export interface Lease {
  readonly token: string;
  readonly host: string;
  readonly until: Date;
}

export type Work =
  | { readonly kind: 'feed'; readonly feed: Feed; readonly state: FetchState; readonly lease: Lease }
  | { readonly kind: 'item'; readonly item: PendingItem; readonly lease: Lease };

// ── what a pass hands to the store ─────────────────────────────────────────────────────────────────────

/** One poll of a feed as the operator's history keeps it. */
export interface Poll {
  readonly kind: 'fetched' | 'unchanged' | 'not-modified' | 'failed';
  readonly fetchedAt: Date;
  readonly status: number | undefined;
  readonly failure: FailureKind | undefined;
  readonly detail: string | undefined;
  readonly bodyBytes: number | undefined;
  readonly durationMs: number;
  /** No entry was known although the feed was read before: some were probably missed. */
  readonly overflow: boolean;
  readonly drops: readonly Drop[];
}

/** What a poll leaves of its feed, saved together with the items in one transaction. */
export interface FeedUpdate {
  readonly poll: Poll;
  readonly state: FetchState;
  readonly nextFetchAt: Date;
  /** The feed's own title and link, where this poll read them. */
  readonly title: string | undefined;
  readonly link: string | undefined;
  /** Feeds an HTML page offered in place of one. */
  readonly feedLinks: readonly string[];
}

/** How many entries of a poll went which way. */
export interface CollectCounts {
  readonly entries: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly dropped: number;
  /** Of the unchanged ones, items that other feeds brought and that this one carries for the first time. */
  readonly joined: number;
  /** Identity keys of the entries that were known before, tombstones among them; 0 where all is new to us. */
  readonly known: number;
}

/** What the read pass makes of an item, whether or not its page could be read. */
export interface Reading {
  readonly state: 'read' | 'feed-only' | 'pending' | 'failed';
  /** Why the page gave nothing, where it gave nothing. */
  readonly failure: FailureKind | undefined;
  readonly detail: string | undefined;
  /** When to try again, where state is pending. */
  readonly nextReadAt: Date | undefined;
  readonly language: Language;
  /** Plain text: the article's, else what the feed gave. */
  readonly text: string;
  readonly html: string;
  readonly article: Article | undefined;
  readonly tags: readonly Tag[];
  /** Hash of the whole tagger that gave the tags. */
  readonly taggedBy: string;
}

/** What came of a page besides its article. */
export type PageRecord =
  /** No page was there to read: it is not wanted, or could not be fetched. */
  | { readonly kind: 'none' }
  /** The page is as it was when it gave the article the item has, which stays untouched. */
  | { readonly kind: 'unchanged'; readonly by: 'not-modified' | 'same-body' }
  | {
      readonly kind: 'read';
      readonly mark: PageMark;
      readonly use: ExtractionUse;
      /** The page itself, where little or nothing came of it. */
      readonly snapshot: PageSnapshot | undefined;
    };

/** How a page was read, for the shares of each kind over time. */
export interface ExtractionUse {
  readonly kind: ExtractionKind;
  /** The site rule that is there for the page, and whether it fitted. */
  readonly rule: { readonly id: string; readonly outcome: 'matched' | 'missed' } | undefined;
}

export type ExtractionKind = 'site' | 'structured' | 'general' | 'feed' | 'short' | 'failed';

/** Why a page is kept although it was read: `rule-missed` is a site's rule that did not fit it. */
export type PoorReading = 'short' | 'low-confidence' | 'rule-missed';

/** A page as it was fetched, kept to be read again once a rule was changed. */
export interface PageSnapshot {
  /** The URL that answered. */
  readonly url: string;
  readonly contentType: string | undefined;
  readonly fetchedAt: Date;
  /** Decompressed bytes. */
  readonly body: Uint8Array;
  readonly reason: FailureKind | PoorReading;
}

/** An item whose page is kept, claimed by nobody. */
export interface ReplayItem {
  readonly item: PendingItem;
  readonly snapshot: PageSnapshot;
}

/** A poll that read a feed: all that is needed to decide on its entries and to save them. */
export interface Collected {
  readonly feed: Feed;
  readonly lease: Lease;
  readonly now: Date;
  /** Every key of every entry. */
  readonly lookupKeys: readonly string[];
  /** Judges the entries by what is known; called once, under the publisher's lock. What it throws undoes all. */
  readonly decide: (known: KnownKeys) => readonly Decision[];
  /** What the poll leaves of its feed, once it is known what it brought. */
  readonly update: (counts: CollectCounts) => FeedUpdate;
}

/** A poll that brought no entries: failed, not modified, or the same body again. */
export interface Polled {
  readonly feed: Feed;
  readonly lease: Lease;
  readonly update: FeedUpdate;
}

/** A reading to be saved over its item. */
export interface ReadItem {
  readonly item: PendingItem;
  readonly lease: Lease;
  readonly now: Date;
  readonly reading: Reading;
  readonly page: PageRecord;
}

/** What reading a kept page again made of its item, to be saved without a lease. */
export interface ReplayedItem {
  readonly item: PendingItem;
  readonly snapshot: PageSnapshot;
  readonly now: Date;
  readonly reading: Reading;
  readonly page: PageRecord;
}

/** The work was another's by the time it was done: nothing of it was saved. */
export type LeaseLost = { readonly kind: 'lease-lost' };
