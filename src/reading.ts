import { chooseText, readFeedText, withChosenText } from './extract/choose-text.ts';
import { toExtractionUse, toSnapshotReason } from './extract/extraction-use.ts';
import { type PageInput, shortenArticle } from './extract/page.ts';
import { nextReadAfterFailure } from './fetch/backoff.ts';
import type {
  Article,
  ExtractOutcome,
  Failure,
  Feed,
  FeedId,
  KnownArticle,
  PageMark,
  PageRecord,
  PageSnapshot,
  PendingItem,
  Reading,
  Taggable,
} from './model.ts';
import type { Tagger } from './tag/compile.ts';
import { tagItem } from './tag/tag.ts';
import { sanitizeHtml, toPlainText } from './text/html.ts';
import type { DetectLanguage } from './text/language.ts';

/** What the applied revision makes of pages. */
export interface ReadRules {
  readonly feeds: ReadonlyMap<FeedId, Feed>;
  readonly tagger: Tagger;
  readonly detectLanguage: DetectLanguage;
  readonly maxReadAttempts: number;
  /** UTF-16 units kept of an article's text. */
  readonly maxTextChars: number;
}

/** What came of an item's page. */
export type PageOutcome =
  | { readonly kind: 'article'; readonly article: Article }
  | { readonly kind: 'unchanged'; readonly known: KnownArticle }
  | { readonly kind: 'not-wanted' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly retryAfterSeconds: number | undefined };

/** A page as it was fetched, and by what it is known again. */
export type FetchedPage = Omit<PageSnapshot, 'reason'> & { readonly mark: PageMark };

const toFeeds = (item: PendingItem, rules: ReadRules): readonly Feed[] =>
  item.feeds.flatMap((id) => rules.feeds.get(id) ?? []);

/** Whether a page is to be fetched for the item: every feed that carries it may keep to what it says itself. */
export function isPageWanted(item: PendingItem, rules: ReadRules): boolean {
  const feeds = toFeeds(item, rules);
  return feeds.length === 0 || feeds.some(({ read }) => read === 'page');
}

/** What is known of an item's page before it is read; times of day without a day are of `now`. */
export function toHints(item: PendingItem, rules: ReadRules, now: Date): PageInput['hints'] {
  const feeds = toFeeds(item, rules);
  const feed = feeds.find(({ read }) => read === 'page');
  // Of several feeds that carry the item one may say how its pages are read.
  const ruled = feeds.find(({ pageRule }) => pageRule !== undefined);
  return {
    zone: ruled?.zone ?? feed?.zone ?? 'UTC',
    language: item.language,
    title: item.title,
    siteRules: true,
    rule: ruled?.pageRule === undefined ? undefined : { feed: ruled.id, ...ruled.pageRule },
    now,
  };
}

/** The item's article where its page, if it is as it was, need not be read again: the feed has no better text by now. */
export function toTrusted(item: PendingItem): KnownArticle | undefined {
  const { known } = item;
  if (known === undefined) return undefined;
  return chooseText(known, toFeedText(item))?.taken === 'feed' ? undefined : known;
}

const toFeedText = ({ contentHtml, summaryHtml, url }: PendingItem) =>
  readFeedText(contentHtml ?? summaryHtml, url ?? '');

/** The article by the better of its two texts, the page's and the feed's. */
export function toChosen(item: PendingItem, extracted: ExtractOutcome, maxTextChars: number): ExtractOutcome {
  if (extracted.kind === 'failed') return extracted;
  const feed = toFeedText(item);
  const article = withChosenText(extracted.article, feed, chooseText(extracted.article, feed));
  return { kind: 'extracted', article: shortenArticle(article, maxTextChars) };
}

/** What is to be kept of a page that was read: the page itself, or else by what it is known again. */
export function toPageRecord(outcome: ExtractOutcome, { mark, ...page }: FetchedPage): PageRecord {
  const use = toExtractionUse(outcome);
  const reason = toSnapshotReason(outcome, use);
  return {
    kind: 'read',
    use,
    // What gave little, or another text than is kept, is read anew the next time.
    mark: reason === undefined && use.kind !== 'feed' ? mark : NO_MARK,
    snapshot: reason === undefined ? undefined : { ...page, reason },
  };
}

const NO_MARK: PageMark = { etag: undefined, lastModified: undefined, bodyHash: undefined };

/** What the item is to say and bear from now on. */
export function toReading(
  item: PendingItem,
  page: PageOutcome,
  { now, jitter, rules }: { readonly now: Date; readonly jitter: number; readonly rules: ReadRules },
): Reading {
  const content = toContent(item, page);
  const language = rules.detectLanguage({ stated: item.language, title: content.title, text: content.text });
  return {
    ...toReadState(page, item, now, jitter, rules),
    language,
    text: content.text,
    html: content.html,
    article: page.kind === 'article' ? page.article : undefined,
    tags: tagItem(rules.tagger, { ...toTaggable(item, content), language }),
    taggedBy: rules.tagger.hash,
  };
}

interface Content {
  readonly title: string;
  readonly text: string;
  readonly html: string;
}

function toContent(item: PendingItem, page: PageOutcome): Content {
  if (page.kind === 'article') {
    const { article } = page;
    return { title: item.title ?? article.title ?? '', text: article.text, html: article.html };
  }
  if (page.kind === 'unchanged')
    return { title: item.title ?? '', text: page.known.text, html: page.known.html };
  const html = sanitizeHtml(item.contentHtml ?? item.summaryHtml ?? '', item.url ?? '');
  return { title: item.title ?? '', text: toPlainText(html), html };
}

const toTaggable = (item: PendingItem, { title, text }: Content): Omit<Taggable, 'language'> => ({
  title,
  text,
  categories: item.categories,
  url: item.url,
  feeds: item.feeds,
});

function toReadState(page: PageOutcome, item: PendingItem, now: Date, jitter: number, rules: ReadRules) {
  if (page.kind === 'article' || page.kind === 'unchanged')
    return { state: 'read' as const, failure: undefined, detail: undefined, nextReadAt: undefined };
  if (page.kind === 'not-wanted')
    return { state: 'feed-only' as const, failure: undefined, detail: undefined, nextReadAt: undefined };
  const { failure, retryAfterSeconds } = page;
  const attempts = item.attempts + 1;
  const nextReadAt = nextReadAfterFailure(
    { now, failure: failure.failure, attempts, retryAfterSeconds, jitter },
    rules.maxReadAttempts,
  );
  const state = nextReadAt === undefined ? ('failed' as const) : ('pending' as const);
  return { state, failure: failure.failure, detail: failure.detail, nextReadAt };
}

const POOR: ReadonlySet<string> = new Set<PageSnapshot['reason']>(['short', 'low-confidence', 'rule-missed']);

/** Whether a kept page gives more now than it gave when it was kept; `failed` where it gives nothing. */
export function compareReadings(
  { known }: PendingItem,
  before: PageSnapshot,
  { article }: Reading,
  page: PageRecord,
): 'improved' | 'unchanged' | 'failed' {
  if (article === undefined) return 'failed';
  const gaveNothing = known === undefined || !POOR.has(before.reason);
  const isPoorStill = page.kind === 'read' && page.snapshot !== undefined;
  if (gaveNothing || !isPoorStill) return 'improved';
  return article.text.length > known.text.length ? 'improved' : 'unchanged';
}
