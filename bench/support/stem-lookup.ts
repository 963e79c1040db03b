import snowball from 'snowball-stemmers';
import type { Language } from '../../src/model.ts';
import type { TopicRule } from '../../src/tag/topic.ts';
import { fold } from '../../src/text/words.ts';
import type { Row } from './labelled.ts';

/** The stemmer that is usual for a language or, where it has none, for its nearest relative that has. */
const STEMMERS: Readonly<Record<Language, string>> = {
  en: 'english',
  ru: 'russian',
  uk: 'russian',
  az: 'turkish',
};
const WORD = /[\p{L}\p{N}]+/gu;

/** The usual way to tag: words of the text by a regular expression, stemmed, and looked up word by word, phrases too. */
export function buildStemLookup(topics: readonly TopicRule[]): (row: Row) => number {
  const stemmers = new Map(
    Object.entries(STEMMERS).map(([language, name]) => [language, snowball.newStemmer(name)]),
  );
  const toStems = (text: string, language: Language): readonly string[] => {
    const stemmer = stemmers.get(language);
    const words = text.toLowerCase().match(WORD) ?? [];
    return stemmer === undefined ? words : words.map((word) => stemmer.stem(word));
  };
  // By language: stems of a term joined by spaces to the topics it speaks for; and how many words a term has at most.
  const tables = new Map<Language, Map<string, string[]>>();
  let longest = 1;
  for (const topic of topics)
    for (const [language, terms] of Object.entries(topic.any)) {
      const table = tables.get(language) ?? new Map<string, string[]>();
      tables.set(language, table);
      for (const term of terms) {
        const stems = toStems(fold(term.words.map(({ text }) => text).join(' '), language), language);
        longest = Math.max(longest, stems.length);
        table.set(stems.join(' '), [...(table.get(stems.join(' ')) ?? []), topic.id]);
      }
    }
  return ({ language, title, text }) => {
    const table = tables.get(language);
    const points = new Map<string, number>();
    for (const field of [title, text]) {
      const stems = toStems(field, language);
      for (let at = 0; at < stems.length; at += 1) {
        let key = '';
        for (let count = 0; count < longest && at + count < stems.length; count += 1) {
          key = count === 0 ? (stems[at] ?? '') : `${key} ${stems[at + count]}`;
          for (const topic of table?.get(key) ?? []) points.set(topic, (points.get(topic) ?? 0) + 1);
        }
      }
    }
    return points.size;
  };
}
