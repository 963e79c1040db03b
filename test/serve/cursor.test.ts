import { describe, expect, it } from 'vitest';
import { parseItemId } from '../../src/model.ts';
import { parseCursor, toCursor } from '../../src/serve/cursor.ts';
import { sure } from './catalog.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('comes back as the position it was made of, to the microsecond', () => {
    const position = { at: '2026-03-10T11:00:00.123456Z', id: sure(parseItemId(9_007_199_254_740_991)) };
    expect(parseCursor(toCursor(position))).toEqual(position);
  });

  it('comes back with its rank and the newest match', () => {
    const position = { at: '2026-03-10T11:00:00.123456Z', id: sure(parseItemId(42)) };
    for (const rank of ['0.30396354', '1e-20', '0', '1.2345678e-05']) {
      const ranked = {
        ...position,
        rank,
        top: { at: '2026-03-10T12:00:00.000001Z', id: sure(parseItemId(7)) },
      };
      expect(parseCursor(toCursor(ranked))).toEqual(ranked);
    }
  });

  it.each([
    ['a rank that is no number', encode('2026-03-10T11:00:00.123456Z|1|1.2.3|2026-03-10T11:00:00.123456Z|1')],
    ['a rank without its newest match', encode('2026-03-10T11:00:00.123456Z|1|0.5||')],
    ['no token of ours', 'abc'],
    ['nothing', ''],
    ['a day that does not exist', encode('2026-02-31T11:00:00.123456Z|1')],
    ['year 0, which PostgreSQL does not know', encode('0000-01-01T11:00:00.123456Z|1')],
    ['an id of 0', encode('2026-03-10T11:00:00.123456Z|0')],
    ['SQL', encode("2026-03-10T11:00:00.123456Z|1' or 1")],
    ['a long text', 'a'.repeat(10_000)],
    ['padding', `${encode('2026-03-10T11:00:00.123456Z|1')}=`],
  ])('is refused: %s', (_name, token) => {
    expect(parseCursor(token)).toBeUndefined();
  });
});
