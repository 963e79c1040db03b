import type { TagSpan } from '../store/tag-history.ts';
import type { TagLabels } from './catalog.ts';
import type { TagSpanJson } from './retag-schemas.ts';

/** A time in which an item bore a tag, as the API gives it. */
export const toSpanJson = (span: TagSpan, labels: TagLabels): TagSpanJson => ({
  tag: span.tag,
  label: labels(span.tag),
  rule_hash: span.ruleHash,
  score: span.score,
  since: span.since.toISOString(),
  until: span.until?.toISOString() ?? null,
});
