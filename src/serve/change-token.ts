import { parseItemId } from '../model.ts';
import { type ChangePosition, FIRST_CHANGE } from '../store/changes.ts';

const TEXT = /^(\d{1,20})-(\d{1,16})$/;

/** Numbers of transactions have 64 bits, and would take thousands of years to use half of them. */
const MAX_CHANGE = 2n ** 63n;

/** A position as a token for a URL. */
export const toChangeToken = ({ change, id }: ChangePosition): string => `${change}-${id}`;

/** The position of a token, or of `start`; undefined for any other text. */
export function parseChangeToken(text: string): ChangePosition | undefined {
  if (text === 'start') return FIRST_CHANGE;
  const [, change, number = ''] = TEXT.exec(text) ?? [];
  if (change === undefined || BigInt(change) >= MAX_CHANGE) return undefined;
  const id = number === '0' ? 0 : parseItemId(number);
  return id === undefined ? undefined : { change, id };
}
