import type { FeedId } from '../model.ts';

/** What alerts go by: how a followed feed fares. */
export type FeedCondition = Fine | Trouble;

interface Named {
  readonly feed: FeedId;
  readonly url: string;
  readonly nextTry: Date;
}

/** A feed that works, or one that was not fetched yet at its URL. */
export interface Fine extends Named {
  readonly state: 'ok' | 'new';
}

/** A feed that brings nothing. */
export interface Trouble extends Named {
  readonly state: 'failing' | 'silent';
  readonly since: Date;
  /** What is wrong, in a sentence. */
  readonly means: string;
  /** What the operator can do, in a sentence. */
  readonly doThis: string;
  /** The particulars of the last failure. */
  readonly detail: string | undefined;
}

/** What a message tells. */
export type AlertKind = 'failing' | 'silent' | 'recovered';

/** One message as it is sent, JSON snake_case, times ISO 8601; feed, kind and since together name it. */
export interface AlertMessage {
  readonly kind: AlertKind;
  readonly feed: FeedId;
  readonly url: string;
  /** When the trouble began, of a recovered feed too. */
  readonly since: string;
  /** What is wrong, with its particulars; null where the feed is back. */
  readonly cause: string | null;
  readonly do_this: string | null;
  readonly next_try: string;
  /** All of it for people. */
  readonly text: string;
}

/** The message that a feed is in trouble. */
export function toTroubleMessage(trouble: Trouble): AlertMessage {
  const { feed, url, state, since, means, doThis, detail, nextTry } = trouble;
  const cause = detail === undefined ? means : `${means} (${detail})`;
  const what = state === 'failing' ? 'has failed' : 'has been silent';
  const text = [
    `Topicwire: the feed ${feed} ${what} since ${toMinute(since)}.`,
    cause,
    doThis,
    `Next try: ${toMinute(nextTry)}. ${url}`,
  ].join('\n');
  return {
    ...{ kind: state, feed, url, since: since.toISOString(), cause, do_this: doThis },
    ...{ next_try: nextTry.toISOString(), text },
  };
}

/** The message that a feed is back after a trouble that began at `since`. */
export function toRecoveredMessage({ feed, url, nextTry }: Fine, since: Date): AlertMessage {
  return {
    ...{ kind: 'recovered', feed, url, since: since.toISOString(), cause: null, do_this: null },
    next_try: nextTry.toISOString(),
    text: `Topicwire: the feed ${feed} is back; it was in trouble since ${toMinute(since)}.\n${url}`,
  };
}

/** `2026-03-01 06:00 UTC`. */
const toMinute = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
