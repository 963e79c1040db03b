import type { RetagProgress } from '../store/retaggings.ts';
import type { RetaggingJson } from './retag-schemas.ts';

/** A retagging under way as `/health` and `plan` give it. */
export function toRetaggingJson({ toDo, done, since }: RetagProgress, now: Date): RetaggingJson {
  const seconds = Math.max(1, (now.getTime() - since.getTime()) / 1000);
  const rate = done / seconds;
  return {
    to_do: toDo,
    done,
    since: since.toISOString(),
    items_per_second: Math.round(rate * 10) / 10,
    done_at: done === 0 ? null : new Date(now.getTime() + (toDo / rate) * 1000).toISOString(),
  };
}
