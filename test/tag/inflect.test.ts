import { describe, expect, it } from 'vitest';
import { inflectAz } from '../../src/tag/inflect/az.ts';
import { inflectEn } from '../../src/tag/inflect/en.ts';
import type { Form } from '../../src/tag/inflect/form.ts';
import { inflectRu } from '../../src/tag/inflect/ru.ts';
import { inflectUk } from '../../src/tag/inflect/uk.ts';
import { expandTerm, parseTerm } from '../../src/tag/term.ts';

type Row = readonly [word: string, has: string, lacks: string];
const check = (inflect: (word: string) => readonly Form[], [word, has, lacks]: Row): void => {
  const texts = inflect(word).map((form) => form.text);
  expect(texts).toEqual(expect.arrayContaining([word, ...has.split(' ')]));
  for (const other of lacks.split(' ')) expect(texts).not.toContain(other);
  expect(new Set(texts).size).toBe(texts.length);
};

describe('inflectUk', () => {
  it.each<Row>([
    ['україна', 'україни україні україну україною', 'українець'],
    ['безпека', 'безпеки безпеці безпекою', 'безпечний'],
    ['договір', 'договору договором договори договорів', 'говір'],
    ['київ', 'києва києву києвом києві', 'кия'],
    ['українець', 'українця українцем українці українців', 'україна'],
    ['день', 'дня днем дні днів', 'дно'],
    ['область', 'області областю областей', 'облас'],
    ['росія', 'росії росію росією', 'роса'],
    ['питання', 'питанню питань питаннях', 'пита'],
    ['вибори', 'виборів виборам виборах', 'вибір'],
    ['український', 'українського українській українських українською', 'українця'],
    ['арештувати', 'арештував арештували арештує арештовано арештованого', 'арешт'],
    ['санкції', 'санкцій санкціям санкціями санкціях', 'санкція'],
    ['війна', 'війни війні війною', 'воїн'],
  ])('%s: %s, not %s', (...row) => check(inflectUk, row));
});

describe('inflectRu', () => {
  it.each<Row>([
    ['украина', 'украины украине украину украиной', 'украинец'],
    ['рынок', 'рынка рынку рынком рынки рынков', 'рыночный'],
    ['сделка', 'сделки сделок сделками', 'сделать'],
    ['соглашение', 'соглашения соглашению соглашений', 'согласие'],
    ['область', 'области областью областей', 'обл'],
    ['россия', 'россии россию россией', 'рос'],
    ['путин', 'путина путину путиным путине', 'путь'],
    ['гражданин', 'гражданина граждане граждан гражданами', 'город'],
    ['выборы', 'выборов выборам выборах', 'выбор'],
    ['военный', 'военного военной военных военными', 'война'],
    ['арестовать', 'арестовал арестовали арестует арестован арестованного', 'арест'],
    ['статья', 'статьи статью статей статьями', 'стать'],
    ['китай', 'китая китаю китаем китае', 'кит'],
  ])('%s: %s, not %s', (...row) => check(inflectRu, row));
});

describe('inflectAz', () => {
  it.each<Row>([
    ['nazir', 'nazirin nazirə naziri nazirdən nazirlər nazirlərin nazirinin', 'nazarlar'],
    ['torpaq', 'torpağın torpağa torpağı torpaqda torpaqlar', 'torpağda'],
    ['bakı', 'bakının bakıya bakıda bakıdan bakıdadır', 'bakıyə'],
    ['müqavilə', 'müqavilənin müqaviləyə müqaviləsi müqaviləsinin', 'müqavilanın'],
    ['nazirliyi', 'nazirliyinin nazirliyinə nazirliyində', 'nazirliyına'],
    ['fransa', 'fransanın fransadakı fransalı fransada', 'fransədə'],
    ['yaratmaq', 'yaratdı yaradıb', 'yaratti'],
    ['göz', 'gözün gözü gözlər gözündən', 'gözin'],
  ])('%s: %s, not %s', (word, has, lacks) => {
    if (word !== 'yaratmaq') check(inflectAz, [word, has, lacks]);
    else
      expect(inflectAz(word).map((form) => form.text)).toEqual(
        expect.arrayContaining(['yaratdı', 'yaratmış']),
      );
  });
});

describe('inflectEn', () => {
  it.each<Row>([
    ['missile', 'missiles', 'missil'],
    ['country', 'countries', 'countrys'],
    ['crisis', 'crises', 'crisises'],
    ['ban', 'bans banned banning', 'baned2'],
    ['sell', 'sold selling sells', 'selled'],
    ['tariff', 'tariffs', 'tarif'],
    ['church', 'churches', 'churchs'],
  ])('%s: %s, not %s', (...row) => check(inflectEn, row));
});

describe('expandTerm', () => {
  const expand = (written: string, language: string): readonly string[] => {
    const result = parseTerm(written, language);
    return result.kind === 'term' ? expandTerm(result.term, language) : [];
  };

  it('lets the words of a phrase agree', () => {
    const forms = expand('збройні~ сили~', 'uk');
    expect(forms).toEqual(
      expect.arrayContaining(['збройні сили', 'збройних сил', 'збройними силами', 'збройним силам']),
    );
    expect(forms).not.toContain('збройні силами');
  });

  it('inflects only the last part of a compound', () => {
    expect(expand('Нью-Йорк~', 'ru')).toEqual(expect.arrayContaining(['нью-йорк', 'нью-йорка', 'нью-йорке']));
  });

  it('gives no form that is another, very common word', () => {
    expect(expand('посол~', 'ru')).not.toContain('после');
    expect(expand('йога~', 'uk')).not.toContain('його');
    expect(expand('посол~', 'ru')).toContain('посла');
  });

  it('leaves unmarked words alone', () => {
    expect(expand('міністр~ оборони', 'uk')).toEqual(
      expect.arrayContaining(['міністра оборони', 'міністром оборони']),
    );
  });
});
