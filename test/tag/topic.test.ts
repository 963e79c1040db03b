import { describe, expect, it } from 'vitest';
import { parseTopic } from '../../src/tag/topic.ts';

const GOOD = { id: 'energy', label: { en: 'Energy' }, any: { en: ['oil'] } };

const BAD: readonly (readonly [string, unknown, string])[] = [
  ['no mapping', 'energy', ''],
  ['a list', [GOOD], ''],
  ['nothing', null, ''],
  ['no id', { ...GOOD, id: undefined }, 'id'],
  ['an id with capitals', { ...GOOD, id: 'Energy' }, 'id'],
  ['an id that is a number', { ...GOOD, id: 7 }, 'id'],
  ['an unknown key', { ...GOOD, anyy: { en: ['oil'] } }, 'anyy'],
  ['a parent that is no id', { ...GOOD, parent: 'The economy' }, 'parent'],
  ['itself as parent', { ...GOOD, parent: 'energy' }, 'parent'],
  ['an IPTC topic of another form', { ...GOOD, iptc: '20000256' }, 'iptc'],
  ['no label', { ...GOOD, label: undefined }, 'label'],
  ['an empty label', { ...GOOD, label: {} }, 'label'],
  ['a label that is a text', { ...GOOD, label: 'Energy' }, 'label'],
  ['a label that is no text', { ...GOOD, label: { en: 5 } }, 'label.en'],
  ['a label in no language', { ...GOOD, label: { english: 'Energy' } }, 'label.english'],
  ['any without languages', { ...GOOD, any: ['oil'] }, 'any'],
  ['any in no language', { ...GOOD, any: { english: ['oil'] } }, 'any.english'],
  ['any that is empty', { ...GOOD, any: { en: [] } }, 'any.en'],
  ['any that is a text', { ...GOOD, any: { en: 'oil' } }, 'any.en'],
  ['a term that is a number', { ...GOOD, any: { en: ['oil', 95] } }, 'any.en.1'],
  ['an empty term', { ...GOOD, any: { en: [' '] } }, 'any.en.0'],
  ['a term of marks alone', { ...GOOD, any: { en: ['~'] } }, 'any.en.0'],
  ['a term twice', { ...GOOD, any: { en: ['oil', 'oil^2'] } }, 'any.en'],
  ['a term that begins with a sign', { ...GOOD, any: { en: ['#oil'] } }, 'any.en.0'],
  ['a mark inside a word', { ...GOOD, any: { en: ['o~il'] } }, 'any.en.0'],
  ['a short prefix', { ...GOOD, any: { en: ['oi*'] } }, 'any.en.0'],
  ['a prefix inside a phrase', { ...GOOD, any: { en: ['oil* price'] } }, 'any.en.0'],
  ['an alternative outside near', { ...GOOD, any: { en: ['oil|gas'] } }, 'any.en.0'],
  ['a weight too high', { ...GOOD, any: { en: ['oil^100'] } }, 'any.en.0'],
  ['a weight that is no number', { ...GOOD, any: { en: ['oil^x'] } }, 'any.en.0'],
  ['inflection in a language without', { ...GOOD, any: { de: ['Öl~'] } }, 'any.de.0'],
  ['a sentence as a term', { ...GOOD, any: { en: ['oil '.repeat(40)] } }, 'any.en.0'],
  ['only hiding terms', { ...GOOD, any: { en: ['oil^0'] } }, 'any'],
  ['near that is no list', { ...GOOD, near: { terms: { en: ['a', 'b'] }, within: 3 } }, 'near'],
  ['near without within', { ...GOOD, near: [{ terms: { en: ['oil', 'gas'] } }] }, 'near.0.within'],
  ['near with one term', { ...GOOD, near: [{ terms: { en: ['oil'] }, within: 3 }] }, 'near.0.terms.en'],
  [
    'near with a weight in a term',
    { ...GOOD, near: [{ terms: { en: ['oil^2', 'gas'] }, within: 3 }] },
    'near.0.terms.en',
  ],
  [
    'near with an unknown key',
    { ...GOOD, near: [{ terms: { en: ['oil', 'gas'] }, within: 3, order: true }] },
    'near.0.order',
  ],
  [
    'near over a whole page',
    { ...GOOD, near: [{ terms: { en: ['oil', 'gas'] }, within: 400 }] },
    'near.0.within',
  ],
  ['all that is no tag', { ...GOOD, all: ['place:Ukraine'] }, 'all.0'],
  ['all with a number', { ...GOOD, all: [4] }, 'all.0'],
  ['all with an empty group', { ...GOOD, all: [{ en: [] }] }, 'all.0.en'],
  ['a veto on its own only term', { ...GOOD, none: { en: ['oil'] } }, 'none.en'],
  ['a regex without slashes', { ...GOOD, regex: ['F-16'] }, 'regex.0'],
  ['a regex with an open group', { ...GOOD, regex: ['/F-(16/'] }, 'regex.0'],
  ['a regex that ends in a bar', { ...GOOD, regex: ['/oil|/'] }, 'regex.0'],
  ['a regex that matches nothing', { ...GOOD, regex: ['/x*/'] }, 'regex.0'],
  ['a regex with look-ahead', { ...GOOD, regex: ['/oil(?=s)/'] }, 'regex.0'],
  ['a regex with look-behind', { ...GOOD, regex: ['/(?<!crude )oil/'] }, 'regex.0'],
  ['a regex with a back-reference', { ...GOOD, regex: ['/(oil)\\1/'] }, 'regex.0'],
  ['a regex with a word edge inside', { ...GOOD, regex: ['/oil\\b gas/'] }, 'regex.0'],
  ['categories that are a text', { ...GOOD, categories: 'Oil' }, 'categories'],
  ['a category that is empty', { ...GOOD, categories: [''] }, 'categories.0'],
  ['a feed that is no id', { ...GOOD, feeds: ['https://agency.example/rss'] }, 'feeds.0'],
  ['a URL pattern with a scheme', { ...GOOD, url: ['https://agency.example/*'] }, 'url.0'],
  ['a URL pattern that is a star', { ...GOOD, url: ['*'] }, 'url.0'],
  ['min_score zero', { ...GOOD, min_score: 0 }, 'min_score'],
  ['min_score as a text', { ...GOOD, min_score: '4' }, 'min_score'],
  ['examples that are a list', { ...GOOD, examples: [{ en: 'Oil' }] }, 'examples'],
  ['examples with an unknown key', { ...GOOD, examples: { matches: [{ en: 'Oil' }] } }, 'examples.matches'],
  ['an example that is a text', { ...GOOD, examples: { match: ['Oil'] } }, 'examples.match.0'],
];

describe('parseTopic', () => {
  it.each(BAD)('refuses %s and names the place', (_name, value, path) => {
    const { topic, problems } = parseTopic(value);
    expect(topic).toBeUndefined();
    expect(problems.map((problem) => problem.path.join('.'))).toContain(path);
    expect(problems.every((problem) => problem.expected.length > 3)).toBe(true);
  });

  it('reads every part of a topic', () => {
    const { topic, problems, warnings } = parseTopic({
      id: 'defence',
      iptc: 'medtop:20000598',
      parent: 'politics',
      label: { en: 'Defence', uk: 'Оборона' },
      any: { en: ['weapon~', 'NATO!', 'arm~ deliver~^2'], uk: ['зброя~'] },
      near: [{ terms: { en: ['joint~', 'production~ | output'] }, within: 5, weight: 2 }],
      all: ['place:UA', 'topic:politics', { en: ['arm~'], uk: ['зброя~'] }],
      none: { en: ['video game~'] },
      regex: ['/F-?(16|35)/'],
      categories: ['Other countries'],
      feeds: ['agency-en'],
      url: ['agency.example/*/army/*'],
      min_score: 4,
      examples: { match: [{ en: 'Arms', uk: 'Зброя' }], no_match: [{ en: 'Games' }] },
    });
    expect([problems, warnings]).toEqual([[], []]);
    expect(topic?.any['en']?.[2]).toMatchObject({
      weight: 2,
      words: [
        { text: 'arm', mark: 'inflected' },
        { text: 'deliver', mark: 'inflected' },
      ],
    });
    expect(topic?.near[0]?.terms['en']?.[1]).toHaveLength(2);
    expect(topic?.all.map((each) => each.kind)).toEqual(['tag', 'tag', 'terms']);
    expect(topic?.minScore).toBe(4);
    expect(topic?.examples.match).toHaveLength(2);
  });

  it('reports every mistake at once', () => {
    const { problems } = parseTopic({ id: 'X', label: 3, any: { en: ['~'] }, min_score: -1 });
    expect(problems.length).toBeGreaterThanOrEqual(4);
  });

  it('warns where a required group has no words of a language the rule has', () => {
    const { topic, warnings } = parseTopic({
      ...GOOD,
      any: { en: ['oil'], uk: ['нафта~'] },
      all: [{ en: ['price'] }],
    });
    expect(topic).toBeDefined();
    expect(warnings.map((warning) => warning.value)).toEqual(['uk']);
  });
});
