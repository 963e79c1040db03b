import type { FeedId } from '../model.ts';
import {
  type AlertKind,
  type AlertMessage,
  type FeedCondition,
  type Fine,
  type Trouble,
  toRecoveredMessage,
  toTroubleMessage,
} from './message.ts';

/** The alert that is kept of a feed, from its trouble until the message that it is back was sent. */
export interface KeptAlert {
  readonly feed: FeedId;
  /** The message last decided on. */
  readonly kind: AlertKind;
  /** When the trouble it tells of began. */
  readonly since: Date;
  /** Whether the receiver may know of the trouble: a message was sent, or at least tried. */
  readonly told: boolean;
}

/** What is to become of a feed's alert: a message to send in place of what is kept, or nothing more to tell. */
export type AlertChange =
  | { readonly kind: 'send'; readonly feed: FeedId; readonly since: Date; readonly message: AlertMessage }
  | { readonly kind: 'forget'; readonly feed: FeedId };

export interface AlertRules {
  readonly now: Date;
  /** How long a feed fails before it is told; undefined leaves failing feeds out. A silent one is told at once. */
  readonly afterMs: number | undefined;
}

/**
 * What changes of the kept alerts, given how every feed with an alert, or with a trouble of some length, fares. A feed
 * that is not among the conditions is followed no more: its alert is forgotten.
 */
export function decideAlerts(
  conditions: readonly FeedCondition[],
  kept: readonly KeptAlert[],
  rules: AlertRules,
): readonly AlertChange[] {
  const keptByFeed = new Map(kept.map((alert) => [alert.feed, alert]));
  const followed = new Set(conditions.map(({ feed }) => feed));
  return [
    ...conditions.flatMap((condition) => decideOne(condition, keptByFeed.get(condition.feed), rules) ?? []),
    ...kept.filter(({ feed }) => !followed.has(feed)).map(({ feed }) => ({ kind: 'forget', feed }) as const),
  ];
}

function decideOne(
  condition: FeedCondition,
  kept: KeptAlert | undefined,
  rules: AlertRules,
): AlertChange | undefined {
  switch (condition.state) {
    case 'new':
      // Its URL changed, or it came back from the archive: whether it works is not known yet.
      return undefined;
    case 'ok':
      return kept === undefined || kept.kind === 'recovered' ? undefined : end(condition, kept);
    case 'failing':
    case 'silent':
      return isNews(condition, kept) && hasLasted(condition, rules) ? tell(condition) : undefined;
    default:
      return condition satisfies never;
  }
}

/** A trouble that passed before anybody could know of it is no news. */
const end = (fine: Fine, { feed, since, told }: KeptAlert): AlertChange =>
  told ? { kind: 'send', feed, since, message: toRecoveredMessage(fine, since) } : { kind: 'forget', feed };

const tell = (trouble: Trouble): AlertChange => {
  const { feed, since } = trouble;
  return { kind: 'send', feed, since, message: toTroubleMessage(trouble) };
};

/**
 * Whether the trouble is another than the one kept. A silent feed that begins to fail has a new cause and wants another
 * remedy; a failing one that answers again but brings nothing is not back, nor worth a second message.
 */
function isNews({ state }: Trouble, kept: KeptAlert | undefined): boolean {
  if (kept === undefined || kept.kind === 'recovered') return true;
  return kept.kind !== state && (state === 'failing' || !kept.told);
}

/** The silence of a feed is measured by its own habit before it counts at all; a failure counts from the first. */
function hasLasted({ state, since }: Trouble, { now, afterMs }: AlertRules): boolean {
  if (state === 'silent') return true;
  return afterMs !== undefined && since.getTime() + afterMs <= now.getTime();
}

/** Until the first retry of a message; a receiver that restarts is back by then. */
const FIRST_RETRY_MS = 60_000;
/** A receiver that was down all night gets the message within the hour of its return. */
const LONGEST_RETRY_MS = 3_600_000;

/** How long to wait after the nth attempt to send a message has failed: doubling from a minute to an hour, for ever. */
export const toRetryMs = (attempts: number, retryAfterSeconds: number | undefined): number =>
  Math.max(
    Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1), LONGEST_RETRY_MS),
    (retryAfterSeconds ?? 0) * 1000,
  );
