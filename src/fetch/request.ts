import type { Readable } from 'node:stream';
import type { Failure, FetchRequest } from '../model.ts';
import type { Headers, Purpose } from './answer.ts';
import type { Trust } from './connect.ts';
import type { FetchLimits } from './limits.ts';

/** The turn that a hop was given. */
export interface Turn {
  readonly kind: 'go';
  /** Called once the hop is over, whatever came of it. */
  readonly leave: (seen: {
    readonly status: number | undefined;
    readonly retryAfterSeconds: number | undefined;
  }) => Promise<void>;
}
/** Asked before each request, redirects included: a turn, or the reason why the URL is not to be asked now. */
export type EnterHop = (
  url: URL,
) => Promise<Turn | (Failure & { readonly retryAfterSeconds?: number | undefined })>;

export interface HttpRequest extends Omit<FetchRequest, 'purpose' | 'heldHost'> {
  readonly purpose: Purpose;
  readonly enterHop?: EnterHop | undefined;
  /** More headers (credentials, ready to send), sent to the URL's own origin only and not to where it redirects. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Makes one request; rejects with what undici, Node or the guard threw. */
export type Send = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  trust: Trust,
) => Promise<Answer>;

/** The head of an answer, its body still to come. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
}

export interface ExchangeTools {
  readonly send: Send;
  readonly limits: FetchLimits;
  readonly now: () => Date;
}
