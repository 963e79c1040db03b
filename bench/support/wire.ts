import type { Config } from '../../src/config/config.ts';
import type { Tag } from '../../src/model.ts';
import { type Row, readLines } from './labelled.ts';

/** A wire item of our own writing: `topics` are wanted (their parents too), `near` is neither right nor wrong. */
export interface WireRow extends Row {
  readonly topics: readonly string[];
  readonly near?: readonly string[];
}

/** One topic in one language. */
export interface TopicScore {
  readonly topic: string;
  readonly hits: number;
  readonly said: number;
  readonly wanted: number;
}

export interface WireScore {
  readonly language: string;
  readonly rows: number;
  readonly topics: readonly TopicScore[];
  /** Means over the topics: of those said at all, and of those wanted at all. */
  readonly precision: number;
  readonly recall: number;
}

/** An item and a topic on which label and rule differ. */
export interface Miss {
  readonly kind: 'not-wanted' | 'not-found';
  readonly topic: string;
  readonly row: WireRow;
  readonly tag: Tag | undefined;
}

/** The wire test's items of some languages. */
export const readWire = (directory: string, languages: readonly string[]): readonly WireRow[] =>
  languages.flatMap((language) =>
    readLines<Omit<WireRow, 'set'>>(`${directory}/${language}.jsonl`).map((row) => ({
      ...row,
      set: `wire:${language}`,
    })),
  );

/** A topic and all above it: who follows politics wants the elections. */
const buildWithParents = (config: Config): ((ids: readonly string[]) => ReadonlySet<string>) => {
  const parents = new Map<string, string | undefined>(config.topics.map(({ id, parent }) => [id, parent]));
  return (ids) => {
    const all = new Set<string>();
    for (const id of ids)
      for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) all.add(at);
    return all;
  };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Precision and recall of each topic in one language's items, and where label and rule differ. */
export function scoreWire(
  rows: readonly WireRow[],
  config: Config,
  tagRow: (row: Row) => readonly Tag[],
): { readonly score: WireScore; readonly misses: readonly Miss[] } {
  const withParents = buildWithParents(config);
  const misses: Miss[] = [];
  const tally = new Map(config.topics.map(({ id }) => [String(id), { hits: 0, said: 0, wanted: 0 }]));
  for (const row of rows) {
    const wanted = withParents(row.topics);
    const near = withParents(row.near ?? []);
    const tags = new Map(tagRow(row).map((tag) => [String(tag.tag), tag]));
    for (const [topic, counts] of tally) {
      const tag = tags.get(topic);
      const isWanted = wanted.has(topic);
      if (!isWanted && near.has(topic)) continue;
      if (isWanted) counts.wanted += 1;
      if (tag !== undefined) counts.said += 1;
      if (isWanted && tag !== undefined) counts.hits += 1;
      else if (isWanted) misses.push({ kind: 'not-found', topic, row, tag });
      else if (tag !== undefined) misses.push({ kind: 'not-wanted', topic, row, tag });
    }
  }
  const topics = [...tally].map(([topic, counts]) => ({ topic, ...counts }));
  return {
    score: {
      ...{ language: rows[0]?.language ?? '', rows: rows.length, topics },
      precision: mean(topics.filter(({ said }) => said > 0).map(({ hits, said }) => hits / said)),
      recall: mean(topics.filter(({ wanted }) => wanted > 0).map(({ hits, wanted }) => hits / wanted)),
    },
    misses,
  };
}
