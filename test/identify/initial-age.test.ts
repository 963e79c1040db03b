import { expect, test } from 'vitest';
import { decide } from '../../src/identify/decide.ts';
import { dropTooOld } from '../../src/identify/initial-age.ts';
import { draft, NOW } from './entries.ts';

const DAY_MS = 86_400_000;
const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

test('a first fetch leaves out what is older, keeps the undated, and counts each', () => {
  const drafts = [
    draft({ id: 'new', publishedAt: at(1) }),
    draft({ id: 'old', publishedAt: at(40) }),
    draft({ id: 'undated' }),
    draft({ id: 'old', publishedAt: at(40) }),
  ];
  const decisions = dropTooOld(decide(drafts, new Map()), 30 * DAY_MS, NOW);
  expect(decisions.map((each) => (each.kind === 'dropped' ? each.drop.reason : each.kind))).toEqual([
    'new',
    'too-old',
    'new',
    'too-old',
  ]);
  expect(
    dropTooOld(decide(drafts, new Map()), undefined, NOW).filter((each) => each.kind === 'new'),
  ).toHaveLength(3);
});
