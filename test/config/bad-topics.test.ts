import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/config/problems.ts';
import { readConfig } from '../../src/config/read-config.ts';

const HEAD = 'id: energy\nlabel: { en: Energy }\n';
const SOUND = `${HEAD}any: { en: [oil] }\n`;

/** What is said of `topics/energy.yaml`, beside another topic where one is given. */
const listProblems = (text: string, other?: string): readonly string[] => {
  const topics = [
    { name: 'topics/energy.yaml', text },
    ...(other === undefined ? [] : [{ name: 'topics/other.yaml', text: other }]),
  ];
  const read = readConfig(
    [{ name: 'feeds.yaml', text: 'feeds: [https://one.example/rss]\n' }, ...topics].map((file) => ({
      ...{ kind: 'read', ...file },
      file: `config/${file.name}`,
    })),
    'config/feeds.yaml',
    {},
  );
  return read.kind === 'refused' ? read.problems.map(formatProblem) : [];
};

/** Name, the topic file, the line and path of the mistake, and words of what is expected there. */
const BAD: readonly (readonly [string, string, string, string])[] = [
  ['no mapping', 'energy\n', '1:', 'a topic: id, label'],
  ['no label', 'id: energy\nany: { en: [oil] }\n', '1: label', 'a label in at least one language'],
  ['an id of another file', SOUND.replace('energy', 'power'), '1: id "power"', "the file's name"],
  ['a key nobody knows', `${SOUND}minscore: 3\n`, '4: minscore 3', 'one of id, parent'],
  ['a key twice', `${SOUND}any: { en: [gas] }\n`, '4:', 'Map keys must be unique'],
  ['no way to match', `${HEAD}feeds: [one-example]\n`, '1: "energy"', 'it can never match'],
  // terms
  ['an empty term', `${HEAD}any:\n  en:\n    - ""\n`, '5: any.en[0] ""', 'a term, such as'],
  ['a term of one letter', `${HEAD}any:\n  en: [oil, x]\n`, '4: any.en "x"', 'more than one letter'],
  ['a term of one inflected letter', `${HEAD}any:\n  uk: [я~]\n`, '4: any.uk "я~"', 'more than one letter'],
  ['an article for a term', `${HEAD}any:\n  en: [The]\n`, '4: any.en "The"', 'nearly every text'],
  ['a phrase of stop words', `${HEAD}any:\n  en: [of the]\n`, '4: any.en "of the"', 'nearly every text'],
  ['a conjunction for a term', `${HEAD}any:\n  az: [və]\n`, '4: any.az "və"', 'nearly every text'],
  ['a veto of a stop word', `${SOUND}none:\n  en: [said]\n`, '5: none.en "said"', 'nearly every text'],
  ['a prefix of two letters', `${HEAD}any:\n  en: ["oi*"]\n`, '4: any.en[0] "oi*"', 'letters before *'],
  ['a bare star', `${HEAD}any:\n  en: ["*"]\n`, '4: any.en[0] "*"', 'a word before'],
  ['a weight below zero', `${HEAD}any:\n  en: [oil^-2]\n`, '4: any.en[0] "oil^-2"', 'only at the end'],
  ['only terms of no weight', `${HEAD}any:\n  en: [oil^0]\n`, '3: any', 'a weight above 0'],
  ['a term twice', `${HEAD}any:\n  en: [oil, oil^2]\n`, '4: any.en "oil^2"', 'each term once'],
  ['a language there is none of', `${HEAD}any:\n  xx: [oil]\n`, '4: any.xx', 'a language code'],
  ['a country for a language', `${HEAD}any:\n  ua: [нафта~]\n`, '4: any.ua', 'a language code'],
  ['inflections of a language without', `${HEAD}any:\n  de: [Öl~]\n`, '4: any.de[0] "Öl~"', 'no ~ in "de"'],
  // vetoes
  ['a veto of the only term', `${SOUND}none:\n  en: [oil]\n`, '5: none.en', 'fewer vetoes'],
  ['a veto by inflection', `${HEAD}any: { en: [oils] }\nnone:\n  en: [oil~]\n`, '5: none.en', 'fewer vetoes'],
  ['a veto by prefix', `${HEAD}any: { en: [oils] }\nnone:\n  en: ["oil*"]\n`, '5: none.en', 'fewer vetoes'],
  [
    'a veto inside each phrase',
    `${HEAD}any: { en: [oil price] }\nnone:\n  en: [oil]\n`,
    '5: none.en',
    'fewer',
  ],
  [
    'a veto of one side of near',
    `${HEAD}near:\n  - terms: { en: [oil, price] }\n    within: 3\nnone:\n  en: [price]\n`,
    '7: none.en',
    'fewer vetoes',
  ],
  // near
  [
    'near of one group',
    `${HEAD}near:\n  - terms: { en: [oil] }\n    within: 3\n`,
    '4: near[0].terms.en',
    'two',
  ],
  [
    'within no words',
    `${HEAD}near:\n  - terms: { en: [a, b] }\n    within: 0\n`,
    '5: near[0].within 0',
    'from 1',
  ],
  [
    'within a page',
    `${HEAD}near:\n  - terms: { en: [a, b] }\n    within: 99\n`,
    '5: near[0].within 99',
    'to 40',
  ],
  ['near without terms', `${HEAD}near:\n  - within: 3\n`, '1: "energy"', 'it can never match'],
  [
    'an alternative left empty',
    `${HEAD}near:\n  - terms: { en: ["oil|", gas] }\n    within: 3\n`,
    '4: near[0].terms.en[0]',
    'a term, such as',
  ],
  // all
  ['itself in all', `${SOUND}all: ["topic:energy"]\n`, '4: all "energy > energy"', 'no cycle'],
  ['a topic that is nowhere', `${SOUND}all:\n  - topic:gas\n`, '5: all[0] "topic:gas"', 'the id of a topic'],
  ['a country that is none', `${SOUND}all:\n  - place:ZZ\n`, '5: all[0] "place:ZZ"', 'ISO 3166-1'],
  ['a body that is none', `${SOUND}all:\n  - org:nowhere\n`, '5: all[0] "org:nowhere"', 'that is shipped'],
  ['a name for a country', `${SOUND}all:\n  - place:Ukraine\n`, '5: all[0] "place:Ukraine"', 'place:XX'],
  ['an empty group', `${SOUND}all:\n  - { en: [] }\n`, '5: all[0].en', 'at least one entry'],
  [
    'a group in other languages alone',
    `${SOUND}all:\n  - { uk: [ціна~] }\n`,
    '5: all[0] "en"',
    'terms in "en"',
  ],
  // regex
  ['a regex that ends in a bar', `${HEAD}regex:\n  - /oil|/\n`, '4: regex[0]', 'the empty text'],
  ['a group that may be empty', `${HEAD}regex:\n  - /(oil|)/\n`, '4: regex[0]', 'the empty text'],
  ['a regex for anything', `${HEAD}regex:\n  - /.*/\n`, '4: regex[0]', 'the empty text'],
  ['a regex for any letter', `${HEAD}regex:\n  - '/\\w/'\n`, '4: regex[0]', 'a single letter'],
  ['a regex for any sign', `${HEAD}regex:\n  - /./\n`, '4: regex[0] "/./"', 'a single letter'],
  ['a regex of edges alone', `${HEAD}regex:\n  - '/\\b\\b/'\n`, '4: regex[0]', 'the empty text'],
  ['a regex left open', `${HEAD}regex:\n  - /(oil/\n`, '4: regex[0] "/(oil/"', 'RE2 syntax'],
  ['a regex with look-ahead', `${HEAD}regex:\n  - /oil(?=s)/\n`, '4: regex[0]', 'no look-around'],
  ['a flag that is none', `${HEAD}regex:\n  - /oil/g\n`, '4: regex[0] "/oil/g"', 'between slashes'],
  // where and how much
  ['a label that is a number', `${HEAD}categories:\n  - 5\n`, '4: categories[0] 5', 'a label of a publisher'],
  ['a label of signs', `${HEAD}categories:\n  - "***"\n`, '4: categories[0] "***"', 'a letter or digit'],
  ['a feed id with a space', `${SOUND}feeds:\n  - One Two\n`, '5: feeds[0] "One Two"', 'a feed id'],
  ['a URL with its scheme', `${SOUND}url:\n  - ftp://a.example/*\n`, '5: url[0]', 'without scheme'],
  ['a URL pattern for all', `${SOUND}url:\n  - "*/*"\n`, '5: url[0] "*/*"', 'without scheme'],
  ['a URL pattern without its host', `${SOUND}url:\n  - /oil/*\n`, '5: url[0] "/oil/*"', 'without scheme'],
  ['a URL pattern with www', `${SOUND}url:\n  - www.a.example/*\n`, '5: url[0]', 'without scheme'],
  ['a threshold of zero', `${SOUND}min_score: 0\n`, '4: min_score 0', 'from 0.1 to 100'],
  ['a threshold below zero', `${SOUND}min_score: -1\n`, '4: min_score -1', 'from 0.1 to 100'],
  ['a threshold that is no number', `${SOUND}min_score: .nan\n`, '4: min_score', 'from 0.1 to 100'],
  ['more terms than may be asked for', `${SOUND}min_terms: 5\n`, '4: min_terms 5', 'from 1 to 4'],
  ['a threshold out of reach', `${SOUND}min_score: 7\n`, '4: min_score 7', 'at most 6'],
];

describe('a bad topic file', () => {
  it.each(BAD)('is refused with file, line and expectation: %s', (_name, text, place, expected) => {
    const problems = listProblems(text).filter((line) =>
      line.startsWith(`config/topics/energy.yaml:${place}`),
    );
    expect(problems.length, listProblems(text).join('\n')).toBeGreaterThan(0);
    expect(problems.join('\n')).toContain(expected);
  });

  it('is refused where two topics need each other', () => {
    const other = 'id: other\nlabel: { en: Other }\nany: { en: [gas] }\nall: ["topic:energy"]\n';
    expect(listProblems(`${SOUND}all: ["topic:other"]\n`, other)).toEqual([
      expect.stringMatching(
        /^config\/topics\/energy\.yaml:4: all "energy > other > energy": expected no cycle/,
      ),
      expect.stringMatching(
        /^config\/topics\/other\.yaml:4: all "other > energy > other": expected no cycle/,
      ),
    ]);
  });
});

const GOOD: readonly (readonly [string, string])[] = [
  ['a stop word in a phrase that says more', `${HEAD}any: { en: [the grid] }\n`],
  ['an abbreviation that is a stop word in small letters', `${HEAD}any: { en: ["WHO!"] }\n`],
  ['a veto that spares a term', `${HEAD}any: { en: [oil, gas] }\nnone: { en: [oil~] }\n`],
  ['a veto that asks for capitals', `${SOUND}none: { en: ["Oil!"] }\n`],
  ['a threshold just within reach', `${SOUND}min_score: 6\n`],
  ['a high threshold beside a label', `${SOUND}min_score: 50\ncategories: [Energy]\n`],
  ['a required country and body', `${SOUND}all: ["place:UA", "org:nato"]\n`],
  ['a URL pattern of any host', `${SOUND}url: ["*.example/oil/*"]\n`],
];

describe('a topic file that may look bad', () => {
  it.each(GOOD)('is read all the same: %s', (_name, text) => {
    expect(listProblems(text)).toEqual([]);
  });
});
