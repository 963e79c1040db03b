import { describe, expect, it } from 'vitest';
import { checkTopics } from '../../src/tag/check.ts';
import { toTopic } from './support/rules.ts';

const check = (...values: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  checkTopics(values.map(toTopic)).map((problem) => `${problem.topic}: ${problem.path.join('.')}`);
const any = { en: ['oil'] };

describe('checkTopics', () => {
  it('is content with topics that fit together', () => {
    expect(
      check(
        { id: 'sport', categories: ['Sport'] },
        { id: 'football', parent: 'sport', any },
        { id: 'cup', any, all: ['topic:football', 'place:AZ'] },
        { id: 'society' },
        { id: 'migration', parent: 'society', any },
      ),
    ).toEqual([]);
  });

  it.each<[string, readonly Readonly<Record<string, unknown>>[], readonly string[]]>([
    [
      'an id twice',
      [
        { id: 'a', any },
        { id: 'a', any },
      ],
      ['a: id'],
    ],
    ['a parent that is not there', [{ id: 'a', any, parent: 'b' }], ['a: parent']],
    ['a required topic that is not there', [{ id: 'a', any, all: ['topic:b'] }], ['a: all.0']],
    ['a topic that requires itself', [{ id: 'a', any, all: ['topic:a'] }], ['a: all']],
    [
      'topics that require each other',
      [
        { id: 'a', any, all: ['topic:b'] },
        { id: 'b', any, all: ['topic:a'] },
      ],
      ['a: all', 'b: all'],
    ],
    [
      'a child that requires its parent',
      [
        { id: 'a', any },
        { id: 'b', any, parent: 'a', all: ['topic:a'] },
      ],
      ['a: parent', 'b: all'],
    ],
    [
      'parents in a circle',
      [
        { id: 'a', any, parent: 'b' },
        { id: 'b', any, parent: 'a' },
      ],
      ['a: parent', 'b: parent'],
    ],
    ['a rule with nothing to match by', [{ id: 'a', none: { en: ['oil'] } }], ['a: ']],
    ['a rule of feeds alone', [{ id: 'a', feeds: ['agency'] }], ['a: ']],
  ])('finds %s', (_name, values, expected) => {
    expect(check(...values)).toEqual(expected);
  });
});
