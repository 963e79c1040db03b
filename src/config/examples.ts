import type { Problem } from '../model.ts';
import { compileTagger } from '../tag/compile.ts';
import { checkExamples } from '../tag/examples.ts';
import type { Config } from './config.ts';
import type { ConfigDocument } from './document.ts';
import { type ConfigProblem, locateProblem } from './problems.ts';
import { isRecord } from './shape.ts';
import { toTopicName } from './topics.ts';

/** The examples of topic files that the rules, all compiled together, do not treat as the files say. */
export const findFailingExamples = (
  { topics, settings }: Config,
  topicFiles: readonly ConfigDocument[],
): readonly ConfigProblem[] => {
  const tagger = compileTagger(topics, { languages: settings.languages });
  return topics.flatMap((topic) => {
    const document = topicFiles.find((each) => toTopicName(each) === topic.id);
    return checkExamples(tagger, topic).map((problem) =>
      locateProblem(
        { ...problem, path: findExample(document?.value, problem) },
        document?.file ?? topic.id,
        (path) => document?.lineOf(path),
      ),
    );
  });
};

/** The path of an example with its place in the list, found by its text. */
const findExample = (topic: unknown, { path, value }: Problem): Problem['path'] => {
  const [examples, list, language, ...rest] = path;
  if (typeof list !== 'string' || typeof language !== 'string' || rest.length > 0) return path;
  const all = isRecord(topic) ? topic['examples'] : undefined;
  const entries = isRecord(all) ? all[list] : undefined;
  if (!Array.isArray(entries) || examples === undefined) return path;
  const index = entries.findIndex((entry) => isRecord(entry) && entry[language] === value);
  return index < 0 ? path : [examples, list, index, language];
};
