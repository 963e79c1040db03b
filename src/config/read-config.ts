import type { Problem } from '../model.ts';
import type { Config } from './config.ts';
import { type ConfigDocument, readDocument } from './document.ts';
import { type Environment, readSettings } from './environment.ts';
import { findMissingVariables } from './feed-options.ts';
import { findUnknownPublishers, readFeeds } from './feeds.ts';
import type { ConfigFile } from './files.ts';
import { type ConfigProblem, locateProblem } from './problems.ts';
import { readPublishers } from './publishers.ts';
import { findUnknownReferences, readSearches } from './searches.ts';
import { findUnknownFeeds, readTopics } from './topics.ts';

/** The config, or all that is wrong with it, sorted by file and line; warnings stop nothing. */
export type ReadConfig =
  | {
      readonly kind: 'loaded';
      readonly config: Config;
      readonly warnings: readonly ConfigProblem[];
      /** The topic files, for the lines of what is found by running the rules. */
      readonly topicFiles: readonly ConfigDocument[];
    }
  | {
      readonly kind: 'refused';
      readonly problems: readonly ConfigProblem[];
      readonly warnings: readonly ConfigProblem[];
    };

const FEEDS = 'feeds.yaml';
const PUBLISHERS = 'publishers.yaml';
const SEARCHES = 'searches.yaml';
const SETTINGS = 'settings.yaml';
const NAMES: readonly string[] = [FEEDS, PUBLISHERS, SEARCHES, SETTINGS];
const TOPIC_FILE = /^topics\/[^/]+\.yaml$/;

/** Reads the files of a config folder together; `feedsFile` is where feeds.yaml is missed if it is not among them. */
export const readConfig = (files: readonly ConfigFile[], feedsFile: string, env: Environment): ReadConfig => {
  const folder = openFiles(files, feedsFile);
  const settings = readSettings(folder.documents.get(SETTINGS), env);
  const parts = readParts(folder, env);
  const problems = [...folder.problems, ...settings.problems, ...parts.problems].sort(byPlace);
  const warnings = [...folder.warnings, ...settings.warnings, ...parts.warnings].sort(byPlace);
  if (settings.settings === undefined || problems.length > 0) return { kind: 'refused', problems, warnings };
  const config = { ...parts.config, settings: settings.settings };
  return { kind: 'loaded', config, warnings, topicFiles: listTopicFiles(folder) };
};

interface Folder {
  readonly documents: ReadonlyMap<string, ConfigDocument>;
  /** Names of the files that cannot be opened; what they hold is unknown. */
  readonly refused: readonly string[];
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

const openFiles = (files: readonly ConfigFile[], feedsFile: string): Folder => {
  const used = files.filter(({ name }) => NAMES.includes(name) || TOPIC_FILE.test(name));
  const opened = used.map((file) => ({ name: file.name, read: openFile(file) }));
  return {
    documents: new Map(
      opened.flatMap(({ name, read }) => (read.kind === 'read' ? [[name, read.document]] : [])),
    ),
    refused: opened.flatMap(({ name, read }) => (read.kind === 'refused' ? [name] : [])),
    problems: [
      ...opened.flatMap(({ read }) => (read.kind === 'refused' ? read.problems : [])),
      ...(used.some(({ name }) => name === FEEDS)
        ? []
        : [toFileProblem(feedsFile, 'this file, with "feeds:" and a list of URLs under it')]),
    ],
    warnings: files
      .filter((file) => !used.includes(file))
      .map(({ file }) =>
        toFileProblem(file, `one of ${NAMES.join(', ')} and topics/<id>.yaml: nothing reads this file`),
      ),
  };
};

const openFile = (file: ConfigFile): ReturnType<typeof readDocument> =>
  file.kind === 'read' ? readDocument(file.file, file.text) : { kind: 'refused', problems: [file.problem] };

const toFileProblem = (file: string, expected: string): ConfigProblem => ({
  file,
  line: undefined,
  path: '',
  value: undefined,
  expected,
});

interface Parts {
  readonly config: Omit<Config, 'settings'>;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

const listTopicFiles = ({ documents }: Folder): readonly ConfigDocument[] =>
  [...documents].flatMap(([name, document]) => (TOPIC_FILE.test(name) ? [document] : []));

const readParts = (folder: Folder, env: Environment): Parts => {
  const { documents, refused } = folder;
  const contentOf = (name: string): unknown => documents.get(name)?.value;
  // What cannot be opened has its problem already, and nothing more is to be said of it.
  const locate = (name: string, problems: readonly Problem[]): readonly ConfigProblem[] => {
    const document = documents.get(name);
    return document === undefined
      ? []
      : problems.map((problem) => locateProblem(problem, document.file, document.lineOf));
  };
  const topicFiles = listTopicFiles(folder);
  const topics = readTopics(topicFiles);
  const publishers = readPublishers(contentOf(PUBLISHERS));
  const feeds = readFeeds(contentOf(FEEDS), publishers.publishers);
  const searches = readSearches(contentOf(SEARCHES));
  const config = {
    feeds: feeds.feeds,
    publishers: feeds.publishers,
    topics: topics.topics,
    topicSources: topics.sources,
    searches: searches.entries.map(({ value }) => value),
  };
  // A reference into something that has mistakes itself would only repeat them.
  const publishersSound = publishers.problems.length === 0 && !refused.includes(PUBLISHERS);
  const allSound =
    publishersSound && refused.length === 0 && feeds.problems.length + topics.problems.length === 0;
  return {
    config,
    problems: [
      ...topics.problems,
      ...locate(PUBLISHERS, publishers.problems),
      ...locate(FEEDS, [
        ...feeds.problems,
        ...(publishersSound ? findUnknownPublishers(feeds, publishers.publishers) : []),
      ]),
      ...locate(SEARCHES, [
        ...searches.problems,
        ...(allSound ? findUnknownReferences(searches, config) : []),
      ]),
    ],
    warnings: [
      ...topics.warnings,
      ...findUnknownFeeds(topicFiles, topics, config.feeds),
      ...locate(FEEDS, findMissingVariables(feeds.stated, env)),
    ],
  };
};

const byPlace = (a: ConfigProblem, b: ConfigProblem): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0);
