import { describe, expect, it } from 'vitest';
import { compileTagger } from '../../src/tag/compile.ts';
import { buildPlaces } from '../../src/tag/places.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { toIds, toItem } from './support/rules.ts';

const LANGUAGES = ['az', 'uk', 'ru', 'en'];
const places = buildPlaces(LANGUAGES);
const tagger = compileTagger([], { languages: LANGUAGES, places });

const find = (language: string, title: string, text = 'x'): readonly string[] =>
  toIds(tagItem(tagger, toItem({ language, title, text })))
    .map((tag) => tag.replace('place:', ''))
    .sort();

describe('places', () => {
  it.each<[string, string, readonly string[]]>([
    ['en', 'Turkey and Azerbaijan open a road', ['AZ', 'TR']],
    ['en', 'How to carve roast turkey', []],
    ['en', 'Roast Turkey Recipes', []],
    ['en', 'Savannah, Georgia: bridge reopens', []],
    ['en', 'Georgia opens border with Armenia', ['AM', 'GE']],
    ['en', 'Coach Jordan Miller resigns', []],
    ['en', 'Talks in Jordan resume', ['JO']],
    ['en', 'Chad Miller wins', []],
    ['en', 'Envoys leave Chad for Niger', ['NE', 'TD']],
    ['en', 'New Mexico counts votes', []],
    ['en', 'Papua New Guinea counts votes', ['PG']],
    ['en', 'Northern Ireland counts votes', ['GB']],
    ['en', 'Guinea pigs win hearts', []],
    ['en', 'Tell us more, US envoy says', ['US']],
    ['en', 'U.S. and U.K. sign pact', ['GB', 'US']],
    ['en', 'Ukrainian crews arrive', ['UA']],
    ['en', 'Latin American poets meet', []],
    ['uk', 'В Україні та у В’єтнамі', ['UA', 'VN']],
    ['uk', 'Посли Сполучених Штатів і Великої Британії', ['GB', 'US']],
    ['uk', 'Того дня було тихо', []],
    ['uk', 'Посол Того прибув', ['TG']],
    ['uk', 'Мали рацію синоптики', []],
    ['uk', 'Гвінеєю-Бісау пройшли дощі', ['GW']],
    ['ru', 'Того дня было тихо', []],
    ['ru', 'В Объединенных Арабских Эмиратах и Южной Корее', ['AE', 'KR']],
    ['ru', 'Данный товар палат', []],
    ['ru', 'Нигер и Нигерия', ['NE', 'NG']],
    ['ru', 'Новой Зеландией и Северной Македонией', ['MK', 'NZ']],
    ['az', 'Fransadakı səfir Bakıdadır', ['AZ', 'FR']],
    ['az', 'TÜRKİYƏNİN VƏ İRANIN NAZİRLƏRİ', ['IR', 'TR']],
    ['az', 'ABŞ-ın və BƏƏ-nin səfirləri', ['AE', 'US']],
    ['az', 'Cənubi Koreyadan gələn iraqlı tələbələr', ['IQ', 'KR']],
    ['az', 'Nigerdə və Nigeriyada', ['NE', 'NG']],
    ['en', 'NATO and EU envoys meet in Vienna', ['AT', 'org:eu', 'org:nato']],
    ['uk', 'ООН і ОБСЄ закликали', ['org:osce', 'org:un']],
    ['ru', 'Генассамблея ООН и МАГАТЭ', ['org:iaea', 'org:un']],
    ['az', 'BMT-nin və ATƏT-in bəyanatı', ['org:osce', 'org:un']],
  ])('in %s finds in "%s" %j', (language, title, expected) => {
    expect(find(language, title)).toEqual(expected);
  });

  it('has every country of ISO 3166-1 with a name in each language that is found again', () => {
    const lost: string[] = [];
    for (const place of places.filter((each) => each.tag.startsWith('place:'))) {
      for (const language of LANGUAGES) {
        const name = (place.terms[language] ?? []).find(
          ({ term, guard }) => term.weight === 1 && guard === 'none',
        )?.term.written;
        if (name === undefined) continue;
        const plain = name.replaceAll('~', '');
        if (!find(language, 'x', `x: ${plain}.`).includes(place.tag.replace('place:', '')))
          lost.push(`${language} ${plain}`);
      }
    }
    expect(places.filter((each) => each.tag.startsWith('place:')).length).toBeGreaterThan(245);
    expect(lost).toEqual([]);
  });

  it('says that the tag is a place and why', () => {
    const [tag] = tagItem(tagger, toItem({ language: 'az', title: 'Ukraynada' }));
    expect(tag).toMatchObject({ tag: 'place:UA', givenBy: 'place' });
    expect(tag?.evidence[0]).toMatchObject({ rule: 'Ukrayna~', text: 'Ukraynada', start: 0, end: 9 });
  });

  it('takes one passing adjective in the body for no place, but a name', () => {
    expect(find('en', 'Grain prices rise', 'Wheat\n\nsaid a Ukrainian trader')).toEqual([]);
    expect(find('en', 'Grain prices rise', 'Wheat\n\nsaid a trader in Ukraine')).toEqual(['UA']);
  });
});
