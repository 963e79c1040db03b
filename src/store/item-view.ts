import { z } from 'zod';
import {
  type Alternate,
  type Dateline,
  type Evidence,
  type FeedId,
  type ItemId,
  type Language,
  type PublisherId,
  parseFeedId,
  parseItemId,
  parsePublisherId,
  parseTagId,
  type TagId,
} from '../model.ts';

/** A tag an item bears now, and why. */
export interface TagView {
  readonly tag: TagId;
  /** 1 is the rule's threshold. */
  readonly score: number;
  readonly givenBy: 'rule' | 'place' | 'category';
  readonly evidence: readonly Evidence[];
}

/** How the read pass fared with an item; failure is a FailureKind of the model, kept as stored. */
export interface ReadView {
  readonly state: 'pending' | 'read' | 'failed' | 'feed-only';
  readonly failure: string | undefined;
  readonly detail: string | undefined;
  readonly extractedBy: string | undefined;
  /** 0 to 1. */
  readonly confidence: number | undefined;
}

/** What the page says of its article besides text, title and authors; of items read before a field was kept, its absence. */
export interface ArticleView {
  readonly modifiedAt: Date | undefined;
  readonly section: string | undefined;
  readonly keywords: readonly string[];
  readonly credits: readonly string[];
  readonly alternates: readonly Alternate[];
  readonly paywalled: boolean;
  readonly dateline: Dateline | undefined;
}

/** An item as it is served: all that was kept of it but its history; of a brief reading (`select-items.ts`) less. */
export interface ItemView {
  readonly id: ItemId;
  /** The same as long as nothing of the item changed in the store. */
  readonly version: string;
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly publisher: PublisherId;
  readonly feeds: readonly FeedId[];
  readonly language: Language;
  readonly publishedAt: Date | undefined;
  readonly publishedText: string | undefined;
  /** ISO 8601 UTC text to the microsecond, as the order is kept. */
  readonly orderedAt: string;
  readonly orderedBy: 'published' | 'first-seen';
  readonly orderedReason: string | undefined;
  readonly firstSeenAt: Date;
  /** What the feed claims. */
  readonly updatedAt: Date | undefined;
  /** When what we keep of it last changed. */
  readonly changedAt: Date;
  readonly authors: readonly string[];
  /** The publisher's own labels. */
  readonly categories: readonly string[];
  /** As the feed said it, not sanitised. */
  readonly summaryHtml: string | undefined;
  readonly contentHtml: string | undefined;
  readonly text: string | undefined;
  /** Sanitised HTML of the text. */
  readonly html: string | undefined;
  readonly leadImage: string | undefined;
  /** Undefined where the page was not read. */
  readonly article: ArticleView | undefined;
  readonly read: ReadView;
  readonly tags: readonly TagView[];
}

const asked = <T>(parse: (text: string) => T | undefined) =>
  z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue(`no such id can be stored: ${text}`);
    return z.NEVER;
  });

const optional = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? undefined);

const EVIDENCE = z
  .object({
    rule: z.string(),
    field: z.enum(['title', 'text', 'categories']),
    index: z.number().optional(),
    start: z.number(),
    end: z.number(),
    text: z.string(),
    weight: z.number(),
  })
  .transform(({ index, ...rest }): Evidence => (index === undefined ? rest : { ...rest, index }));

const TAG = z.object({
  tag: asked(parseTagId),
  score: z.number(),
  given_by: z.enum(['rule', 'place', 'category']),
  evidence: z.array(EVIDENCE).default([]),
});

/** What lists say of the article. */
const HEAD = z.object({ authors: z.array(z.string()).nullish(), leadImage: z.string().nullish() });

/** What is read of an article's stored JSON here; the text and HTML have columns of their own. */
const ARTICLE = HEAD.extend({
  modifiedAt: optional(z.coerce.date()),
  section: optional(z.string()),
  keywords: z.array(z.string()).default([]),
  credits: z.array(z.string()).default([]),
  alternates: z.array(z.object({ language: z.string(), url: z.string() })).default([]),
  paywalled: z.boolean().default(false),
  dateline: optional(
    z
      .object({
        text: z.string(),
        place: z.string().optional(),
        date: z.string().optional(),
        agency: z.string().optional(),
      })
      .transform(({ text, place, date, agency }): Dateline => ({ text, place, date, agency })),
  ),
});

const ROW = z.object({
  id: z.coerce.string().transform((id, context): ItemId => {
    const value = parseItemId(id);
    if (value !== undefined) return value;
    context.addIssue('an item id is a positive integer');
    return z.NEVER;
  }),
  version: z.string(),
  publisher_id: asked(parsePublisherId),
  url: optional(z.string()),
  title: optional(z.string()),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  summary_html: optional(z.string()),
  content_html: optional(z.string()),
  language: z.string(),
  published_at: optional(z.date()),
  published_text: optional(z.string()),
  updated_at: optional(z.date()),
  first_seen_at: z.date(),
  ordered_at: z.string(),
  ordered_by: z.enum(['published', 'first-seen']),
  ordered_reason: optional(z.string()),
  changed_at: z.date(),
  read_state: z.enum(['pending', 'read', 'failed', 'feed-only']),
  read_failure: optional(z.string()),
  read_detail: optional(z.string()),
  text: optional(z.string()),
  html: optional(z.string()),
  article: optional(ARTICLE),
  article_head: optional(HEAD),
  extracted_by: optional(z.string()),
  confidence: optional(z.number()),
  feeds: z.array(asked(parseFeedId)),
  tags: z.array(TAG),
});

/** A row of the item query as an ItemView; throws where the store holds what it never should. */
export function toItemView(row: unknown): ItemView {
  const item = ROW.parse(row);
  const head = item.article ?? item.article_head;
  return {
    id: item.id,
    version: item.version,
    url: item.url,
    title: item.title,
    publisher: item.publisher_id,
    feeds: item.feeds,
    language: item.language,
    publishedAt: item.published_at,
    publishedText: item.published_text,
    orderedAt: item.ordered_at,
    orderedBy: item.ordered_by,
    orderedReason: item.ordered_reason,
    firstSeenAt: item.first_seen_at,
    updatedAt: item.updated_at,
    changedAt: item.changed_at,
    authors: item.authors.length > 0 ? item.authors : (head?.authors ?? []),
    categories: item.categories,
    summaryHtml: item.summary_html,
    contentHtml: item.content_html,
    text: item.text,
    html: item.html,
    leadImage: head?.leadImage ?? undefined,
    article: item.article === undefined ? undefined : toArticleView(item.article),
    read: {
      state: item.read_state,
      failure: item.read_failure,
      detail: item.read_detail,
      extractedBy: item.extracted_by,
      confidence: item.confidence,
    },
    tags: item.tags.map(({ given_by, ...tag }) => ({ ...tag, givenBy: given_by })),
  };
}

const toArticleView = ({
  authors: _authors,
  leadImage: _image,
  ...rest
}: z.infer<typeof ARTICLE>): ArticleView => rest;
