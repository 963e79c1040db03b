import { describe, expect, it } from 'vitest';
import { buildLanguageDetector } from '../../src/text/language.ts';

const detect = buildLanguageDetector(['az', 'uk', 'ru', 'en']);

describe('buildLanguageDetector', () => {
  it.each([
    ['az', 'Nazirlər Kabineti yeni qaydaları təsdiqləyib və dərc edib'],
    ['uk', 'Уряд затвердив нові правила для перевізників і водіїв'],
    ['ru', 'Правительство утвердило новые правила для перевозчиков'],
    ['en', 'The cabinet has approved new rules for carriers'],
  ])('recognises %s by its own words', (language, text) => {
    expect(detect({ title: '', text })).toBe(language);
  });

  it('tells Ukrainian from Russian where only the words differ', () => {
    expect(detect({ title: '', text: 'Рада проголосувала за закон про кордон та заборону торгу' })).toBe(
      'uk',
    );
    expect(detect({ title: '', text: 'Совет проголосовал за закон о границе, но не сразу' })).toBe('ru');
  });

  it('takes the feed at its word, whatever its region', () => {
    expect(detect({ stated: 'en-GB', title: 'Nach Regen', text: '' })).toBe('en');
    expect(detect({ stated: 'de', title: 'Regen', text: 'Es regnet in Berlin seit drei Tagen' })).toBe('de');
  });

  it('does not believe a template that states English over another script or alphabet', () => {
    expect(detect({ stated: 'en-US', title: 'Уряд затвердив нові правила', text: '' })).toBe('uk');
    expect(detect({ stated: 'en', title: 'Nazir yeni məktəbin açılışında iştirak edib', text: '' })).toBe(
      'az',
    );
  });

  it('is unsure of a title under four words alone', () => {
    expect(detect({ title: 'Bakı Kiyev London', text: '' })).toBe('und');
    expect(detect({ title: '', text: '' })).toBe('und');
  });

  it('is unsure of a language that is not configured', () => {
    const german =
      'Die Bürgermeisterin eröffnete am Donnerstag für alle Gäste die größte Brücke über den Fluß, müde, aber glücklich.';
    expect(detect({ title: '', text: german })).toBe('und');
    expect(detect({ title: '', text: 'ამ დილით ქალაქში წვიმდა და ქარი იყო' })).toBe('und');
  });

  it('reads past Latin names in a Cyrillic text', () => {
    expect(detect({ title: '', text: 'Компания Global Running Tours и Go Running открыли офис' })).toBe('ru');
  });

  it('gives each detector languages of its own', () => {
    const english = buildLanguageDetector(['en']);
    expect(english({ title: '', text: 'Правительство утвердило новые правила сегодня' })).toBe('und');
    expect(detect({ title: '', text: 'Правительство утвердило новые правила сегодня' })).toBe('ru');
  });
});
