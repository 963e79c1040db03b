import type { ItemView } from '../store/item-view.ts';
import type { Extent } from '../store/select-items.ts';
import { toArticleJson } from './article-json.ts';
import { type Catalog, type TagLabels, toPublisherName } from './catalog.ts';
import { toFailureWords } from './failure-words.ts';
import type { ItemJson } from './schemas.ts';
import { shorten, toFeedSummary } from './summary.ts';

/** The feed's summary is cut here: some feeds put the whole article into it, which is what text is for. */
const MAX_SUMMARY_LENGTH = 2_000;

/** An item as the API gives it, of the extent it was read in. */
export function toItemJson(item: ItemView, catalog: Catalog, labels: TagLabels, extent: Extent): ItemJson {
  const summary = toFeedSummary(item);
  const isWhole = extent === 'whole';
  return {
    id: item.id,
    url: item.url ?? null,
    title: item.title ?? null,
    publisher: { id: item.publisher, name: toPublisherName(catalog, item.publisher) },
    feeds: [...item.feeds],
    language: item.language,
    published_at: toTime(item.publishedAt),
    ordered_at: toShortTime(item.orderedAt),
    ordered_by: item.orderedBy,
    ordered_reason: item.orderedReason ?? null,
    first_seen_at: item.firstSeenAt.toISOString(),
    updated_at: toTime(item.updatedAt),
    changed_at: item.changedAt.toISOString(),
    authors: [...item.authors],
    categories: [...item.categories],
    summary: summary === undefined ? null : shorten(summary, MAX_SUMMARY_LENGTH),
    lead_image: item.leadImage ?? null,
    tags: item.tags.map((tag) => ({
      tag: tag.tag,
      label: labels(tag.tag),
      score: tag.score,
      given_by: tag.givenBy,
      ...(isWhole ? { evidence: [...tag.evidence] } : {}),
    })),
    read: toReadJson(item),
    ...(isWhole ? toWhole(item) : {}),
  };
}

const toWhole = ({ text, article }: ItemView): Pick<ItemJson, 'text' | 'article'> => ({
  text: text ?? null,
  article: article === undefined ? null : toArticleJson(article),
});

function toReadJson({ read }: ItemView): ItemJson['read'] {
  return {
    state: read.state,
    failure: read.failure ?? null,
    failure_means: read.failure === undefined ? null : toFailureWords(read.failure).means,
    extracted_by: read.extractedBy ?? null,
    confidence: read.confidence ?? null,
  };
}

/** A time in JSON: ISO 8601 UTC, or null. */
export const toTime = (time: Date | undefined): string | null => time?.toISOString() ?? null;

/** Milliseconds are enough to read, and microseconds are kept where they say more. */
const toShortTime = (instant: string): string => instant.replace(/000Z$/, 'Z');
