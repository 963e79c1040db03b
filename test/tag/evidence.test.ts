import { describe, expect, it } from 'vitest';
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
  'x',
  'ж',
  'ə',
  '7',
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
        en: ['air defence', 'x', 'def*'],
        az: ['Bakı~', 'ə*ə^0', 'İran~'].filter((term) => !term.includes('*')),
        uk: ['Україна~', "В'єтнам~", 'ж'],
        ru: ['ж', 'Азербайджан~'],
      },
      near: [{ terms: { en: ['air', 'x'], uk: ['ж', 'Київ~'] }, within: 9, weight: 1 }],
      regex: ['/\\bF-?(16|35)\\b/', '/[ə7]/'],
    }),
  ],
  { languages: ['az', 'uk', 'ru', 'en'] },
);

describe('evidence', () => {
  it('is always the slice of its field, whatever the text', () => {
    const random = buildRandom(20_260_214);
    const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
    const write = (length: number): string => Array.from({ length }, pick).join('');
    let spans = 0;
    for (let round = 0; round < 2000; round += 1) {
      const language = ['az', 'uk', 'ru', 'en', 'und'][round % 5] ?? 'und';
      const item = toItem({ language, title: write(round % 7), text: write(round % 40) });
      for (const tag of tagItem(tagger, item)) {
        expect(tag.evidence.length).toBeGreaterThan(0);
        for (const each of tag.evidence) {
          spans += 1;
          expect(each.text).not.toBe('');
          expect(each.field === 'title' ? item.title : item.text).toContain(each.text);
          expect((each.field === 'title' ? item.title : item.text).slice(each.start, each.end)).toBe(
            each.text,
          );
        }
      }
    }
    expect(spans).toBeGreaterThan(2000);
  });
});
