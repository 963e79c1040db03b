import { describe, expect, it } from 'vitest';
import { tagItem } from '../../src/tag/tag.ts';
import { findTerms, toItem, toTagger } from './support/rules.ts';

describe('a term', () => {
  it.each<[string, string, string, string, readonly string[]]>([
    ['exact, whole words only', 'en', 'oil', 'Oil, boil and oilfield', ['Oil']],
    ['exact, Cyrillic boundaries', 'uk', 'газ', 'Магазин, газета, газ.', ['газ']],
    ['exact, Azerbaijani boundaries', 'az', 'neft', 'Neftçi, neft və mineft', ['neft']],
    ['inflected in English', 'en', 'missile~', 'missiles missile’s missileer', ['missiles', 'missile']],
    ['inflected in Ukrainian', 'uk', 'ракета~', 'ракетою та ракет, а ракетниця', ['ракетою', 'ракет']],
    ['inflected in Russian', 'ru', 'самолет~', 'самолётами, самолётик', ['самолётами']],
    [
      'inflected in Azerbaijani',
      'az',
      'müqavilə~',
      'müqavilənin və müqavilələrdən',
      ['müqavilənin', 'müqavilələrdən'],
    ],
    ['with a suffix after a hyphen', 'az', 'NATO!', 'NATO-nun bəyanatı, NATO’ya', ['NATO', 'NATO']],
    ['a prefix, to the end of the word', 'en', 'meteorolog*', 'a meteorologist said', ['meteorologist']],
    ['case-sensitive', 'en', 'US!', 'Tell us why the US left', ['US']],
    ['case-sensitive, written small', 'en', 'polish!', 'Polish firm sells shoe polish', ['polish']],
    [
      'case-sensitive, in an all-capital headline',
      'en',
      'Turkey!',
      'TURKEY SIGNS, turkey roasts',
      ['TURKEY'],
    ],
    [
      'a phrase',
      'en',
      'air defence',
      'air defence and air  defence, air, defence',
      ['air defence', 'air  defence'],
    ],
    ['a phrase written with a hyphen', 'en', 'air defence', 'air-defence', ['air-defence']],
    ['a phrase over a line end', 'en', 'air defence', 'air\ndefence', ['air\ndefence']],
    ['no phrase over a paragraph end', 'en', 'air defence', 'the air\n\ndefence fell', []],
    ['no phrase over a dash', 'en', 'air defence', 'in the air - defence', []],
    [
      'a phrase that agrees in case',
      'uk',
      'збройні~ сили~',
      'Збройними силами, у збройних сил',
      ['Збройними силами', 'збройних сил'],
    ],
    [
      'a phrase after its own beginning',
      'en',
      'price price war',
      'price price price war',
      ['price price war'],
    ],
    ['an apostrophe inside a word', 'uk', "об'єкт~", 'на об’єкті; обʼєктом', ['об’єкті', 'обʼєктом']],
    ['no match behind an apostrophe inside a word', 'uk', 'єкт', "об'єкт", []],
    ['in quotes', 'uk', 'Україна~', "'Україна' та «Україною»", ['Україна', 'Україною']],
    ['with stress and soft hyphen', 'uk', 'Україна~', 'Украї́ну, Украї\u00adну', ['Украї́ну', 'Украї\u00adну']],
    ['capitals with dotted I', 'az', 'İran~', 'İRANDA, Iranda', ['İRANDA', 'Iranda']],
    ['with a full stop inside', 'en', 'U.S.!', 'The U.S. said, u.s.', ['U.S.']],
    ['beside an emoji', 'uk', 'Київ~', '🇺🇦Київ🇺🇦', ['Київ']],
  ])('matches %s', (_name, language, term, text, expected) => {
    expect(findTerms(language, [term], text)).toEqual(expected);
  });

  it('gives way to a longer one of the same rule', () => {
    expect(findTerms('en', ['war', 'price war^2'], 'The price war and the war')).toEqual([
      'price war',
      'war',
    ]);
  });

  it('of weight nothing only hides the shorter', () => {
    expect(findTerms('en', ['war', 'price war^0'], 'The price war goes on')).toEqual([]);
  });

  it('is found beside others that begin alike', () => {
    expect(findTerms('en', ['air', 'air defence', 'defence ministry'], 'air defence ministry')).toEqual([
      'air',
      'defence ministry',
    ]);
  });

  it('is found however many letters a language has', () => {
    const words = Array.from({ length: 300 }, (_, at) =>
      String.fromCharCode(0x4e00 + 2 * at, 0x4e01 + 2 * at),
    );
    const tagger = toTagger({ id: 'test', any: { en: words } });
    for (const word of words)
      expect(tagItem(tagger, toItem({ title: word, text: `${word}A` }))[0]?.evidence).toMatchObject([
        { field: 'title', text: word },
      ]);
  });
});
