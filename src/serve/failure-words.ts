import { FAILURE_WORDS } from '../text/failures.ts';

/** What a stored failure kind means and what can be done; a kind of another version is given as it is. */
export function toFailureWords(failure: string): { readonly means: string; readonly doThis: string } {
  const words = Object.entries(FAILURE_WORDS).find(([kind]) => kind === failure)?.[1];
  return words ?? { means: failure, doThis: 'See the log.' };
}
