import type { FetchState } from '../model.ts';
import type { StoppedRule } from '../store/extraction.ts';
import { isAlwaysSkipped } from '../text/skip-times.ts';

/** What happened longer ago than this is history: the fetches keep it. */
const RECENT_MS = 7 * 24 * 3_600_000;

/** What the operator should know of a feed beyond its state, a sentence each; times in UTC. */
export function toFeedNotes({ move, overflows, lastOverflowAt, lastFetchAt, asks }: FetchState): string[] {
  const notes: string[] = [];
  if (move?.adoptedAt !== undefined) {
    notes.push(
      `It has moved to ${move.to}, used since ${toMinute(move.adoptedAt)}: put that URL into feeds.yaml.`,
    );
  } else if (move !== undefined) {
    notes.push(
      `It redirects to ${move.to} since ${toMinute(move.since)}, and calls that permanent; if it lasts for days, that URL is asked directly.`,
    );
  }
  if (lastOverflowAt !== undefined && isRecent(lastOverflowAt, lastFetchAt)) {
    const times = overflows === 1 ? 'once' : `${overflows} times, last`;
    notes.push(
      `Items were probably missed ${times} at ${toMinute(lastOverflowAt)}, when every entry was new: it is asked more often since. If that goes on, lower fetch.min_interval_minutes.`,
    );
  }
  if (isAlwaysSkipped(asks)) {
    notes.push('Its skipHours and skipDays leave no time at all to fetch it; they are not kept.');
  }
  return notes;
}

/** What the operator should know of the publisher's site rules. */
export const toRuleNotes = (stopped: readonly StoppedRule[]): string[] =>
  stopped.map(
    ({ rule, misses, missedSince, matchedAt }) =>
      `The site rule ${rule} no longer fits: it missed the last ${misses} pages, since ${toMinute(missedSince)}, and fitted last at ${toMinute(matchedAt)}. The site has probably changed its pages: see one with \`topicwire try\`, mend the rule, then \`topicwire replay\`.`,
  );

const isRecent = (at: Date, lastFetchAt: Date | undefined): boolean =>
  lastFetchAt === undefined || lastFetchAt.getTime() - at.getTime() <= RECENT_MS;

const toMinute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
