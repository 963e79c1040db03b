/** What an item says. */
export interface Saying {
  readonly language: string;
  readonly title?: string;
  readonly text?: string;
}

/** Short news of our own invention; their numbers are what the table below goes by. */
export const SAYINGS: readonly Saying[] = [
  {
    ...{ language: 'en', title: 'Reactors restarted' },
    text: 'Engineers say the plant was repaired and the deliveries of arms go on.',
  },
  {
    ...{ language: 'en', title: 'Harbour strike ends' },
    text: 'Dock workers return to the harbour after a week. The IMF praised the port.',
  },
  {
    ...{ language: 'en', title: 'Café owners protest' },
    text: 'Owners of cafés in Zürich say that rising rents close them, Łukasz Müller among them.',
  },
  {
    ...{ language: 'ru', title: 'Ракеты над городом' },
    text: 'Поставки оружия продолжаются, ещё одна ракета сбита, самолёт вернулся.',
  },
  {
    language: 'ru',
    title: 'Учёные нашли ёлку',
    text: 'Под Киевом учёные описали редкую ель. Старый за́мок цел.',
  },
  {
    language: 'ru',
    title: 'Порт открыт',
    text: 'Морской порт принимает суда SOCAR, забастовка закончилась.',
  },
  { language: 'uk', title: 'Ракета над містом', text: 'Постачання зброї триває, об’єкт відремонтовано.' },
  {
    language: 'uk',
    title: "Сім'я повернулася",
    text: 'Родина з Маріуполя знайшла дім; ґрунт придатний для саду.',
  },
  { language: 'uk', title: 'Обʼєкт здано', text: 'Порт в Одесі приймає судна. Район відбудовано.' },
  {
    language: 'az',
    title: 'İlham bu gün Bakıda',
    text: 'Silah tədarükü davam edir, qızıl ehtiyatları artıb.',
  },
  {
    language: 'az',
    title: 'IŞIQ KƏSİLDİ',
    text: 'İşıq bu axşam Şəkidə kəsilib, müdafiə nazirliyi açıqlama verib.',
  },
  {
    language: 'az',
    title: 'Limanda tətil bitdi',
    text: 'Bakı limanında işçilər işə qayıtdılar, dedi i̇dman naziri.',
  },
  { language: 'und', title: 'SOCAR F-16', text: 'The IMF praised it in 2026.' },
  { language: 'und', text: 'Kiev port reactor' },
  { language: 'en', title: 'Untitled' },
];

/** What is asked, and by hand the numbers of the sayings that a reader would expect for it. */
export const FOUND: readonly (readonly [q: string, sayings: readonly number[]])[] = [
  // Words, and their inflections in English and Russian.
  ['reactor', [0, 13]],
  ['reactors', [0, 13]],
  ['REPAIRS engineer', [0]],
  ['returned', [1]],
  ['praises', [1]],
  ['workers harbours', [1]],
  ['ракета', [3, 6]],
  ['ракетами', [3]],
  ['оружием', [3]],
  ['учёный', [4]],
  ['забастовками', [5]],
  ['порты', [5, 8]],
  // In the other languages as written.
  ['порт', [5, 8]],
  ['зброя', []],
  ['limanında', [11]],
  ['port', [1, 13]],
  ['kiev', [13]],
  // Phrases.
  ['"delivery of arms"', [0]],
  ['"arms delivery"', []],
  ['"морской порт"', [5]],
  ['"порт в одесі"', [8]],
  ['"bu axşam"', [10]],
  ['"harbour strike', [1]],
  // Excluded words and phrases.
  ['praised -socar', [1]],
  ['порт -суда', [8]],
  ['порт -"морской порт"', [8]],
  ['-the socar', [5, 12]],
  ['liman* -bakı', []],
  // Beginnings.
  ['ракет*', [3, 6]],
  ['liman*', [11]],
  ['kəs*', [10]],
  ['react*', [0, 13]],
  ['cafe*', [2]],
  ['по*', [3, 5, 6, 7, 8]],
  ["об'єк*", [6, 8]],
  // Either of two.
  ['оружием OR зброї', [3, 6]],
  ['imf OR reactor praised', [1, 12]],
  ['imf or "bu gün"', [1, 9, 12]],
  ['reactor OR', [0, 13]],
  ['OR kiev', [13]],
  // Case, the Azerbaijani i's, and letters that are not at hand on every keyboard.
  ['САМОЛЁТ', [3]],
  ['socar', [5, 12]],
  ['BAKIDA', [9]],
  ['bakida', [9]],
  ['ilham', [9]],
  ['İLHAM', [9]],
  ['ılham', [9]],
  ['işıq', [10]],
  ['isiq', [10]],
  ['kəsildi', [10]],
  ['KESILDI', [10]],
  ['mudafie', [10]],
  ['MÜDAFİƏ', [10]],
  ['idman', [11]],
  ['iscilər', [11]],
  ['zurich', [2]],
  ['ZÜRICH café', [2]],
  ['lukasz muller', [2]],
  // Ukrainian apostrophes and ґ, Russian ё and stress; й stays й.
  ["об'єкт", [6, 8]],
  ['об’єкт', [6, 8]],
  ['обʼєкт', [6, 8]],
  ['сім’я', [7]],
  ['грунт', [7]],
  ['Ґрунт', [7]],
  ['елку', [4]],
  ['ученые', [4]],
  ['еще', []],
  ['ещё ракетой', [3]],
  ['замок', [4]],
  ['раион', []],
  ['район', [8]],
  // Signs and what is no word.
  ['F-16', [12]],
  ['2026', [12]],
  ['restarted:* & !reactor', [0]],
  ["reactor'); drop table items --", []],
  ['"', []],
  ['!!!', []],
  ['the', []],
  ['the reactor', [0, 13]],
];
