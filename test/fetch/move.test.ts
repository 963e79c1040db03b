import { describe, expect, it } from 'vitest';
import { followMove, toPollUrl } from '../../src/fetch/move.ts';
import type { FetchState, Move } from '../../src/model.ts';
import { ago, buildState, DAY, HOUR, NOW } from './states.ts';

const OLD = 'https://old.example/rss';
const NEW = 'https://new.example/rss';
const OTHER = 'https://other.example/rss';

const move = (changes: Partial<Move> = {}): Move => ({
  ...{ to: NEW, since: ago(4 * DAY), polls: 10, adoptedAt: undefined },
  ...changes,
});
const ADOPTED = move({ adoptedAt: ago(HOUR) });
const FRESH = { since: NOW, polls: 1, adoptedAt: undefined };

describe('a permanent redirect', () => {
  it.each<[string, Partial<FetchState>, string | undefined, Move | undefined]>([
    ['is noted when it is first seen', {}, NEW, { to: NEW, ...FRESH }],
    [
      'is counted when it is seen again',
      { move: move({ since: ago(HOUR), polls: 3 }) },
      NEW,
      move({ since: ago(HOUR), polls: 4 }),
    ],
    ['is adopted after three days', { move: move() }, NEW, move({ polls: 11, adoptedAt: NOW })],
    [
      'is not adopted a second too early',
      { move: move({ since: ago(3 * DAY - 1000) }) },
      NEW,
      move({ since: ago(3 * DAY - 1000), polls: 11 }),
    ],
    ['is not adopted by two answers', { move: move({ polls: 1 }) }, NEW, move({ polls: 2 })],
    ['is adopted by the third answer', { move: move({ polls: 2 }) }, NEW, move({ polls: 3, adoptedAt: NOW })],
    ['to another place begins anew', { move: move() }, OTHER, { to: OTHER, ...FRESH }],
    ['is forgotten when the URL answers itself', { move: move() }, undefined, undefined],
    ['stays adopted while the new address answers', { move: ADOPTED }, undefined, ADOPTED],
    ['away from the adopted address begins anew', { move: ADOPTED }, OTHER, { to: OTHER, ...FRESH }],
    [
      'stays adopted when the first address, asked after a failure, still leads there',
      { move: ADOPTED, failures: 1 },
      NEW,
      { ...ADOPTED, polls: 11 },
    ],
    [
      'is forgotten when the first address, asked after a failure, answers itself',
      { move: ADOPTED, failures: 1 },
      undefined,
      undefined,
    ],
  ])('%s', (_, state, movedTo, expected) => {
    expect(followMove(buildState(state), movedTo, NOW)).toEqual(expected);
  });
});

describe('the URL to ask', () => {
  it.each<[string, Partial<FetchState>, string]>([
    ["is the operator's", {}, OLD],
    ["is the operator's while a redirect is not trusted", { move: move() }, OLD],
    ['is the new one once it is adopted', { move: ADOPTED }, NEW],
    ["is the operator's after the new one failed", { move: ADOPTED, failures: 1 }, OLD],
    ['is the new one again where the old one is no more', { move: ADOPTED, failures: 2 }, NEW],
  ])('%s', (_, state, expected) => {
    expect(toPollUrl(OLD, buildState(state))).toBe(expected);
  });
});
