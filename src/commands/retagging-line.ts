import * as z from 'zod';
import { toDistance } from './distance.ts';

/** A retagging under way, as `/health` gives it. */
export const RETAGGING = z.object({
  to_do: z.number(),
  done: z.number(),
  since: z.string(),
  items_per_second: z.number(),
  done_at: z.string().nullable(),
});

/** How far a retagging is, in a line. */
export function toRetaggingLine(retagging: z.infer<typeof RETAGGING>, now: Date): string {
  const { to_do: toDo, done, since, items_per_second: rate, done_at: doneAt } = retagging;
  const end = doneAt === null ? '' : `, ${rate} a second, done ${toDistance(doneAt, now)}`;
  return `stored items are tagged anew since ${toDistance(since, now)}: ${done} done, ${toDo} to do${end}`;
}
