import { describe, expect, it } from 'vitest';
import { explainItem } from '../../src/tag/explain.ts';
import { toItem, toTagger } from './support/rules.ts';

const tagger = toTagger(
  { id: 'transport', min_score: 4, any: { en: ['traffic'] } },
  {
    id: 'ports',
    parent: 'transport',
    min_score: 2,
    any: { en: ['harbour'] },
    none: { en: ['pearl harbour'] },
  },
  { id: 'grain', min_score: 1, any: { en: ['wheat'] }, all: [{ en: ['export', 'shipment'] }, 'ports'] },
);

const explain = (title: string, text = '') => explainItem(tagger, toItem({ title, text }));

describe('explainItem', () => {
  it('names rule, words, place and threshold of each tag, and the child that gave a parent its own', () => {
    const { given } = explain('The harbour opens');
    expect(given.map(({ tag, minScore, through }) => ({ tag, minScore, through }))).toEqual([
      { tag: 'ports', minScore: 2, through: undefined },
      { tag: 'transport', minScore: 4, through: 'ports' },
    ]);
    expect(given[0]?.evidence).toEqual([
      { rule: 'harbour', field: 'title', start: 4, end: 11, text: 'harbour', weight: 3 },
    ]);
    expect(given[0]?.ruleHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('tells what vetoed a rule that had its points', () => {
    const { given, nearMisses } = explain('Pearl harbour remembered');
    expect(given).toEqual([]);
    expect(nearMisses).toMatchObject([
      {
        tag: 'ports',
        lacks: [{ kind: 'vetoed', by: [{ text: 'Pearl harbour', field: 'title', start: 0 }] }],
      },
    ]);
  });

  it('tells how many points lacked, words and tags that are required', () => {
    const { nearMisses } = explain('Wheat in traffic');
    expect(nearMisses.map(({ tag, points, minScore, lacks }) => ({ tag, points, minScore, lacks }))).toEqual([
      {
        tag: 'grain',
        points: 3,
        minScore: 1,
        lacks: [
          { kind: 'words', words: ['export', 'shipment'] },
          { kind: 'tag', tag: 'ports' },
        ],
      },
      { tag: 'transport', points: 3, minScore: 4, lacks: [{ kind: 'points' }] },
    ]);
  });

  it('says nothing of rules without points', () => {
    expect(explain('A quiet day')).toMatchObject({ given: [], nearMisses: [], omitted: 0 });
  });
});
