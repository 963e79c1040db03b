import { type AlertChange, decideAlerts, toRetryMs } from './alerts/decide.ts';
import type { FeedCondition } from './alerts/message.ts';
import { type Delivery, sendAlert } from './alerts/send.ts';
import { type AlertTarget, toTarget, toTargetName } from './alerts/target.ts';
import { type Settings, toUserAgent } from './config/settings.ts';
import type { Environment } from './fetch/credentials.ts';
import { postJson } from './fetch/post.ts';
import type { Log } from './log.ts';
import { toFailureWords } from './serve/failure-words.ts';
import {
  type AlertFeed,
  claimAlert,
  type DueAlert,
  reviewAlerts,
  saveAlertFailed,
  saveAlertSent,
} from './store/alerts.ts';
import type { Database } from './store/schema.ts';
import { SILENT_WORDS } from './text/failures.ts';

export interface AlertingOptions {
  readonly db: Database;
  /** The applied settings. */
  readonly settings: () => Pick<Settings, 'alerts' | 'fetch'>;
  /** Names the proxies and holds the secrets that `alerts.url` refers to. */
  readonly env: Environment;
  readonly now: () => Date;
  readonly log: Log;
}

/** Telling the operator of feeds in trouble; does nothing, nor asks the store, where no receiver is set. */
export interface Alerting {
  /** Decides which messages are owed. */
  readonly review: () => Promise<void>;
  /** Sends the message due longest; true where another may be sent at once. */
  readonly sendNext: () => Promise<boolean>;
}

/** A receiver that needs longer to take a message is down; stopping waits for a message under way. */
const SEND_TIMEOUT_MS = 10_000;
/** Until another worker may take a message whose sender died: well after the timeout. */
const LEASE_MS = 60_000;

/** Binds the decision, the store and the sending of alerts. */
export function buildAlerting({ db, settings, env, now, log }: AlertingOptions): Alerting {
  return {
    review: async () => {
      const { alerts } = settings();
      if (toTarget(alerts, env) === undefined) return;
      const at = now();
      const afterMs = alerts.afterSeconds === undefined ? undefined : alerts.afterSeconds * 1000;
      await reviewAlerts(db, {
        now: at,
        failingBefore: afterMs === undefined ? undefined : new Date(at.getTime() - afterMs),
        decide: (feeds, kept): readonly AlertChange[] =>
          decideAlerts(feeds.map(toCondition), kept, { now: at, afterMs }),
      });
    },
    sendNext: async () => {
      const { alerts, fetch } = settings();
      const target = toTarget(alerts, env);
      if (target === undefined) return false;
      const until = new Date(now().getTime() + LEASE_MS);
      const alert = await claimAlert(db, { now: now(), until });
      if (alert === undefined) return false;
      const userAgent = toUserAgent(fetch);
      const delivery = await sendAlert(target, alert.message, {
        post: (url, json) => postJson(url, json, { userAgent, timeoutMs: SEND_TIMEOUT_MS, now, env }),
        timeoutMs: SEND_TIMEOUT_MS,
      });
      await keep(db, alert, delivery, now());
      logDelivery(log, alert, target, delivery);
      // A receiver that did not take this one hardly takes the next: the others wait for the next round.
      return delivery.kind === 'delivered';
    },
  };
}

/** How a feed fares; one that fails is not called silent besides. */
export function toCondition(status: AlertFeed): FeedCondition {
  const { feed, url, failingSince, silentSince, nextFetchAt } = status;
  const named = { feed, url, nextTry: nextFetchAt };
  if (failingSince !== undefined) {
    const { failure = 'internal', detail } = status;
    const words = toFailureWords(failure);
    // A bug's own words are for the log, where its stack is.
    const shown = failure === 'internal' ? undefined : detail;
    return { ...named, ...words, state: 'failing', since: failingSince, detail: shown };
  }
  if (silentSince !== undefined)
    return { ...named, ...SILENT_WORDS, state: 'silent', since: silentSince, detail: undefined };
  return { ...named, state: status.fetched ? 'ok' : 'new' };
}

async function keep(db: Database, alert: DueAlert, delivery: Delivery, now: Date): Promise<void> {
  if (delivery.kind === 'delivered') return saveAlertSent(db, alert, now);
  return saveAlertFailed(db, alert, toNextAttempt(alert, delivery.retryAfterSeconds, now));
}

const toNextAttempt = (alert: DueAlert, retryAfterSeconds: number | undefined, now: Date): Date =>
  new Date(now.getTime() + toRetryMs(alert.attempts, retryAfterSeconds));

function logDelivery(log: Log, alert: DueAlert, target: AlertTarget, delivery: Delivery): void {
  const { feed, kind, attempts } = alert;
  const about = { feed, alert: kind, to: toTargetName(target), attempts };
  if (delivery.kind === 'delivered') log.info(about, 'alert sent');
  else log.warn({ ...about, detail: delivery.detail }, 'alert not sent; it is tried again');
}
