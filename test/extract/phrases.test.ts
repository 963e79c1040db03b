import { describe, expect, it } from 'vitest';
import { PHRASE_NAMES, toPhrases } from '../../src/extract/phrases.ts';

describe('toPhrases', () => {
  it.each([
    ['a link to other articles', 'Read more about it', ['also']],
    ['an offer in capitals', 'PLEASE SUBSCRIBE TODAY', ['promo']],
    ['an offer that is the last word', 'Please log in', ['promo']],
    ['an offer in Ukrainian', 'Тисніть, щоб підписатися', ['promo']],
    ['a button', 'Share', ['share']],
    ['an owner of rights', '© Example Media', ['rights']],
    ['a name', 'By Ann Example', ['byline']],
    ['who made a picture', 'Crédit: A. Exemple', ['credit']],
    ['an agency in brackets', 'A bridge (Reuters)', ['credit']],
    ['a day', '24.11.2025', ['stamp']],
    ['an advertisement', 'Advertisement', ['advert']],
    ["an editors' note", 'An editor’s note: it was changed', ['affiliate']],
    ['cookies', 'Here we use cookies', ['cookie']],
    ['a biography', 'Ann Example is a senior reporter', ['about']],
    ['the publisher', 'About us', ['about']],
    ['several, in their order', 'Sign up for our newsletter and accept cookies', ['promo', 'cookie']],
    ['a word within another', 'Retargetting areuters unsubscribed', []],
    ['a beginning of a word that is none', 'The subway and the signal', []],
    ['nothing', '', []],
  ])('finds %s', (_, text, names) => {
    expect(toPhrases(text)).toEqual(names);
  });

  it('has a name for each', () => {
    expect(new Set(PHRASE_NAMES).size).toBe(PHRASE_NAMES.length);
  });
});
