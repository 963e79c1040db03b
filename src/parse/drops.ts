import type { Drop } from '../model.ts';

/** Drops in the operator's words of what a reader left out. */
export function toDrops(skipped: { readonly overLimit: number; readonly cutOff: number }): readonly Drop[] {
  return [
    ...(skipped.overLimit === 0
      ? []
      : [
          {
            reason: 'too-many-entries',
            detail: `${skipped.overLimit} entries beyond the limit were left out`,
          },
        ]),
    ...(skipped.cutOff === 0
      ? []
      : [{ reason: 'cut-off', detail: 'the document ends within its last entry, which was left out' }]),
  ];
}
