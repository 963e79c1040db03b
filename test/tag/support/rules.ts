import type { Language, Tag, Taggable } from '../../../src/model.ts';
import { compileTagger, type Tagger } from '../../../src/tag/compile.ts';
import { tagItem } from '../../../src/tag/tag.ts';
import { parseTopic, type TopicRule } from '../../../src/tag/topic.ts';

/** A topic that must be right. */
export const toTopic = (value: Readonly<Record<string, unknown>>): TopicRule => {
  const { topic, problems } = parseTopic({ label: { en: 'Test' }, min_score: 1, ...value });
  if (topic === undefined) throw new Error(JSON.stringify(problems));
  return topic;
};

/** A tagger of topics alone, in four languages. */
export const toTagger = (...values: readonly Readonly<Record<string, unknown>>[]): Tagger =>
  compileTagger(values.map(toTopic), { languages: ['az', 'uk', 'ru', 'en'], places: [] });

/** An item with nothing but what is given. */
export const toItem = (item: Partial<Taggable>): Taggable => ({
  language: 'en',
  title: '',
  text: '',
  categories: [],
  url: undefined,
  feeds: [],
  ...item,
});

/** What one rule of `any` terms finds in a text, as the pieces of text. */
export const findTerms = (language: Language, terms: readonly string[], text: string): readonly string[] => {
  const tagger = toTagger({ id: 'test', min_score: 0.1, any: { [language]: terms } });
  return tagItem(tagger, toItem({ language, text })).flatMap((tag) => tag.evidence.map((each) => each.text));
};

/** The ids of tags. */
export const toIds = (tags: readonly Tag[]): readonly string[] => tags.map((tag) => tag.tag);
