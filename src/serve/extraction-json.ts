import { type Extraction, type ExtractionCounts, NO_PAGES } from '../store/extraction.ts';
import type { ExtractionJson } from './history-schemas.ts';

/** How a publisher's pages were read of late, as the API gives it; null where none were. */
export function toExtractionJson(extraction: Extraction | undefined): ExtractionJson | null {
  if (extraction === undefined) return null;
  const sum = extraction.days.reduce((counts, day) => addCounts(counts, day.counts), NO_PAGES);
  return {
    pages: Object.values(sum).reduce((pages, each) => pages + each, 0),
    ...sum,
    days: extraction.days.map(({ day, counts }) => ({ day, ...counts })),
    stopped_rules: extraction.stoppedRules.map(({ rule, matchedAt, missedSince, misses }) => ({
      ...{ rule, misses, matched_at: matchedAt.toISOString(), missed_since: missedSince.toISOString() },
    })),
  };
}

const addCounts = (one: ExtractionCounts, two: ExtractionCounts): ExtractionCounts => ({
  site: one.site + two.site,
  structured: one.structured + two.structured,
  general: one.general + two.general,
  feed: one.feed + two.feed,
  short: one.short + two.short,
  failed: one.failed + two.failed,
});

/** The shares in one line: `pages of 14 days: 120; site 92 %, general 5 %, failed 3 %`. */
export function toExtractionLine(extraction: ExtractionJson | null): string | undefined {
  if (extraction === null || extraction.pages === 0) return undefined;
  const { pages, site, structured, general, feed, short, failed } = extraction;
  const shares = Object.entries({ site, structured, general, feed, short, failed })
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${toPercent(count / pages)}`);
  return `pages of 14 days: ${pages}; read by ${shares.join(', ')}`;
}

const toPercent = (share: number): string =>
  share < 0.01 ? 'under 1 %' : `${Math.min(Math.round(share * 100), share < 1 ? 99 : 100)} %`;
