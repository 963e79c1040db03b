import { describe, expect, it } from 'vitest';
import { parseFeedId } from '../../src/model.ts';
import type { Tagger } from '../../src/tag/compile.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { findTerms, toIds, toItem, toTagger } from './support/rules.ts';

const feed = parseFeedId('agency-en');
const feeds = feed === undefined ? [] : [feed];

describe('tagItem', () => {
  it('weighs the title above the lead and the lead above the rest', () => {
    const tagger = toTagger({ id: 'oil', any: { en: ['oil'] } });
    const score = (title: string, text: string): number =>
      tagItem(tagger, toItem({ title, text }))[0]?.score ?? 0;
    const inTitle = score('Oil', 'x');
    const inLead = score('x', 'Oil\n\nx');
    const inRest = score('x oil', 'x\n\noil') - score('x oil', 'x\n\nx');
    expect(inTitle).toBeGreaterThan(inLead);
    expect(inLead).toBeGreaterThan(2 * inRest);
  });

  it('takes a headline without a text, or a short post without a headline, for all there is', () => {
    const tagger = toTagger({ id: 'oil', min_score: 3, any: { en: ['oil'] } });
    expect(tagItem(tagger, toItem({ title: 'Oil rises' }))[0]?.score).toBe(1);
    expect(tagItem(tagger, toItem({ text: 'Oil rises' }))[0]?.score).toBe(1);
    expect(tagItem(tagger, toItem({ title: 'Oil rises', text: 'x' }))).toEqual([]);
    expect(tagItem(tagger, toItem({ text: `Oil rises ${'x '.repeat(300)}` }))).toEqual([]);
  });

  it('counts what only the rest speaks of in part', () => {
    const tagger = toTagger({ id: 'oil', min_score: 2, any: { en: ['oil', 'crude', 'barrel'] } });
    const points = (text: string): number => tagItem(tagger, toItem({ title: 'x', text }))[0]?.score ?? 0;
    expect(points('oil\n\ncrude barrel')).toBeGreaterThan(1);
    expect(points('x\n\noil crude barrel')).toBe(0);
  });

  it('counts repeats of a term half and no more than three hits of it', () => {
    const tagger = toTagger({ id: 'oil', min_score: 0.1, any: { en: ['oil'] } });
    const evidence = (text: string) => tagItem(tagger, toItem({ title: 'x', text }))[0]?.evidence ?? [];
    expect(evidence('oil oil oil oil oil').map((each) => each.weight)).toEqual([1.5, 0.75, 0.75]);
  });

  it('takes two fifths of the points for each different term that a longer text lacks, and leaves a quarter of a single one’s', () => {
    const oil = { id: 'oil', min_score: 0.1, any: { en: ['oil', 'crude', 'barrel'] } };
    const asking = toTagger({ ...oil, min_terms: 3 });
    const points = (tagger: Tagger, text: string): number => {
      const evidence = tagItem(tagger, toItem({ title: 'Oil', text }))[0]?.evidence ?? [];
      return evidence.reduce((sum, each) => sum + each.weight, 0);
    };
    const long = 'x '.repeat(250);
    expect(points(asking, long)).toBe(0.5);
    expect(points(asking, `crude ${long}`)).toBeCloseTo(0.6 * points(toTagger(oil), `crude ${long}`), 3);
    expect(points(asking, `crude barrel ${long}`)).toBe(points(toTagger(oil), `crude barrel ${long}`));
    expect(points(asking, 'x')).toBe(2);
    expect(points(toTagger(oil), long)).toBe(2);
  });

  it('gives points divided by the threshold as the score, and nothing below it', () => {
    const tagger = toTagger(
      { id: 'a', min_score: 2, any: { en: ['oil'] } },
      { id: 'b', min_score: 2.1, any: { en: ['oil'] } },
    );
    const tags = tagItem(tagger, toItem({ title: 'Oil', text: 'x' }));
    expect(tags.map(({ tag, score }) => [tag, score])).toEqual([['a', 1]]);
  });

  it('finds a near rule only within its words, each alternative good', () => {
    const near = [{ terms: { en: ['joint~', 'production~ | output'] }, within: 3, weight: 2 }];
    const tagger = toTagger({ id: 'defence', near });
    const found = (text: string) =>
      tagItem(tagger, toItem({ text })).flatMap((tag) => tag.evidence.map((each) => each.text));
    expect(found('Their joint weapons production begins')).toEqual(['joint weapons production']);
    expect(found('output of the joint plant')).toEqual(['output of the joint']);
    expect(found('joint work on a new kind of production')).toEqual([]);
    expect(found('joint only')).toEqual([]);
  });

  it('vetoes by a term of none', () => {
    const tagger = toTagger({ id: 'war', any: { en: ['war'] }, none: { en: ['video game~'] } });
    expect(toIds(tagItem(tagger, toItem({ title: 'War returns' })))).toEqual(['war']);
    expect(tagItem(tagger, toItem({ title: 'War returns', text: 'New video games' }))).toEqual([]);
  });

  it('wants each entry of all: another tag, or any of a group', () => {
    const tagger = toTagger(
      { id: 'arms', any: { en: ['arms'] } },
      { id: 'deal', any: { en: ['deal'] }, all: ['topic:arms', { en: ['signed', 'agreed'] }] },
    );
    expect(toIds(tagItem(tagger, toItem({ title: 'Arms deal signed' })))).toContain('deal');
    expect(toIds(tagItem(tagger, toItem({ title: 'Arms deal' })))).toEqual(['arms']);
    expect(tagItem(tagger, toItem({ title: 'Deal signed' }))).toEqual([]);
  });

  it('counts regex hits a point each, at Unicode word edges', () => {
    const tagger = toTagger({ id: 'jets', min_score: 3, regex: ['/\\bF-?(16|35)\\b/'] });
    const [tag] = tagItem(tagger, toItem({ title: 'Перші F-16 та F35', text: 'F-160, ЖF-16, F-16' }));
    expect(tag?.evidence.map((each) => [each.field, each.text])).toEqual([
      ['title', 'F-16'],
      ['title', 'F35'],
      ['text', 'F-16'],
    ]);
  });

  it('counts a regex alone wherever it may reach the threshold, by place, repeats and length of the text', () => {
    const rule = { id: 'model', regex: ['/F-?16/'], any: { en: ['jet', 'pilot'] }, min_terms: 3 };
    const gives = (minScore: number, title: string, text: string): boolean =>
      tagItem(toTagger({ ...rule, min_score: minScore }), toItem({ title, text })).length > 0;
    const long = ' x'.repeat(250);
    expect(gives(4, 'F-16, F-16, F-16', 'x')).toBe(true);
    expect(gives(4.1, 'F-16, F-16, F-16, F-16', 'x')).toBe(false);
    expect(gives(6, '', 'F-16, F-16, F16')).toBe(true);
    expect(gives(1, 'F-16, F-16, F-16', long)).toBe(true);
    expect(gives(1.1, 'F-16, F-16, F-16', long)).toBe(false);
    expect(gives(4.5, 'F-16 jet pilot', long)).toBe(true);
    expect(gives(1.9, 'F-16', `jet pilot${long}`)).toBe(true);
  });

  it('gives a tag by a publisher’s label and says so', () => {
    const tagger = toTagger({ id: 'world', categories: ['Digər ölkələr'] });
    const [tag] = tagItem(
      tagger,
      toItem({ language: 'az', text: 'x', categories: ['Siyasət', 'DİGƏR ÖLKƏLƏR'] }),
    );
    expect(tag).toMatchObject({ givenBy: 'category', score: 1 });
    expect(tag?.evidence).toEqual([
      {
        rule: 'DİGƏR ÖLKƏLƏR',
        field: 'categories',
        index: 1,
        start: 0,
        end: 13,
        text: 'DİGƏR ÖLKƏLƏR',
        weight: 1,
      },
    ]);
  });

  it('does not read labels as text', () => {
    const tagger = toTagger({ id: 'oil', any: { en: ['oil'] } });
    expect(tagItem(tagger, toItem({ title: 'Rain', text: 'Rain', categories: ['Oil'] }))).toEqual([]);
  });

  it('says rule where text alone is enough', () => {
    const tagger = toTagger({ id: 'oil', any: { en: ['oil'] }, categories: ['Oil'] });
    expect(tagItem(tagger, toItem({ title: 'Oil', categories: ['Oil'] }))[0]?.givenBy).toBe('rule');
  });

  it('keeps to the feeds and URLs a rule names', () => {
    const tagger = toTagger(
      { id: 'a', any: { en: ['oil'] }, feeds: ['agency-en'] },
      { id: 'b', any: { en: ['oil'] }, url: ['agency.example/*/energy/*'] },
    );
    const tag = (url: string | undefined, of: typeof feeds) =>
      toIds(tagItem(tagger, toItem({ title: 'Oil', url, feeds: of })));
    expect(tag(undefined, [])).toEqual([]);
    expect(tag(undefined, feeds)).toEqual(['a']);
    expect(tag('https://www.agency.example/en/energy/oil-1', [])).toEqual(['b']);
    expect(tag('https://agency.example/energy/oil-1', [])).toEqual([]);
  });

  it('gives a parent the best of its own and its children’s score, with that one’s evidence', () => {
    const tagger = toTagger(
      { id: 'sport', any: { en: ['match^1'] } },
      { id: 'football', parent: 'sport', any: { en: ['goal^3'] } },
      { id: 'futsal', parent: 'football', any: { en: ['futsal^5'] } },
    );
    const tags = tagItem(tagger, toItem({ title: 'Match, goal', text: 'x' }));
    expect(tags.map(({ tag, score }) => [tag, score])).toEqual([
      ['football', 6],
      ['sport', 6],
    ]);
    expect(tags[1]?.evidence[0]?.text).toBe('goal');
    expect(toIds(tagItem(tagger, toItem({ title: 'Futsal' })))).toEqual(['football', 'futsal', 'sport']);
  });

  it('gives a parent by its child though the parent alone is vetoed', () => {
    const tagger = toTagger(
      { id: 'war', any: { en: ['war'] }, none: { en: ['talks'] } },
      { id: 'peace', parent: 'war', any: { en: ['talks'] } },
    );
    expect(toIds(tagItem(tagger, toItem({ title: 'War talks' })))).toEqual(['peace', 'war']);
  });

  it('searches an item of unknown language by its script, and none in a language without words', () => {
    const tagger = toTagger({ id: 'oil', any: { en: ['oil'], ru: ['нефть~'], uk: ['нафта~'] } });
    expect(toIds(tagItem(tagger, toItem({ language: 'und', title: 'Цены на нефть' })))).toEqual(['oil']);
    expect(toIds(tagItem(tagger, toItem({ language: 'und', title: 'Oil' })))).toEqual(['oil']);
    expect(tagItem(tagger, toItem({ language: 'de', title: 'Oil' }))).toEqual([]);
  });

  it('is a matter of the item and the rules alone', () => {
    const rules = [{ id: 'oil', any: { en: ['oil~', 'crude'] } }] as const;
    const item = toItem({ title: 'Crude oil', text: 'Oils' });
    expect(tagItem(toTagger(...rules), item)).toEqual(tagItem(toTagger(...rules), item));
  });

  it('finds nothing in nothing', () => {
    expect(findTerms('en', ['oil'], '')).toEqual([]);
  });
});

describe('rule hashes', () => {
  const hashes = (...values: readonly Readonly<Record<string, unknown>>[]) =>
    new Map(toTagger(...values).rules.map((rule) => [String(rule.tag), rule.hash]));
  const base = [
    { id: 'sport', any: { en: ['match'] } },
    { id: 'football', parent: 'sport', any: { en: ['goal'] } },
    { id: 'oil', any: { en: ['oil'] } },
  ] as const;

  it('change with what a rule matches, for it and for what depends on it, and for no other', () => {
    const before = hashes(...base);
    const after = hashes(base[0], { ...base[1], any: { en: ['goal^2'] } }, base[2]);
    expect([...before.keys()].filter((id) => before.get(id) !== after.get(id))).toEqual([
      'sport',
      'football',
    ]);
  });

  it('do not change with labels, examples or the order of topics', () => {
    const before = hashes(...base);
    const after = hashes(
      base[2],
      { ...base[1], label: { en: 'Soccer' }, examples: { match: [{ en: 'goal' }] } },
      base[0],
    );
    expect([...before].every(([id, hash]) => after.get(id) === hash)).toBe(true);
  });
});

describe('the hash of a rule', () => {
  it('is the same in whichever order its languages stand', () => {
    const hash = (any: object) => toTagger({ id: 'oil', any }).rules[0]?.hash;
    expect(hash({ ru: ['нефть'], en: ['oil'] })).toBe(hash({ en: ['oil'], ru: ['нефть'] }));
    expect(hash({ en: ['oil'] })).not.toBe(hash({ en: ['oil'], ru: ['нефть'] }));
  });
});
