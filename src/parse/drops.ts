import type { Drop } from '../model.ts';
import type { Skipped } from './raw.ts';

/** Drops in the operator's words of what a reader left out. */
export function toDrops({ overLimit, overLong, cutOff }: Skipped): readonly Drop[] {
  const drop = (count: number, reason: string, detail: string): readonly Drop[] =>
    count === 0 ? [] : [{ reason, detail }];
  return [
    ...drop(overLimit, 'too-many-entries', `${overLimit} entries beyond the limit were left out`),
    ...drop(overLong, 'too-long-entry', `${overLong} entries longer than the limit were shortened`),
    ...drop(cutOff, 'cut-off', 'the document ends within its last entry, which was left out'),
  ];
}
