import { anySlot, decline, type Form, mergeForms } from './form.ts';
import { inflectRuVerb } from './ru-verb.ts';

// Paradigms after A. A. Zaliznyak's classes, told apart by a word's last letters alone. Where the letters leave
// several classes open, the forms of all are given: a spelling that does not exist matches nothing.

/** Nouns that lose a vowel though no rule of theirs says so. */
const FLEETING: Readonly<Record<string, string>> = {
  посол: 'посл',
  огонь: 'огн',
  лед: 'льд',
  ветер: 'ветр',
  хребет: 'хребт',
  заем: 'займ',
  наем: 'найм',
  угол: 'угл',
  церковь: 'церкв',
  день: 'дн',
  уголь: 'угл',
  рубль: 'рубл',
  лев: 'льв',
  пес: 'пс',
  осел: 'осл',
  козел: 'козл',
  орел: 'орл',
  котел: 'котл',
  пепел: 'пепл',
  перец: 'перц',
};
/** Words with forms of their own. */
const IRREGULAR: Readonly<Record<string, string>> = {
  человек: 'человек человека человеку человеком человеке люди людей людям людьми людях',
  данные: 'данные данных данным данными',
  выборы: 'выборы выборов выборам выборами выборах',
  ребенок: 'ребенок ребенка ребенку ребенком ребенке дети детей детям детьми детях',
  мать: 'мать матери матерью матерей матерям матерями матерях',
  дочь: 'дочь дочери дочерью дочерей дочерям дочерями дочерях',
  судно: 'судно судна судну судном судне суда судов судам судами судах',
  время: 'время времени временем времена времен временам',
  идти: 'идти идет идут шел шла шли',
  суд: 'суд суда суду судом суде суды судов судам судами судах',
};

const isSibilant = (text: string): boolean => /[жшщч]$/.test(text);
const isVelar = (text: string): boolean => /[гкх]$/.test(text);
const hard = (stem: string): string => (isVelar(stem) || isSibilant(stem) ? 'и' : 'ы');

const consonant = (word: string, stem: string): readonly Form[] => {
  const ins = isSibilant(stem) || stem.endsWith('ц') ? 'ем ом' : 'ом';
  const gen = isSibilant(stem) ? 'ей' : stem.endsWith('ц') ? 'ев ов' : 'ов';
  return [
    { text: word, slots: 1 | 8 },
    ...decline(
      stem,
      { gen: 'а у', dat: 'у', acc: 'а', ins, loc: 'е у' },
      {
        nom: `${hard(stem)} а`,
        gen: `${gen} -`,
        dat: 'ам',
        acc: `${hard(stem)} а ${gen}`,
        ins: 'ами',
        loc: 'ах',
      },
    ),
  ];
};

const masculine = (word: string): readonly Form[] => {
  const forms = [...consonant(word, word)];
  const fleeting = FLEETING[word];
  if (fleeting !== undefined) forms.push(...consonant(word, fleeting));
  else if (/[лн]ец$/.test(word))
    forms.push(...consonant(word, word.replace(/(?<=л)ец$/, 'ьц').replace(/ец$/, 'ц')));
  else if (/[аеиоуяю]ец$/.test(word)) forms.push(...consonant(word, word.replace(/ец$/, 'йц')));
  else if (/[ео]к$|ец$/.test(word)) forms.push(...consonant(word, word.slice(0, -2) + word.slice(-1)));
  if (/[ая]нин$/.test(word)) {
    const many = { nom: 'е', gen: '-', dat: 'ам', acc: '-', ins: 'ами', loc: 'ах' };
    forms.push(...decline(word.slice(0, -2), {}, many));
  }
  // Surnames in -ов, -ев, -ин take an adjective's instrumental.
  if (/(?:[ое]в|ин)$/.test(word))
    forms.push(...decline(word, { ins: 'ым' }, { gen: 'ых', dat: 'ым', ins: 'ыми' }));
  return forms;
};

const soft = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  const stems = [stem, FLEETING[word], /ень$/.test(word) ? `${word.slice(0, -3)}н` : undefined];
  const plural = { nom: 'и я', gen: 'ей', dat: 'ям ам', acc: 'и ей', ins: 'ями ами', loc: 'ях ах' };
  return stems
    .flatMap((each) =>
      each === undefined
        ? []
        : decline(each, { nom: 'ь', gen: 'и я', dat: 'и ю', acc: 'ь я', ins: 'ем', loc: 'и е' }, plural),
    )
    .concat(decline(stem, { ins: 'ью' }, {}));
};

const short = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  return decline(
    stem,
    { nom: 'й', gen: 'я ю', dat: 'ю', acc: 'й я', ins: 'ем', loc: 'е и ю' },
    { nom: 'и', gen: 'ев', dat: 'ям', acc: 'и ев', ins: 'ями', loc: 'ях' },
  );
};

/** The bare genitive plural, with the vowel that parts a cluster. */
const bare = (stem: string): readonly string[] => {
  if (/[йь][кцн]$/.test(stem)) return [`${stem.slice(0, -2)}е${stem.slice(-1)}`];
  if (/[жшч]к$/.test(stem)) return [`${stem.slice(0, -1)}ек`];
  if (/[^аеиоуыэюя]к$/.test(stem)) return [stem, `${stem.slice(0, -1)}ок`];
  if (/[^аеиоуыэюя][нлрмц]$/.test(stem)) {
    const head = stem.slice(0, -1);
    return [stem, `${head}е${stem.slice(-1)}`, `${head}о${stem.slice(-1)}`];
  }
  return [stem];
};
const bareForms = (stem: string): readonly Form[] =>
  bare(stem).map((text) => ({ text, slots: (2 | 8) << 7 }));

const feminineA = (stem: string): readonly Form[] => [
  ...decline(
    stem,
    {
      nom: 'а',
      gen: hard(stem),
      dat: 'е',
      acc: 'у',
      ins: isSibilant(stem) || stem.endsWith('ц') ? 'ей ой' : 'ой ою',
      loc: 'е',
    },
    { nom: hard(stem), dat: 'ам', acc: hard(stem), ins: 'ами', loc: 'ах' },
  ),
  ...bareForms(stem),
  // Surnames and feminine names in -ова, -ина decline as adjectives.
  ...(/(?:[ое]в|ин)$/.test(stem) ? decline(stem, { gen: 'ой', dat: 'ой', loc: 'ой' }, {}) : []),
];

const feminineYa = (stem: string): readonly Form[] => {
  const after = stem.endsWith('и');
  const gen = after ? 'й' : stem.endsWith('ь') ? '' : 'ь ей й';
  const forms = decline(
    stem,
    { nom: 'я', gen: 'и', dat: after ? 'и' : 'е', acc: 'ю', ins: 'ей ею', loc: after ? 'и' : 'е' },
    { nom: 'и я', gen, dat: 'ям', acc: `и я ${gen}`, ins: 'ями', loc: 'ях' },
  );
  return stem.endsWith('ь') ? [...forms, { text: `${stem.slice(0, -1)}ей`, slots: (2 | 8) << 7 }] : forms;
};

const neuterO = (stem: string): readonly Form[] => [
  ...decline(
    stem,
    { nom: 'о', gen: 'а', dat: 'у', acc: 'о', ins: 'ом', loc: 'е' },
    { nom: 'а', dat: 'ам', acc: 'а', ins: 'ами', loc: 'ах' },
  ),
  ...bareForms(stem),
];

const neuterE = (stem: string): readonly Form[] => {
  if (/[щцж]$/.test(stem)) {
    const singular = { nom: 'е', gen: 'а', dat: 'у', acc: 'е', ins: 'ем', loc: 'е' };
    return [
      ...decline(stem, singular, { nom: 'а', dat: 'ам', acc: 'а', ins: 'ами', loc: 'ах' }),
      ...bareForms(stem),
    ];
  }
  const after = stem.endsWith('и');
  const gen = after ? 'й' : stem.endsWith('ь') ? 'ев' : 'ей';
  return decline(
    stem,
    { nom: 'е', gen: 'я', dat: 'ю', acc: 'е', ins: 'ем', loc: after ? 'и' : 'е и' },
    { nom: 'я', gen, dat: 'ям', acc: 'я', ins: 'ями', loc: 'ях' },
  );
};

const pluralOnly = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  const gen = word.endsWith('ы') ? 'ов' : 'ов ей ев й';
  const many = {
    nom: word.slice(-1),
    gen,
    dat: 'ам ям',
    acc: `${word.slice(-1)} ${gen}`,
    ins: 'ами ями',
    loc: 'ах ях',
  };
  return [...decline(stem, {}, many), { text: stem, slots: (2 | 8) << 7 }, { text: word, slots: 1 }];
};

const ADJECTIVE = /(?:[ыио]й|[ая]я|[ое]е|[ыи]е)$/;
const adjective = (word: string): readonly Form[] => {
  const stem = word.slice(0, -2);
  const isSoft = /(?:[нж]ий|яя|нее|ние)$/.test(word) && !/(?:ая|ое|ый|ой)$/.test(word);
  const [i, o, a, u] = isSoft ? ['и', 'е', 'я', 'ю'] : [hard(stem), 'о', 'а', 'у'];
  const e = isSoft || isSibilant(stem) ? 'е' : o;
  const nom = /ой$/.test(word) ? 'ой' : `${i}й`;
  return decline(
    stem,
    {
      nom: `${nom} ${a}я ${e}е`,
      gen: `${e}го ${e}й`,
      dat: `${e}му ${e}й`,
      acc: `${nom} ${e}го ${u}ю ${e}е`,
      ins: `${i}м ${e}й ${e}ю`,
      loc: `${e}м ${e}й`,
    },
    { nom: `${i}е`, gen: `${i}х`, dat: `${i}м`, acc: `${i}е ${i}х`, ins: `${i}ми`, loc: `${i}х` },
  );
};

const noun = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  if (/[аеиоуыэюя]й$/.test(word)) return short(word);
  if (/[бвгджзклмнпрстфхцчшщ]$/.test(word)) return masculine(word);
  if (word.endsWith('ь')) return soft(word);
  if (word.endsWith('а')) return feminineA(stem);
  if (word.endsWith('я')) return feminineYa(stem);
  if (word.endsWith('о')) return neuterO(stem);
  if (word.endsWith('е')) return neuterE(stem);
  return /[ыи]$/.test(word) ? pluralOnly(word) : [];
};

/** The forms of a Russian word in small letters with е for ё: noun, adjective and verb readings together. */
export const inflectRu = (word: string): readonly Form[] => {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return anySlot(irregular.split(' '));
  const itself = [{ text: word, slots: 1 | 8 | ((1 | 8) << 7) }];
  const verbs = inflectRuVerb(word);
  if (verbs.length > 0 && !/сть$/.test(word))
    return mergeForms([...anySlot([word, ...verbs]), ...(word.endsWith('ть') ? noun(word) : [])]);
  if (!/[а-я]$/.test(word)) return anySlot([word]);
  if (!ADJECTIVE.test(word)) return mergeForms([...itself, ...noun(word)]);
  if (/(?:[аея]ни|ти)е$/.test(word)) return mergeForms([...itself, ...noun(word)]);
  // -ий, -ие and -ия may be a noun's end too (гений, здание); -ый, -ая and -ое are not, but for a few -ой.
  return mergeForms([...itself, ...adjective(word), ...(/[иоая]й$|ие$|ее$/.test(word) ? noun(word) : [])]);
};
