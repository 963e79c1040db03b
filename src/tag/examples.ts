import type { Problem, Taggable } from '../model.ts';
import type { Tagger } from './compile.ts';
import { tagItem } from './tag.ts';
import type { TopicRule } from './topic.ts';
import type { Example } from './topic-terms.ts';

const toTaggable = (example: Example, topic: TopicRule): Taggable => {
  const [title = '', ...rest] = example.text.split('\n');
  return {
    language: example.language,
    title,
    text: rest.join('\n').trim(),
    categories: [],
    url: topic.url[0],
    feeds: topic.feeds.slice(0, 1),
  };
};

/** A problem for each example that the topic, among all others of the tagger, does not treat as its file says. */
export const checkExamples = (tagger: Tagger, topic: TopicRule): readonly Problem[] => {
  const problems: Problem[] = [];
  const check = (examples: readonly Example[], list: 'match' | 'no_match', wanted: boolean): void => {
    for (const example of examples) {
      if (!tagger.languages.includes(example.language)) continue;
      const tag = tagItem(tagger, toTaggable(example, topic)).find((each) => each.tag === String(topic.id));
      if ((tag !== undefined) === wanted) continue;
      const why = tag?.evidence.map((each) => each.text).join(', ') ?? '';
      const expected = wanted
        ? `a text that topic ${topic.id} matches`
        : `a text that topic ${topic.id} does not match (found: ${why})`;
      problems.push({ path: ['examples', list, example.language], value: example.text, expected });
    }
  };
  check(topic.examples.match, 'match', true);
  check(topic.examples.noMatch, 'no_match', false);
  return problems;
};
