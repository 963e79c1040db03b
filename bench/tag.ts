import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language, Taggable } from '../src/model.ts';
import { compileTagger, type Tagger } from '../src/tag/compile.ts';
import { BASE_SHIFT } from '../src/tag/table.ts';
import { tagItem } from '../src/tag/tag.ts';
import { parseTopic, type TopicRule } from '../src/tag/topic.ts';
import { buildTagger, type Row, readConfig, readLines } from './support/labelled.ts';
import { cpuMs, floorMs, median } from './support/measure.ts';
import { buildStemLookup } from './support/stem-lookup.ts';
import { readWire } from './support/wire.ts';

const LANGUAGES: readonly Language[] = ['az', 'uk', 'ru', 'en'];
const TEXTS_PER_LANGUAGE = 500;
const ROUNDS = 9;
/** Rules of two sizes, to see what more terms cost. */
const [FEW_TERMS, MANY_TERMS] = [2_000, 20_000];

/**
 * `npm run bench:tag -- [--data DIR]`: the whole tagger with evidence, all shipped topics and places, over texts of the
 * four languages, beside tokenise-stem-lookup and beside a bare walk of the same characters through the dense tables.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
const config = await readConfig();
const tagger = buildTagger(config);
const rows = values.data === undefined ? readWire('bench/data/wire', LANGUAGES) : readSample(values.data);
const items = rows.map(toTaggable);
const bytes = rows.reduce(
  (sum, { title, text }) => sum + Buffer.byteLength(title) + Buffer.byteLength(text),
  0,
);
const lookUp = buildStemLookup(config.topics);
console.log(`${rows.length} texts, ${Math.round(bytes / 1000)} KB in UTF-8, ${tagger.terms.length} terms`);
await showSpeed();
await showGrowth();
console.log(`floor of this run: ${(await floorMs()).toFixed(0)} ms CPU`);

function readSample(directory: string): readonly Row[] {
  const all = readLines<Row>(join(directory, 'tagging', 'topics.dev.jsonl'));
  return LANGUAGES.flatMap((language) =>
    all.filter((row) => row.language === language).slice(0, TEXTS_PER_LANGUAGE),
  );
}

function toTaggable({ language, title, text }: Row): Taggable {
  return { language, title, text, categories: [], url: undefined, feeds: [] };
}

/** The least that reading takes: each unit's class, and by it a step through the automaton's dense table. */
function walk({ automata }: Tagger, { language, title, text }: Taggable): number {
  const automaton = automata.get(language);
  if (automaton === undefined) return 0;
  const { classes } = automaton.alphabet;
  const { cells } = automaton.table;
  let sum = 0;
  for (const field of [title, text]) {
    let state = 0;
    for (let at = 0; at < field.length; at += 1) {
      const next = ((cells[2 * state] ?? 0) >> BASE_SHIFT) + (classes[field.charCodeAt(at)] ?? 0);
      state = cells[2 * next + 1] === state ? next : 0;
      sum += state;
    }
  }
  return sum;
}

/** CPU of each way over all texts, a round after the other in turn; the first rounds warm up. */
async function alternate(ways: Readonly<Record<string, () => number>>): Promise<ReadonlyMap<string, number>> {
  const spent = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  let seen = 0;
  for (let round = -2; round < ROUNDS; round += 1)
    for (const [name, run] of Object.entries(ways)) {
      const ms = await cpuMs(() => {
        seen += run();
      });
      if (round >= 0) spent.get(name)?.push(ms);
    }
  if (seen === 0) throw new Error('nothing was found in any text');
  return new Map([...spent].map(([name, ms]) => [name, median(ms)]));
}

async function showSpeed(): Promise<void> {
  const times = await alternate({
    whole: () => items.reduce((sum, item) => sum + tagItem(tagger, item).length, 0),
    stem: () => rows.reduce((sum, row) => sum + lookUp(row), 0),
    walk: () => items.reduce((sum, item) => sum + (walk(tagger, item) & 1), 0),
  });
  const line = (label: string, name: string): number => {
    const ms = times.get(name) ?? 0;
    console.log(
      `${label.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms CPU ${(bytes / 1000 / ms).toFixed(1).padStart(7)} MB/s`,
    );
    return ms;
  };
  const whole = line('tags with evidence', 'whole');
  const stem = line('tokenise, stem, look up', 'stem');
  const bare = line('bare walk through the dense tables', 'walk');
  console.log(
    `${(stem / whole).toFixed(2)} times tokenise-stem-lookup, ${(bare / whole).toFixed(3)} of the bare walk`,
  );
}

async function showGrowth(): Promise<void> {
  const taggers = [FEW_TERMS, MANY_TERMS].map((count) =>
    compileTagger(buildTopics(count), { languages: LANGUAGES, places: [] }),
  );
  const [few, many] = taggers.map(
    (each) => () => items.reduce((sum, item) => sum + tagItem(each, item).length, 0),
  );
  if (few === undefined || many === undefined) throw new Error('unreachable');
  const times = await alternate({ few, many });
  const [fewMs, manyMs] = [times.get('few') ?? 0, times.get('many') ?? 0];
  console.log(
    `${FEW_TERMS} terms ${fewMs.toFixed(1)} ms, ${MANY_TERMS} terms ${manyMs.toFixed(1)} ms: ${(manyMs / fewMs).toFixed(2)} times the cost a text`,
  );
}

/** Topics of words that the texts themselves hold, evenly over the languages, and of made-up ones where they run out. */
function buildTopics(count: number): readonly TopicRule[] {
  const perTopic = 100;
  const terms = new Map(LANGUAGES.map((language) => [language, toTerms(language, count / LANGUAGES.length)]));
  return Array.from({ length: count / LANGUAGES.length / perTopic }, (_, index) => {
    const any = Object.fromEntries(
      [...terms].map(([language, list]) => [language, list.slice(index * perTopic, (index + 1) * perTopic)]),
    );
    const { topic, problems } = parseTopic({
      ...{ id: `t${index}`, label: { en: `T${index}` }, min_score: 2, any },
    });
    if (topic === undefined) throw new Error(JSON.stringify(problems));
    return topic;
  });
}

/** One word in five is of the texts, rarest first, as topic words are; the others resemble them but are not there. */
function toTerms(language: Language, count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows.filter((each) => each.language === language))
    for (const word of `${row.title} ${row.text}`.toLowerCase().match(/\p{L}{5,}/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
  return Array.from({ length: count }, (_, index) => {
    const word = words[index % words.length] ?? 'word';
    if (index % 5 === 0) return word;
    const other = words[(index * 7 + 3) % words.length] ?? 'other';
    return `${word.slice(0, 4)}${other.slice(1, 5)}${index.toString(36)}`;
  });
}
