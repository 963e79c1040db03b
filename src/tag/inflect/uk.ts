import { anySlot, decline, type Form, mergeForms } from './form.ts';

// Paradigms of the Ukrainian orthography (2019), told apart by a word's last letters alone. Where the letters leave
// several classes open, the forms of all are given: a spelling that does not exist matches nothing.

/** Nouns whose oblique stem no rule gives. */
const OBLIQUE: Readonly<Record<string, string>> = {
  вітер: 'вітр',
  посол: 'посл',
  вогонь: 'вогн',
  день: 'дн',
  тиждень: 'тижн',
  церква: 'церкв',
  лев: 'лев',
  кінець: 'кінц',
  орел: 'орл',
  лід: 'льод',
};
const IRREGULAR: Readonly<Record<string, string>> = {
  людина: 'людина людини людині людину людиною люди людей людям людьми людях',
  люди: 'люди людей людям людьми людях',
  дані: 'дані даних даним даними',
  вибори: 'вибори виборів виборам виборами виборах',
  дитина: 'дитина дитини дитині дитину дитиною діти дітей дітям дітьми дітях',
  мати: "мати матері матір матір'ю",
  час: 'час часу часом часі часи часів',
};
const VOWEL = 'аеиоуіїєюя';

const isSibilant = (text: string): boolean => /[жшщч]$/.test(text);
/** г, к, х before the і of the dative and locative: безпека, безпеці. */
const palatal = (stem: string): string => stem.replace(/г$/, 'з').replace(/к$/, 'ц').replace(/х$/, 'с');
/** і of a closed syllable opens to о or е: договір, договору; Харків, Харкова; Київ, Києва. */
const opened = (stem: string): readonly string[] => {
  const match = /([ії])([^аеиоуіїєюя]{1,2})$/.exec(stem);
  if (match === null) return [];
  const head = stem.slice(0, match.index);
  return match[1] === 'ї' ? [`${head}є${match[2]}`] : [`${head}о${match[2]}`, `${head}е${match[2]}`];
};

const hardMasculine = (stem: string): readonly Form[] => {
  const sibilant = isSibilant(stem);
  const many = sibilant ? 'і' : 'и';
  return decline(
    stem,
    {
      gen: 'а у',
      dat: `у ${sibilant ? 'еві' : 'ові'}`,
      acc: 'а',
      ins: sibilant ? 'ем' : 'ом',
      loc: 'і у ові еві',
      voc: 'е у',
    },
    { nom: `${many} а`, gen: 'ів ей -', dat: 'ам', acc: `${many} ів`, ins: 'ами', loc: 'ах', voc: many },
  );
};
const softMasculine = (stem: string): readonly Form[] =>
  decline(
    stem,
    { gen: 'я ю', dat: 'ю еві', acc: 'я', ins: 'ем', loc: 'і ю еві', voc: 'ю' },
    { nom: 'і', gen: 'ів ей', dat: 'ям', acc: 'і ів', ins: 'ями', loc: 'ях', voc: 'і' },
  );

const masculine = (word: string): readonly Form[] => {
  const stems = [word, ...opened(word)];
  if (OBLIQUE[word] !== undefined) stems.push(OBLIQUE[word]);
  if (/[ео]к$/.test(word)) stems.push(word.slice(0, -2) + word.slice(-1));
  const forms = [{ text: word, slots: 1 | 8 }, ...stems.flatMap(hardMasculine)];
  for (const stem of stems) if (/[гкх]$/.test(stem)) forms.push(...decline(palatal(stem), { loc: 'і' }, {}));
  if (/[аия]р$/.test(word)) forms.push(...softMasculine(word));
  if (/(?:анин|янин)$/.test(word)) {
    forms.push(
      ...decline(word.slice(0, -2), {}, { nom: 'и', gen: '-', dat: 'ам', acc: '-', ins: 'ами', loc: 'ах' }),
    );
  }
  if (/(?:[оеі]в|[иії]н)$/.test(word))
    forms.push(...stems.flatMap((stem) => decline(stem, { ins: 'им' }, { gen: 'их', dat: 'им' })));
  return forms;
};

const soft = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  const forms: Form[] = [{ text: word, slots: 1 | 8 }];
  if (/[ео]ць$/.test(word)) {
    const short = word.slice(0, -3);
    return [
      ...forms,
      ...softMasculine(`${/л$/.test(short) ? `${short}ь` : short}ц`),
      ...softMasculine(`${short.replace(/[аеиоуіїєюя]$/, '$&й')}ц`),
    ];
  }
  const short = OBLIQUE[word] ?? (/ень$/.test(word) ? `${word.slice(0, -3)}н` : undefined);
  if (short !== undefined) forms.push(...softMasculine(short), ...softMasculine(short.replace(/н$/, 'нн')));
  const last = stem.slice(-1);
  // A single consonant between vowels doubles before -ю: Казанню, нафтою aside; a cluster does not: областю.
  const double = VOWEL.includes(stem.slice(-2, -1)) ? `${stem}${last}ю` : `${stem}ю`;
  forms.push({ text: double, slots: 16 }, ...softMasculine(stem));
  for (const each of [stem, ...opened(stem)]) {
    forms.push(
      ...decline(
        each,
        { gen: 'і и', dat: 'і', loc: 'і', voc: 'е' },
        { nom: 'і', gen: 'ей', dat: 'ям', acc: 'і ей', ins: 'ями', loc: 'ях' },
      ),
    );
  }
  return forms;
};

const short = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  const stems = [stem, ...(/і$/.test(stem) && stem.length > 1 ? [`${stem.slice(0, -1)}о`] : [])];
  return stems.flatMap((each) => [
    { text: word, slots: 1 | 8 },
    ...decline(
      each,
      { gen: 'я ю', dat: 'ю єві', acc: 'я', ins: 'єм', loc: 'ї ю єві', voc: 'ю' },
      { nom: 'ї', gen: 'їв', dat: 'ям', acc: 'ї їв', ins: 'ями', loc: 'ях' },
    ),
  ]);
};

/** The bare genitive plural, with the vowel that parts a cluster or closes the syllable: країн, служб, сторін. */
const bare = (stem: string): readonly Form[] => {
  const texts = [stem];
  const last = stem.slice(-1);
  const head = stem.slice(0, -1).replace(/ь$/, '');
  if (/[^аеиоуіїєюя][кнлрмвц]$/.test(stem)) texts.push(`${head}о${last}`, `${head}е${last}`);
  const closed = /[ое]([^аеиоуіїєюя]{1,2})$/.exec(stem);
  if (closed !== null) texts.push(`${stem.slice(0, closed.index)}і${closed[1]}`);
  return texts.map((text) => ({ text, slots: (2 | 8) << 7 }));
};

const feminineA = (stem: string): readonly Form[] => {
  const sibilant = isSibilant(stem);
  const many = sibilant ? 'і' : 'и';
  return [
    ...decline(
      stem,
      { nom: 'а', gen: many, acc: 'у', ins: sibilant ? 'ею' : 'ою', voc: 'о' },
      { nom: many, dat: 'ам', acc: many, ins: 'ами', loc: 'ах' },
    ),
    ...decline(palatal(stem), { dat: 'і', loc: 'і' }, {}),
    ...bare(stem),
    ...(/(?:[ое]в|[иії]н)$/.test(stem) ? decline(stem, { gen: 'ої', dat: 'ій', loc: 'ій' }, {}) : []),
  ];
};

const endsInYa = (stem: string): readonly Form[] => {
  const last = stem.slice(-1);
  if (VOWEL.includes(last) || last === "'") {
    return decline(
      stem,
      { nom: 'я', gen: 'ї я', dat: 'ї ю', acc: 'ю я', ins: 'єю ям', loc: 'ї' },
      { nom: 'ї я', gen: 'й їв', dat: 'ям', acc: 'ї', ins: 'ями', loc: 'ях' },
    );
  }
  // Neuter with a doubled consonant: питання, життя; its bare genitive has one.
  const neuter = last === stem.slice(-2, -1);
  const forms = decline(
    stem,
    { nom: 'я', gen: 'і я', dat: 'і ю', acc: 'ю я', ins: 'ею ям', loc: 'і ю' },
    { nom: 'і я', gen: 'ь ей -', dat: 'ям', acc: 'і я', ins: 'ями', loc: 'ях' },
  );
  return neuter ? [...forms, { text: `${stem.slice(0, -1)}ь`, slots: (2 | 8) << 7 }] : forms;
};

const neuterO = (stem: string): readonly Form[] => [
  ...decline(
    stem,
    { nom: 'о', gen: 'а', dat: 'у', acc: 'о', ins: 'ом', loc: 'і у' },
    { nom: 'а', dat: 'ам', acc: 'а', ins: 'ами', loc: 'ах' },
  ),
  ...decline(palatal(stem), { loc: 'і' }, {}),
  ...bare(stem),
];

const neuterE = (stem: string): readonly Form[] => [
  ...decline(
    stem,
    { nom: 'е', gen: 'а я', dat: 'у ю', acc: 'е', ins: 'ем', loc: 'і у' },
    { nom: 'а я', gen: '- ів', dat: 'ам ям', acc: 'а я', ins: 'ами ями', loc: 'ах ях' },
  ),
];

const pluralOnly = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  const nom = word.slice(-1);
  const gen = nom === 'ї' ? 'й їв' : 'ів ей';
  const many = { nom, gen, dat: 'ам ям', acc: `${nom} ${gen}`, ins: 'ами ями', loc: 'ах ях' };
  return [...decline(stem, {}, many), { text: stem, slots: (2 | 8) << 7 }];
};

const adjective = (stem: string, isSoft: boolean): readonly Form[] => {
  const [i, o, a, u, e] = isSoft ? ['і', 'ьо', 'я', 'ю', 'є'] : ['и', 'о', 'а', 'у', 'е'];
  return decline(
    stem,
    {
      nom: `${i}й ${a} ${e}`,
      gen: `${o}го ${o}ї`,
      dat: `${o}му ій`,
      acc: `${i}й ${o}го ${u} ${e}`,
      ins: `${i}м ${o}ю ${a}ю ${u}`,
      loc: `${o}му ${i}м ій`,
    },
    { nom: 'і', gen: `${i}х`, dat: `${i}м`, acc: `і ${i}х`, ins: `${i}ми`, loc: `${i}х` },
  );
};
/** Letters that only an adjective's headword ends in: українська, верхній; ядерна may be a noun by its letters. */
const isAdjective = (word: string): boolean => /(?:ий|[сцз]ьк[аеі]|[чль]н[аеі])$/.test(word);
const adjectives = (word: string): readonly Form[] => {
  if (/ий$/.test(word)) return adjective(word.slice(0, -2), false);
  if (/[нжш]ій$/.test(word)) return adjective(word.slice(0, -2), true);
  if (/[иії]на$/.test(word)) return [];
  // A feminine, neuter or plural headword of an adjective: протиповітряна оборона, збройні сили.
  if (/(?:[сцз]ьк|[^аеиоуіїєюя]н|ов|ев|єв|ан|ен|ян)[аеі]$/.test(word))
    return adjective(word.slice(0, -1), false);
  return /[^н][нж][яєі]$/.test(word) ? adjective(word.slice(0, -1), true) : [];
};

const PASSIVE = ['о', 'ий', 'а', 'е', 'і', 'ого', 'ої', 'ому', 'ій', 'у', 'им', 'ою', 'их', 'ими'];
const passive = (stem: string): readonly string[] => PASSIVE.map((end) => stem + end);
const present = (stem: string, e: string, many: string): readonly string[] => [
  ...(e === 'є' ? [`${stem}є`] : [`${stem}${e}ть`]),
  `${stem}${e}мо`,
  `${stem}${many}`,
];

/** The л, ж, ч, ш, щ that a -ити verb takes in the first person and the passive: купити, куплено. */
const mutated = (stem: string): readonly string[] => {
  const base = stem.slice(0, -1);
  if (/[бпвмф]$/.test(stem)) return [`${stem}л`];
  if (stem.endsWith('ст')) return [`${stem.slice(0, -2)}щ`];
  if (stem.endsWith('т')) return [`${base}ч`, `${base}щ`];
  if (stem.endsWith('д')) return [`${base}дж`, `${base}ж`];
  if (/[сз]$/.test(stem)) return [base + (stem.endsWith('с') ? 'ш' : 'ж')];
  return [stem];
};

const verb = (infinitive: string): readonly string[] => {
  const stem = infinitive.slice(0, -2);
  const root = infinitive.slice(0, -3);
  const past = ['ти', 'в', 'ла', 'ло', 'ли', 'вши'].map((end) => stem + end);
  if (/[ую]вати$/.test(infinitive)) {
    const short = infinitive.slice(0, -4);
    return [
      ...past,
      ...present(short, 'є', 'ють'),
      `${short}ючи`,
      ...passive(`${infinitive.slice(0, -5)}ован`),
    ];
  }
  if (/[ая]ти$/.test(infinitive))
    return [...past, ...present(stem, 'є', 'ють'), `${stem}ючи`, ...passive(`${stem}н`)];
  if (/[иї]ти$/.test(infinitive)) {
    const many = isSibilant(root) ? 'ать' : 'ять';
    return [
      ...past,
      ...present(root, infinitive.slice(-3, -2), many),
      ...mutated(root).flatMap((each) => passive(`${each}ен`)),
    ];
  }
  return past;
};
const verbs = (word: string): readonly string[] => {
  if (/ти$/.test(word)) {
    const forms = verb(word);
    return [...forms, ...forms.filter((form) => /(?:ть|в|л[аои])$/.test(form)).map((form) => `${form}ся`)];
  }
  return /тися$/.test(word) ? verb(word.slice(0, -2)).map((form) => `${form}ся`) : [];
};

const noun = (word: string): readonly Form[] => {
  const stem = word.slice(0, -1);
  if (/[аеиоуіїєюя]й$/.test(word)) return short(word);
  if (/[бвгґджзклмнпрстфхцчшщ]$/.test(word)) return masculine(word);
  if (word.endsWith('ь')) return soft(word);
  if (word.endsWith('а')) return feminineA(stem);
  if (word.endsWith('я')) return endsInYa(stem);
  if (word.endsWith('о')) return neuterO(stem);
  if (word.endsWith('е')) return neuterE(stem);
  return /[иії]$/.test(word) ? pluralOnly(word) : [];
};

/** The forms of a Ukrainian word in small letters with ' for its apostrophe: noun, adjective and verb readings together. */
export const inflectUk = (word: string): readonly Form[] => {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return anySlot(irregular.split(' '));
  const finite = /[аиіяоу]ти(?:ся)?$/.test(word) ? verbs(word) : [];
  // дебати and Штати look like verbs: both readings are given.
  if (finite.length > 0) return mergeForms([...anySlot([word, ...finite]), ...noun(word)]);
  if (!/[а-яіїєґ]$/.test(word)) return anySlot([word]);
  const itself = [{ text: word, slots: 1 | 8 | ((1 | 8) << 7) }];
  const asNoun = isAdjective(word) ? [] : noun(word);
  return mergeForms([...itself, ...asNoun, ...adjectives(word)]);
};
