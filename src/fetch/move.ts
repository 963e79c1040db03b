import type { FetchState, Move } from '../model.ts';

/** A redirect called permanent is believed after this long: many are a slip that is mended within a day or two. */
const TRUSTED_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
/** And after this many answers, so that a feed asked once a day is not believed by two. */
const TRUSTED_POLLS = 3;

/** Whether the next request goes to the adopted address. After a failure it goes to the configured one, and so in turn. */
const asksAdopted = ({ move, failures }: FetchState): boolean =>
  move?.adoptedAt !== undefined && failures % 2 === 0;

/** The URL to ask: the operator's, or the one it has moved to. */
export const toPollUrl = (url: string, state: FetchState): string =>
  state.move !== undefined && asksAdopted(state) ? state.move.to : url;

/** True where the configured URL is asked instead of the adopted one, whose validators mean nothing to it. */
export const isFallback = (state: FetchState): boolean =>
  state.move?.adoptedAt !== undefined && !asksAdopted(state);

/**
 * What an answer makes of a feed's move; `movedTo` is where permanent redirects alone led, if they did. An answer of the
 * configured URL from anywhere else takes the adoption back, and so does a redirect away from the adopted one. A failure
 * changes nothing: it does not say where a URL leads.
 */
export function followMove(state: FetchState, movedTo: string | undefined, at: Date): Move | undefined {
  const { move } = state;
  if (movedTo === undefined) return asksAdopted(state) ? move : undefined;
  if (move?.to !== movedTo) return { to: movedTo, since: at, polls: 1, adoptedAt: undefined };
  const polls = move.polls + 1;
  const isTrusted = polls >= TRUSTED_POLLS && at.getTime() - move.since.getTime() >= TRUSTED_AFTER_MS;
  return { ...move, polls, adoptedAt: move.adoptedAt ?? (isTrusted ? at : undefined) };
}
