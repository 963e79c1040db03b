import type { Problem } from '../model.ts';
import { isPlaceTag } from './places.ts';
import { hasPoints, type TopicRule } from './topic.ts';

/** A problem of one topic among the others. */
export interface TopicProblem extends Problem {
  readonly topic: string;
}

/** The tags whose outcome a topic's depends on: those it requires, and its children's. */
const dependencies = (topic: TopicRule, topics: readonly TopicRule[]): readonly string[] => [
  ...topic.all.flatMap((each) => (each.kind === 'tag' ? [each.tag] : [])),
  ...topics.filter((each) => each.parent === topic.id).map((each) => each.id),
];

const findCycle = (start: TopicRule, topics: readonly TopicRule[]): readonly string[] | undefined => {
  const walk = (topic: TopicRule, trail: readonly string[]): readonly string[] | undefined => {
    for (const next of dependencies(topic, topics)) {
      if (next === String(start.id)) return [...trail, next];
      const found = topics.find((each) => String(each.id) === next);
      if (found === undefined || trail.includes(next)) continue;
      const cycle = walk(found, [...trail, next]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  return walk(start, [start.id]);
};

/** What is wrong between topics: an id twice, a parent or required topic that is not there, a cycle, no way to match. */
export const checkTopics = (topics: readonly TopicRule[]): readonly TopicProblem[] => {
  const problems: TopicProblem[] = [];
  const ids = new Set<string>(topics.map((topic) => topic.id));
  for (const [index, topic] of topics.entries()) {
    const report = (path: Problem['path'], value: unknown, expected: string): void => {
      problems.push({ topic: topic.id, path, value, expected });
    };
    if (topics.findIndex((each) => each.id === topic.id) !== index)
      report(['id'], topic.id, 'an id no other topic has');
    if (topic.parent !== undefined && !ids.has(topic.parent))
      report(['parent'], topic.parent, 'the id of a topic');
    for (const [at, requirement] of topic.all.entries()) {
      if (requirement.kind === 'terms') continue;
      const { tag } = requirement;
      if (tag.includes(':') && !isPlaceTag(tag))
        report(['all', at], tag, 'a country of ISO 3166-1 such as place:UA, or a body that is shipped');
      else if (!tag.includes(':') && !ids.has(tag)) report(['all', at], `topic:${tag}`, 'the id of a topic');
    }
    const cycle = findCycle(topic, topics);
    if (cycle !== undefined) {
      report(
        topic.all.length > 0 ? ['all'] : ['parent'],
        cycle.join(' > '),
        'no cycle of topics that need each other',
      );
    }
    if (!hasPoints(topic) && !topics.some((each) => each.parent === topic.id)) {
      report(
        [],
        topic.id,
        'any, near, regex or categories: without them, or a topic below it, it can never match',
      );
    }
  }
  return problems;
};
