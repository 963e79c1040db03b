import { describe, expect, it } from 'vitest';
import { fold, isCapitals, isWordUnit, toComposed, toLower, toWords } from '../../src/text/words.ts';

describe('fold', () => {
  it.each([
    ['az', 'BAKI', 'baki'],
    ['az', 'Bakı', 'baki'],
    ['az', 'İRAN', 'iran'],
    ['az', 'İran', 'iran'],
    ['az', 'SIYASI', 'siyasi'],
    ['en', 'İstanbul', 'istanbul'],
    ['en', 'Côte d’Ivoire', "cote d'ivoire"],
    ['en', 'Malmö', 'malmo'],
    ['uk', 'В’єтнам', "в'єтнам"],
    ['uk', 'Вʼєтнам', "в'єтнам"],
    ['uk', 'Украї́на', 'україна'],
    ['ru', 'Ёлка', 'елка'],
    ['ru', 'Нью‑Йорк', 'нью-йорк'],
    ['en', 'air\u00a0 defence\n', 'air defence'],
  ])('in %s compares %s as %s', (language, text, expected) => {
    expect(fold(text, language)).toBe(expected);
  });

  it('gives the same for composed and decomposed letters', () => {
    for (const word of ['Київ', 'Ёж', 'Qarabağ', 'Şuşa', 'Çin']) {
      for (const language of ['uk', 'ru', 'az', 'en']) {
        expect(fold(word.normalize('NFD'), language)).toBe(fold(word.normalize('NFC'), language));
      }
    }
  });
});

describe('toComposed', () => {
  it('keeps a plain text as it is', () => {
    expect(toComposed('Київ і Баку')).toEqual({ text: 'Київ і Баку', offsets: undefined });
  });

  it('leads each unit back to its place in the original', () => {
    const field = 'Киї\u00adв Украї\u0301на \u{1F1FA}\u{1F1E6}x\u0301';
    const { text, offsets } = toComposed(field);
    expect(text).toBe('Київ Україна \u{1F1FA}\u{1F1E6}x');
    expect(offsets).toHaveLength(text.length + 1);
    for (let at = 0; at < text.length; at += 1) {
      expect(field.charAt(offsets?.[at] ?? -1).normalize('NFC')).toBe(text.charAt(at));
    }
  });
});

describe('toLower', () => {
  it('keeps the two Azerbaijani i apart', () => {
    expect(toLower('Iİ', 'az')).toBe('ıi');
    expect(toLower('I', 'en')).toBe('i');
  });
});

describe('isWordUnit', () => {
  it('knows letters of every script, digits and marks, but no punctuation and no surrogate', () => {
    for (const letter of ['a', 'Ж', 'ə', 'ї', '7', '_', '\u0301'])
      expect(isWordUnit(letter.charCodeAt(0))).toBe(true);
    for (const other of ['-', '’', ' ', '«', '\u{1F600}'])
      expect(isWordUnit(other.charCodeAt(0))).toBe(false);
  });
});

describe('toWords', () => {
  it('keeps hyphens and apostrophes inside a word', () => {
    expect(toWords("Прем’єр-міністр, «В'єтнам» - ABŞ-ın")).toEqual(['Прем’єр-міністр', "В'єтнам", 'ABŞ-ın']);
  });
});

describe('isCapitals', () => {
  it('wants a capital and no small letter', () => {
    expect(isCapitals('НАТО-2030')).toBe(true);
    expect(isCapitals('Nato')).toBe(false);
    expect(isCapitals('2030')).toBe(false);
  });
});
