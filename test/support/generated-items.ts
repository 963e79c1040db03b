import { sql } from 'kysely';
import type { Database } from '../../src/store/schema.ts';
import { buildRandom } from './random.ts';

/** An item of our own making, as the store keeps it before it is tagged. */
export interface GeneratedItem {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly url: string;
  readonly ordered_at: string;
}

/** Subjects, and what else a sentence is made of, by language. Subjects of one place in the lists are translations. */
const WORDS: Readonly<
  Record<string, { readonly subjects: readonly string[]; readonly rest: readonly string[] }>
> = {
  az: {
    subjects: ['neft', 'qaz', 'liman', 'futbol', 'seçki', 'məhkəmə', 'hava', 'universitet', 'kömür', 'ixrac'],
    rest: [
      'barədə bu gün məlumat verilib',
      'üzrə yeni plan hazırlanır',
      'ilə bağlı görüş keçirilib',
      'haqqında hesabat dərc olunub',
    ],
  },
  uk: {
    subjects: [
      'нафта',
      'газ',
      'порт',
      'футбол',
      'вибори',
      'суд',
      'погода',
      'університет',
      'вугілля',
      'експорт',
    ],
    rest: [
      'стали темою сьогоднішньої наради',
      'лишається серед головних питань тижня',
      'знову згадані у звіті відомства',
      'обговорили представники двох областей',
    ],
  },
  ru: {
    subjects: [
      'нефть',
      'газ',
      'порт',
      'футбол',
      'выборы',
      'суд',
      'погода',
      'университет',
      'уголь',
      'экспорт',
    ],
    rest: [
      'стали темой сегодняшнего совещания',
      'остаётся среди главных вопросов недели',
      'снова упомянуты в отчёте ведомства',
      'обсудили представители двух областей',
    ],
  },
  en: {
    subjects: [
      'oil',
      'gas',
      'port',
      'football',
      'election',
      'court',
      'weather',
      'university',
      'coal',
      'export',
    ],
    rest: [
      'was the subject of a meeting today',
      'remains among the questions of the week',
      'is named again in the report of the office',
      'was discussed by envoys of two regions',
    ],
  },
};

const LANGUAGES = Object.keys(WORDS);
const OLDEST = Date.parse('2026-01-01T00:00:00Z');

/** As many items as asked for, in four languages, the same ones each time. */
export function* generateItems(count: number, seed = 7): Generator<GeneratedItem> {
  const random = buildRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  for (let number = 0; number < count; number += 1) {
    const language = LANGUAGES[number % LANGUAGES.length] ?? 'en';
    const { subjects, rest } = WORDS[language] ?? { subjects: [], rest: [] };
    const sentence = (): string => `${pick(subjects)} ${pick(rest)}`;
    const paragraph = (): string => `${sentence()}. ${number} ${pick(rest)}, ${pick(rest)}.`;
    yield {
      language,
      title: `${sentence()} (${number})`,
      text: Array.from({ length: 2 + Math.floor(random() * 4) }, paragraph).join('\n\n'),
      url: `https://generated.example/${number}`,
      ordered_at: new Date(OLDEST + number * 60_000).toISOString(),
    };
  }
}

const BATCH = 1_000;

/** Stores generated items as read and not tagged yet. */
export async function storeItems(db: Database, count: number, seed?: number): Promise<void> {
  let batch: GeneratedItem[] = [];
  const flush = async (): Promise<void> => {
    await sql`insert into items (publisher_id, url, host, title, language, first_seen_at, ordered_at, ordered_by,
        changed_at, read_state, text)
      select 'generated', url, 'generated.example', title, language, ordered_at, ordered_at, 'published',
        ordered_at, 'read', text
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
        as given (url text, title text, language text, text text, ordered_at timestamptz)`.execute(db);
    batch = [];
  };
  for (const item of generateItems(count, seed)) {
    batch.push(item);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
}

/** Topic files over the generated words, before and after a change that adds, changes and removes. */
export const GENERATED_TOPICS = {
  before: {
    'topics/energy.yaml': `id: energy\nlabel: { en: Energy }\nany: { en: [oil, gas], ru: [нефть, газ], uk: [нафта, газ], az: [neft, qaz] }\n`,
    'topics/football.yaml': `id: football\nlabel: { en: Football }\nany: { en: [football], ru: [футбол], uk: [футбол], az: [futbol] }\n`,
    'topics/fuel-exports.yaml': `id: fuel-exports\nlabel: { en: Fuel exports }\nany: { en: [export], ru: [экспорт], uk: [експорт], az: [ixrac] }\nmin_score: 1\nall: ["topic:energy"]\n`,
    'topics/ports.yaml': `id: ports\nparent: transport\nlabel: { en: Ports }\nany: { en: [port], ru: [порт], uk: [порт], az: [liman] }\n`,
    'topics/transport.yaml': `id: transport\nlabel: { en: Transport }\nany: { en: [railway], ru: [железная дорога], uk: [залізниця], az: [dəmir yolu] }\n`,
    'topics/weather.yaml': `id: weather\nlabel: { en: Weather }\nany: { en: [weather], ru: [погода], uk: [погода], az: [hava] }\n`,
  },
  after: {
    'topics/courts.yaml': `id: courts\nlabel: { en: Courts }\nany: { en: [court], ru: [суд], uk: [суд], az: [məhkəmə] }\n`,
    'topics/energy.yaml': `id: energy\nlabel: { en: Energy }\nany: { en: [oil, coal], ru: [нефть, уголь], uk: [нафта, вугілля], az: [neft, kömür] }\n`,
    'topics/football.yaml': `id: football\nlabel: { en: Football and its like }\nany: { en: [football], ru: [футбол], uk: [футбол], az: [futbol] }\n`,
    'topics/fuel-exports.yaml': `id: fuel-exports\nlabel: { en: Fuel exports }\nany: { en: [export], ru: [экспорт], uk: [експорт], az: [ixrac] }\nmin_score: 1\nall: ["topic:energy"]\n`,
    'topics/ports.yaml': `id: ports\nparent: transport\nlabel: { en: Ports }\nany: { en: [port, university^0.5], ru: [порт], uk: [порт], az: [liman] }\n`,
    'topics/transport.yaml': `id: transport\nlabel: { en: Transport }\nany: { en: [railway], ru: [железная дорога], uk: [залізниця], az: [dəmir yolu] }\n`,
  },
} as const;
