import { readFileSync } from 'node:fs';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problems.ts';
import type { Language, Tag } from '../../src/model.ts';
import { compileTagger, type Tagger } from '../../src/tag/compile.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { buildLanguageDetector } from '../../src/text/language.ts';

/** A labelled text: what a tagger is to be told of, besides its labels. */
export interface Row {
  readonly id: string;
  readonly set: string;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
}

/** The lines of an NDJSON file, taken for what the caller says they are: the files are ours to choose. */
export const readLines = <T>(file: string): readonly T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): T => JSON.parse(line));

/** The shipped config, or that of another folder; throws with its mistakes. */
export async function readConfig(directory = 'config'): Promise<Config> {
  const loaded = await loadConfig(directory, {});
  if (loaded.kind === 'refused') throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.config;
}

/** A tagger by a config's topics and the shipped places. */
export const buildTagger = ({ topics, settings }: Config): Tagger =>
  compileTagger(topics, { languages: settings.languages });

/** Tags a row as the read pass would, its language found as that of a feed which states it. */
export const buildTagRow = (config: Config): ((row: Row) => readonly Tag[]) => {
  const tagger = buildTagger(config);
  const detect = buildLanguageDetector(config.settings.languages);
  return ({ language, title, text }) =>
    tagItem(tagger, {
      ...{ title, text, categories: [], url: undefined, feeds: [] },
      language: detect({ stated: language, title, text }),
    });
};

/** Numbers as a table's cell. */
export const toCell = (value: number | undefined, digits = 3): string =>
  (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits)).padStart(7);
