import type { Problem } from '../model.ts';
import { checkTopics, type TopicProblem } from '../tag/check.ts';
import { parseTopic, type TopicRule } from '../tag/topic.ts';
import type { ConfigDocument } from './document.ts';
import { suggestNearest } from './nearest.ts';
import { type ConfigProblem, locateProblem } from './problems.ts';

/** The topics of a config folder, in the order of their files' names. */
export interface ReadTopics {
  readonly topics: readonly TopicRule[];
  /** The same as they were written. */
  readonly sources: readonly unknown[];
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** Reads topics/*.yaml, each by itself and then together. */
export const readTopics = (documents: readonly ConfigDocument[]): ReadTopics => {
  const read = documents.map((document) => ({ document, parsed: parseTopicFile(document) }));
  const topics = read.flatMap(({ parsed }) => (parsed.topic === undefined ? [] : [parsed.topic]));
  const mistakes = read.flatMap(({ document, parsed }) => locateAll(parsed.problems, document));
  // A topic that could not be read is no reason to say that its children lack a parent.
  const between = mistakes.length > 0 ? [] : checkTopics(topics);
  return {
    topics,
    sources: documents.map(({ value }) => value),
    problems: [
      ...mistakes,
      ...read.flatMap(({ document }) => locateAll(problemsOf(between, document), document)),
    ],
    warnings: read.flatMap(({ document, parsed }) => locateAll(parsed.warnings, document)),
  };
};

/** Rules for feeds that are not followed: allowed, since a feed may be taken out for a while, but they never match. */
export const findUnknownFeeds = (
  documents: readonly ConfigDocument[],
  { topics }: ReadTopics,
  feeds: readonly { readonly id: string }[],
): readonly ConfigProblem[] => {
  const ids = feeds.map(({ id }) => id);
  return documents.flatMap((document) => {
    const named = topics.find(({ id }) => id === toTopicName(document))?.feeds ?? [];
    return named.flatMap((feed, index) =>
      ids.includes(feed)
        ? []
        : [
            locateProblem(
              {
                path: ['feeds', index],
                value: feed,
                expected: `the id of a feed that is followed${suggestNearest(feed, ids)}`,
              },
              document.file,
              document.lineOf,
            ),
          ],
    );
  });
};

/** Reads the topics of a revision, where they stand in a list. */
export const readTopicValues = (
  values: readonly unknown[],
): { readonly topics: readonly TopicRule[]; readonly problems: readonly Problem[] } => {
  const parsed = values.map(parseTopic);
  const topics = parsed.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));
  const mistakes = parsed.flatMap(({ problems }, index) =>
    problems.map((problem) => ({ ...problem, path: ['topics', index, ...problem.path] })),
  );
  return { topics, problems: mistakes.length > 0 ? mistakes : checkTopics(topics) };
};

const parseTopicFile = (document: ConfigDocument): ReturnType<typeof parseTopic> => {
  const parsed = parseTopic(document.value);
  const name = toTopicName(document);
  if (parsed.topic === undefined || parsed.topic.id === name) return parsed;
  const problem = {
    path: ['id'],
    value: parsed.topic.id,
    expected: `the file's name, ${JSON.stringify(name)}`,
  };
  return { ...parsed, topic: undefined, problems: [problem] };
};

/** The topic id that a file's name stands for. */
export const toTopicName = ({ file }: ConfigDocument): string =>
  file
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.yaml$/, '') ?? '';

const problemsOf = (problems: readonly TopicProblem[], document: ConfigDocument): readonly Problem[] =>
  problems.filter(({ topic }) => topic === toTopicName(document));

const locateAll = (problems: readonly Problem[], document: ConfigDocument): readonly ConfigProblem[] =>
  problems.map((problem) => locateProblem(problem, document.file, document.lineOf));
