import { buildRandom } from '../../test/support/random.ts';

/** An article as the bench's store is filled from it. */
export interface InventedArticle {
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly html: string;
  readonly tags: readonly InventedTag[];
}

export interface InventedTag {
  readonly tag: string;
  readonly score: number;
  readonly evidence: readonly object[];
}

/** Syllables that each language's invented words are made of. */
const SYLLABLES: Readonly<Record<string, readonly string[]>> = {
  az: 'ba qa lı man də şə hər nə ti ki yo lu əs gü sar mə cə fi ra xan öz tə'.split(' '),
  uk: 'ка по ри ві на ськ ого жи ле ма тор ува ї би сто щи рі не'.split(' '),
  ru: 'ка по ры ве на ск ого жи ле ма тор ова е бы сто щи ре не'.split(' '),
  en: 'con ter min al port re act or ship ment trade coun cil ing ed na tion er ly'.split(' '),
};
const VOCABULARY = 12_000;
/** Words said in about a third of the articles, and by nobody but the few items that are given it. */
export const COMMON_WORD = 'harbour';
export const RARE_WORD = 'zanzibarium';

/** So many articles in four languages, of words and tags by Zipf's law, the same ones each time. */
export function inventArticles(count: number, tags: readonly string[]): readonly InventedArticle[] {
  const random = buildRandom(97);
  const vocabularies = new Map(
    Object.entries(SYLLABLES).map(([language, syllables]) => [language, inventWords(syllables, random)]),
  );
  const languages = [...vocabularies.keys()];
  return Array.from({ length: count }, (_, index) => {
    const language = languages[index % languages.length] ?? 'en';
    return inventArticle(language, vocabularies.get(language) ?? [], tags, random);
  });
}

const inventWords = (syllables: readonly string[], random: () => number): readonly string[] =>
  Array.from({ length: VOCABULARY }, (_, rank) =>
    Array.from({ length: rank < 60 ? 1 : 2 + Math.floor(random() * 3) }, () => pick(syllables, random)).join(
      '',
    ),
  );

const pick = <T>(list: readonly T[], random: () => number): T => {
  const value = list[Math.floor(random() * list.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

/** The value whose rank in the list is drawn by Zipf's law with exponent 1. */
const pickZipf = <T>(list: readonly T[], random: () => number): T | undefined =>
  list[Math.floor(list.length ** random()) - 1];

function inventArticle(
  language: string,
  words: readonly string[],
  tags: readonly string[],
  random: () => number,
): InventedArticle {
  const say = (length: number): string =>
    Array.from({ length }, () => pickZipf(words, random) ?? '').join(' ');
  const sentence = (): string => `${say(8 + Math.floor(random() * 14))}.`;
  const common = random() < 0.33 ? `${COMMON_WORD} ` : '';
  const title = `${common}${say(6 + Math.floor(random() * 5))}`;
  // Half of news are short; the mean is some 2,000 characters.
  const length = 3 + Math.floor(random() ** 2 * 18);
  const paragraphs = Array.from({ length }, () => `${sentence()} ${sentence()}`);
  const text = paragraphs.join('\n\n');
  return {
    ...{ language, title, text },
    summary: `<p>${sentence()} ${sentence()}</p>`,
    html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join(''),
    tags: inventTags(title, text, tags, random),
  };
}

/** Several tags an article, few of which most articles share. */
function inventTags(
  title: string,
  text: string,
  tags: readonly string[],
  random: () => number,
): readonly InventedTag[] {
  const wanted = Math.floor(random() * 7);
  const chosen = new Set(Array.from({ length: wanted }, () => pickZipf(tags, random) ?? pick(tags, random)));
  const evidence = (field: 'title' | 'text', said: string, start: number) => ({
    ...{ rule: 'word~', field, start, end: start + 6, text: said.slice(start, start + 6) },
    weight: field === 'title' ? 6 : 2,
  });
  return [...chosen].map((tag) => ({
    tag,
    score: 1 + random() * 3,
    evidence: [
      evidence('title', title, 0),
      evidence('text', text, Math.floor(random() * 200)),
      evidence('text', text, 200 + Math.floor(random() * 100)),
    ],
  }));
}
