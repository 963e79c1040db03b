import type { WrittenTerm } from '../model.ts';
import type { Term } from './term.ts';
import type { TopicRule } from './topic.ts';

/** A near rule as evidence names it. */
export const writeNear = (within: number, entries: readonly (readonly Term[])[]): string =>
  `near ${within}: ${entries.map((entry) => entry.map((term) => term.written).join('|')).join(' + ')}`;

/** What can bring a topic points of its own in each language, as evidence names it; a regex, of no language, is left out. */
export const listWrittenTerms = (topic: TopicRule): readonly WrittenTerm[] => [
  ...Object.entries(topic.any).flatMap(([language, terms]) =>
    terms.filter(({ weight }) => weight > 0).map(({ written }) => ({ language, term: written })),
  ),
  ...topic.near.flatMap(({ within, terms }) =>
    Object.entries(terms).map(([language, entries]) => ({ language, term: writeNear(within, entries) })),
  ),
];
