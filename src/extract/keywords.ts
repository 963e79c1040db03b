import { foldText, foldWords } from './fold.ts';
import { firstMeta, type Head } from './head.ts';

// A longer one is a sentence, more are a dictionary for search engines.
const MAX_KEYWORD_CHARS = 80;
const MAX_KEYWORDS = 30;
/** Text beyond this adds no subject. */
const MAX_TEXT_CHARS = 20_000;

/** Lists that an editor makes for the article, before the one that is often made for the site. */
const EDITED = ['article:tag', 'news_keywords', 'parsely-tags', 'sailthru.tags', 'cxenseparse:keywords'];

/** A word without its ending, so that an inflected form is found too: the first letters, four at least. */
const toStem = (word: string): string => word.slice(0, Math.max(4, word.length - 2));

/** Tells whether a keyword's words are spoken of in the article: the longest of them, or all of short ones. */
const buildIsSpokenOf = (texts: readonly (string | undefined)[]): ((keyword: string) => boolean) => {
  const all = ` ${foldWords(texts.join(' ').slice(0, MAX_TEXT_CHARS))} `;
  return (keyword) => {
    const words = foldWords(keyword)
      .split(' ')
      .filter((word) => word !== '');
    const long = words.filter((word) => word.length >= 4);
    return long.length > 0
      ? long.some((word) => all.includes(` ${toStem(word)}`))
      : words.length > 0 && words.every((word) => all.includes(` ${word} `));
  };
};

const toList = (texts: readonly string[]): readonly string[] => [
  ...new Set(
    texts
      .flatMap((text) => text.split(/[,;،、]/))
      .map((text) => text.replace(/^[\s#]+|\s+$/g, ''))
      .filter((text) => text !== '' && text.length <= MAX_KEYWORD_CHARS),
  ),
];

/**
 * The keywords of the article itself. A list most of which the article does not speak of is that of the site, a strip
 * of what is trending: of it, as of `<meta name="keywords">` always, only what title or text speaks of is taken.
 */
export const toKeywords = (head: Head, title: string | undefined, text: string): readonly string[] => {
  const stated = head.article?.keywords ?? [];
  const edited = [stated, ...EDITED.map((name) => head.metas.get(name) ?? [])]
    .map(toList)
    .find((list) => list.length > 0);
  const list = edited ?? toList(head.metas.get('keywords') ?? []);
  if (list.length === 0) return [];
  const isSpokenOf = buildIsSpokenOf([title, firstMeta(head, 'og:description', 'description'), text]);
  const house = foldText(firstMeta(head, 'og:site_name') ?? head.article?.publisher ?? '');
  const spoken = list.filter((keyword) => isSpokenOf(keyword) && foldText(keyword) !== house);
  const isOwn = edited !== undefined && spoken.length * 2 >= list.length;
  return (isOwn ? list : spoken).slice(0, MAX_KEYWORDS);
};
