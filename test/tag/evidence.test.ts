import { describe, expect, it } from 'vitest';
import type { Evidence, Taggable } from '../../src/model.ts';
import { compileTagger } from '../../src/tag/compile.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { toItem, toTopic } from './support/rules.ts';

/** A generator of its own seed, so that a failure can be repeated (mulberry32). */
const buildRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const PIECES = [
  'Україна',
  'Украї́на',
  'УКРАЇНА'.normalize('NFD'),
  'Киї\u00adв',
  'США',
  'U.S.',
  'air defence',
  'air\u00a0 defence',
  'air-defence',
  'Bakı',
  'BAKIDA',
  'İran',
  'I\u0307ran',
  "В'єтнам",
  'В’єтнаму',
  'Côte d’Ivoire',
  'Папуа — Новая Гвинея',
  'Азербайджан',
  'ё',
  '\u0301',
  '\u0308',
  '\u200d',
  '\ufeff',
  '\u2764\ufe0f',
  '\ufe0f',
  '\u{1F1FA}\u{1F1E6}',
  '\ud83c',
  '\udfff',
  '\u{1D400}',
  ' ',
  ' ',
  ' ',
  '\n',
  '\n\n',
  ', ',
  '. ',
  '-',
  '’',
  "'",
  '«',
  '»',
  'xenon',
  'жито',
  'ə',
  '7',
  '77',
  'ﬁ',
  'ß',
  'İ',
  'ſ',
  '漢字',
  'F-16',
];

const tagger = compileTagger(
  [
    toTopic({
      id: 'test',
      min_score: 0.1,
      any: {
        en: ['air defence', 'xenon', 'def*'],
        az: ['Bakı~', 'əə^0', 'İran~'],
        uk: ['Україна~', "В'єтнам~", 'жито'],
        ru: ['жито', 'Азербайджан~'],
      },
      near: [{ terms: { en: ['air', 'xenon'], uk: ['жито', 'Київ~'] }, within: 9, weight: 1 }],
      categories: ['Digər ölkələr', 'Світ'],
      regex: ['/\\bF-?(16|35)\\b/', '/[ə7]\\P{L}?7/'],
    }),
  ],
  { languages: ['az', 'uk', 'ru', 'en'] },
);

const LANGUAGES = ['az', 'uk', 'ru', 'en', 'und'];
const LABELS = ['Світ\u0301', 'DİGƏR ÖLKƏLƏR', 'Köln\u0308', '\u{1F4F0} News', 'Digər ölkələr'];

/** What an evidence's offsets count in. */
const toField = (item: Taggable, { field, index }: Evidence): string =>
  field === 'categories' ? (item.categories[index ?? -1] ?? '') : item[field];

/** Checks every span of an item's tags, and gives how many there are by field. */
const checkSpans = (item: Taggable): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const tag of tagItem(tagger, item)) {
    expect(tag.evidence.length).toBeGreaterThan(0);
    for (const each of tag.evidence) {
      counts.set(each.field, (counts.get(each.field) ?? 0) + 1);
      expect(each.text).not.toBe('');
      expect(toField(item, each).slice(each.start, each.end)).toBe(each.text);
    }
  }
  return counts;
};

/** Names as they are found though marks, unseen characters or other forms stand in them: [language, text, found]. */
const HIDDEN: readonly (readonly [string, string, string])[] = [
  ['uk', 'з Украї\u0301ни 🇺🇦', 'Украї\u0301ни'],
  ['uk', '🇺🇦 у Києві і в Ки\u00adє\u00adві', 'Києві'],
  ['uk', 'Україна'.normalize('NFD'), 'Україна'.normalize('NFD')],
  ['ru', '\u{1D400}\u0301 из Азер\u200dбай\u200bджана', 'Азер\u200dбай\u200bджана'],
  ['az', 'I\u0307randa', 'I\u0307randa'],
  ['en', 'e\u0301 in \ufeffUkr\u00adaine', 'Ukr\u00adaine'],
];

describe('evidence', () => {
  it('is always the slice of its field, whatever the text', () => {
    const random = buildRandom(20_260_214);
    const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
    const write = (length: number): string => Array.from({ length }, pick).join('');
    const total = new Map<string, number>();
    for (let round = 0; round < 2000; round += 1) {
      const item = toItem({
        language: LANGUAGES[round % LANGUAGES.length] ?? 'und',
        title: write(round % 7),
        // Every hundredth is longer than any article.
        text: write(round % 100 === 99 ? 3000 : round % 40),
        categories: [write(2), LABELS[round % LABELS.length] ?? ''],
      });
      for (const [field, count] of checkSpans(item)) total.set(field, (total.get(field) ?? 0) + count);
    }
    for (const field of ['title', 'text', 'categories'])
      expect(total.get(field) ?? 0, field).toBeGreaterThan(500);
  });

  it.each(HIDDEN)('spans all units of a name in %s: %s', (language, text, found) => {
    const item = toItem({ language, title: text, text: `x ${text}` });
    expect(checkSpans(item).size).toBe(2);
    const spans = tagItem(tagger, item).flatMap((tag) => tag.evidence.map((each) => each.text));
    expect(spans).toContain(found);
  });

  it('is found beside emoji as beside any sign, whatever marks and joiners they are made of', () => {
    const found = (text: string) =>
      tagItem(tagger, toItem({ language: 'uk', text }))
        .filter(({ tag }) => tag === 'test')
        .flatMap(({ evidence }) => evidence.map(({ text: slice, start }) => [slice, start]));
    expect(found('\u2764\ufe0fжито \u{1F468}\u200d\u{1F469}\ufe0f\u200dУкраїну\u2764\ufe0f!')).toEqual([
      ['жито', 2],
      ['Україну', 14],
    ]);
    expect(found('\u2764\ufe0f Украї\u0301ну')).toEqual([['Украї\u0301ну', 3]]);
    expect(found('жи\ufe0fто x\ufe0fжито')).toEqual([['жи\ufe0fто', 0]]);
  });

  it('begins where its term does, though another term that came to nothing began before', () => {
    const crimes = compileTagger(
      [
        toTopic({
          id: 'a',
          min_score: 0.1,
          any: { en: ['price war talks', 'war  crime~', 'crime', 'war-crime court'] },
        }),
      ],
      { languages: ['en'] },
    );
    const found = tagItem(
      crimes,
      toItem({ language: 'en', text: 'price  war \u00a0 crimes, a price war  crime  court' }),
    );
    expect(found[0]?.evidence.map(({ text, start }) => [text, start])).toEqual([
      ['war \u00a0 crimes', 7],
      ['war  crime  court', 29],
    ]);
  });
});
