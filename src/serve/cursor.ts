import { parseItemId } from '../model.ts';
import type { Position } from '../store/search.ts';
import { isInstant } from './instant.ts';

const TEXT = /^([^|]*)\|(\d{1,16})$/;
/** A position's text is at most 27 + 1 + 16 characters: 60 in base64. */
const MAX_CURSOR_LENGTH = 64;

/** A position as an opaque token for a URL. */
export const toCursor = (position: Position): string =>
  Buffer.from(`${position.at}|${position.id}`).toString('base64url');

/** The position a token of ours stands for; undefined for any other text. */
export function parseCursor(token: string): Position | undefined {
  if (token.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(token)) return undefined;
  const [, at, number] = TEXT.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  const id = number === undefined ? undefined : parseItemId(number);
  if (at === undefined || id === undefined || !isInstant(at)) return undefined;
  return { at, id };
}
