import { parseItemId } from '../model.ts';
import type { Position, RankedPosition } from '../store/search.ts';
import { isInstant } from '../text/instant.ts';

/** `at|id`, or by relevance `at|id|rank|at of the top|its id`. */
const TEXT = /^([^|]*)\|(\d{1,16})(?:\|([\d.e-]{1,16})\|([^|]*)\|(\d{1,16}))?$/;
/** A ranked position's text is at most 2 * (27 + 1 + 16) + 2 + 16 characters: 142 in base64. */
const MAX_CURSOR_LENGTH = 150;

/** A position as an opaque token for a URL. */
export const toCursor = (position: Position | RankedPosition): string =>
  Buffer.from(
    'rank' in position ? `${toText(position)}|${position.rank}|${toText(position.top)}` : toText(position),
  ).toString('base64url');

const toText = ({ at, id }: Position): string => `${at}|${id}`;

/** The position a token of ours stands for; undefined for any other text. */
export function parseCursor(token: string): Position | RankedPosition | undefined {
  if (token.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(token)) return undefined;
  const match = TEXT.exec(Buffer.from(token, 'base64url').toString('latin1'));
  const [, at, id, rank, topAt, topId] = match ?? [];
  const position = toPosition(at, id);
  if (rank === undefined || position === undefined) return position;
  const top = toPosition(topAt, topId);
  return top === undefined || !Number.isFinite(Number(rank)) ? undefined : { ...position, rank, top };
}

function toPosition(at: string | undefined, number: string | undefined): Position | undefined {
  const id = number === undefined ? undefined : parseItemId(number);
  return at === undefined || id === undefined || !isInstant(at) ? undefined : { at, id };
}
