import type { Language, Taggable } from '../model.ts';
import { toComposed } from '../text/words.ts';
import type { Automaton } from './automaton.ts';
import type { Tagger } from './compile.ts';
import { scan } from './matcher.ts';
import type { TextField } from './reading.ts';

/** What the terms of one language found in one field. */
export interface Finds {
  readonly language: Language;
  readonly automaton: Automaton;
  readonly field: TextField;
  /** The field in composed form, in which the finds' places are. */
  readonly text: string;
  /** Original offset of each unit of the composed form; absent where the two are the same. */
  readonly offsets: Int32Array | undefined;
  /** Of `scan`: a find's term, start and end, three numbers each. */
  readonly found: readonly number[];
}

const findIn = (automaton: Automaton, language: Language, field: TextField, original: string): Finds => {
  const found = scan(automaton, original, 'heed-odd');
  if (found !== undefined) return { language, automaton, field, text: original, offsets: undefined, found };
  const { text, offsets } = toComposed(original);
  return { language, automaton, field, text, offsets, found: scan(automaton, text, 'whole') ?? [] };
};

/** The languages whose words a text is searched for: its own, or for `und` all that its script allows. */
const toLanguages = (tagger: Tagger, { language, title, text }: Taggable): readonly Language[] => {
  if (language !== 'und') return [language];
  const isCyrillic = /\p{Script=Cyrillic}/u.test(`${title} ${text.slice(0, 500)}`);
  return tagger.languages.filter((each) => (each === 'ru' || each === 'uk') === isCyrillic);
};

/** What the terms of all rules find in title and text, before capitals and guards are looked at. */
export const findTerms = (tagger: Tagger, input: Taggable): readonly Finds[] => {
  const finds: Finds[] = [];
  for (const language of toLanguages(tagger, input)) {
    const automaton = tagger.automata.get(language);
    if (automaton === undefined) continue;
    finds.push(findIn(automaton, language, 'title', input.title));
    finds.push(findIn(automaton, language, 'text', input.text));
  }
  return finds;
};
