import type { Decision } from '../model.ts';

/** Leaves out new items that claim to be older than `maxAgeMs`; undefined takes all. For a feed's first fetch. */
export function dropTooOld(
  decisions: readonly Decision[],
  maxAgeMs: number | undefined,
  now: Date,
): readonly Decision[] {
  if (maxAgeMs === undefined) return decisions;
  const earliest = now.getTime() - maxAgeMs;
  const tooOld = (decision: Decision): boolean =>
    decision.kind === 'new' && decision.draft.orderedAt.getTime() < earliest;
  return decisions.map((decision) => {
    const of = decision.kind === 'repeat' ? decisions[decision.of] : decision;
    if (of?.kind !== 'new' || !tooOld(of)) return decision;
    const { entry, keys, orderedAt } = of.draft;
    const detail = `${entry.url ?? entry.id ?? entry.title ?? 'an entry'} is of ${orderedAt.toISOString()}`;
    return { kind: 'dropped', drop: { reason: 'too-old', detail }, keys };
  });
}
