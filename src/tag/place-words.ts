import type { Language } from '../model.ts';
import type { Guard, PlaceRule } from './place-rule.ts';
import { parseTerm } from './term.ts';

/** What a country's or body's own name is worth; the threshold of a place is 1, so one mention is enough. */
const NAME_WEIGHT = 1;
/** A city, a seat of power or a leader: enough in the title or the lead, or when named twice. */
const SEAT_WEIGHT = 0.7;
/** An adjective or a people: "Ukrainian grain" in passing is not about Ukraine; in the lead twice it is. */
const ADJECTIVE_WEIGHT = 0.35;

type PlaceTerms = PlaceRule['terms'][Language];

const parsePlaceTerm = (written: string, language: Language, weight: number): PlaceTerms => {
  const text = written.replaceAll('"', '').trim();
  if (text === '') return [];
  const match = /^(.*?)(\?{0,2})((?:\^0)?)$/u.exec(text);
  const body = match?.[1] ?? '';
  const guard: Guard = match?.[2] === '?' ? 'name' : match?.[2] === '??' ? 'inside' : 'none';
  const capital = body !== body.toLowerCase() && !body.endsWith('!') ? '!' : '';
  const result = parseTerm(`${body}${capital}^${match?.[3] === '^0' ? 0 : weight}`, language);
  if (result.kind === 'bad')
    throw new Error(`place name "${written}" (${language}): expected ${result.expected}`);
  return [{ guard, term: { ...result.term, written: body } }];
};

/**
 * Reads `names | seats | adjectives`, each parted by commas (inside "…" a comma is part of the name). A name with a
 * capital must have it in the text; `?` marks one that people bear, `??` one that is a common word, `^0` one that is
 * no such place and hides the shorter ones it covers. Throws on a mistake: the words are ours.
 */
export const parsePlaceWords = (line: string, language: Language): PlaceTerms => {
  const [names = '', seats = '', adjectives = ''] = line.split('|');
  const split = (part: string): readonly string[] => part.match(/(?:[^,"]|"[^"]*")+/gu) ?? [];
  return [
    ...split(names).flatMap((name) => parsePlaceTerm(name, language, NAME_WEIGHT)),
    ...split(seats).flatMap((name) => parsePlaceTerm(name, language, SEAT_WEIGHT)),
    ...split(adjectives).flatMap((name) => parsePlaceTerm(name, language, ADJECTIVE_WEIGHT)),
  ];
};
