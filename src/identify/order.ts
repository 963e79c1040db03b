import type { Entry, ItemDraft } from '../model.ts';

type Order = Pick<ItemDraft, 'orderedAt' | 'orderedBy' | 'orderedReason'>;

/**
 * Where an item stands in time, once for ever: its published date, or updated where that is all there is; when it was
 * first seen, with the reason, where the date is absent, unreadable or implausible.
 */
export function toOrder(entry: Entry, firstSeenAt: Date): Order {
  const claimed = entry.publishedAt ?? entry.updatedAt;
  const reason = claimed === undefined ? toAbsence(entry) : toImplausibility(claimed, firstSeenAt);
  if (claimed !== undefined && reason === undefined)
    return { orderedAt: claimed, orderedBy: 'published', orderedReason: undefined };
  return { orderedAt: firstSeenAt, orderedBy: 'first-seen', orderedReason: reason };
}

/**
 * Clocks of servers differ by minutes. A date further ahead is a mistaken zone or an event's date, and would stand
 * above all news until it comes.
 */
const MAX_AHEAD_MS = 15 * 60_000;

/** The web had no news feeds before (RSS is of 1999); older dates are zeros of some clock. */
const EARLIEST = new Date('1995-01-01T00:00:00Z');

const toAbsence = (entry: Entry): string =>
  entry.publishedText === undefined ? 'no date' : `unreadable date "${entry.publishedText}"`;

function toImplausibility(claimed: Date, now: Date): string | undefined {
  if (claimed.getTime() > now.getTime() + MAX_AHEAD_MS) return `date in the future: ${claimed.toISOString()}`;
  return claimed < EARLIEST ? `date before 1995: ${claimed.toISOString()}` : undefined;
}
