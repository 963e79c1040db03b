import type { Failure } from '../model.ts';
import type { Block, Outline } from './blocks.ts';
import type { Body } from './body.ts';
import { firstMeta, type Head } from './head.ts';

/** Text shorter than this is no article; the shortest among 193 news articles has 310 characters. */
const LEAST_CHARS = 80;
/** Text shorter than this needs a page that calls itself an article. */
const LEAST_UNSTATED_CHARS = 200;

const CONSENT =
  /\b(?:we (?:and our (?:\d+ )?partners|use cookies|value your privacy)|accept all|manage (?:cookies|consent|preferences)|your privacy choices|consent|cookies? (?:policy|settings)|zustimm|einwilligung|akzeptieren|accepter et|consentement|aceptar|файли cookie|файлы cookie)\b/giu;
const SCRIPT_ONLY =
  /\b(?:enable javascript|javascript (?:is )?(?:disabled|required)|turn on javascript|requires javascript|activ\w+ javascript|checking your browser|verify (?:that )?you are (?:a )?human|are you a robot)\b/iu;
const NOT_FOUND =
  /^(?:404|not found|page not found|error 404|seite nicht gefunden|page introuvable|página no encontrada|сторінк\p{L}* не знайдено|страниц\p{L}* не найдена|səhifə tapılmadı)/iu;

const countChars = (blocks: readonly Block[], count: (block: Block) => number): number =>
  blocks.reduce((sum, block) => sum + count(block), 0);

const fail = (detail: string): Failure => ({ kind: 'failed', failure: 'no-article', detail });

const isStatedArticle = (head: Head): boolean =>
  head.article !== undefined ||
  head.metas.has('article:published_time') ||
  firstMeta(head, 'og:type')?.toLowerCase() === 'article';

/** Why this text is no article, or undefined where it is one. */
export const toFailure = (body: Body, outline: Outline, head: Head, text: string): Failure | undefined => {
  const { length } = text;
  const stated = isStatedArticle(head);
  const page = outline.blocks
    .map((block) => block.text)
    .join(' ')
    .slice(0, 4_000);
  if (outline.blocks.length === 0) return fail('a page without text: perhaps all of it comes by script');
  if (NOT_FOUND.test(head.title ?? '') || (NOT_FOUND.test(page) && length < 600))
    return fail(`an error page served as a page: "${(head.title ?? page).slice(0, 80)}"`);
  const consent = text.match(CONSENT)?.length ?? 0;
  if (consent >= 2 && consent * 250 > length) return fail('a consent wall: the text speaks of cookies only');
  if (SCRIPT_ONLY.test(page) && length < 600) return fail('a page that needs JavaScript');
  if (length < LEAST_CHARS) return fail(`no article: ${length} characters of text found`);
  if (stated) return undefined;
  if (length < LEAST_UNSTATED_CHARS) return fail(`no article: only ${length} characters of text found`);
  const linked = countChars(body.blocks, (block) => block.linkChars) / Math.max(1, length);
  const prose = countChars(body.blocks, (block) =>
    block.text.length >= 100 && block.linkChars < 0.5 * block.text.length ? block.text.length : 0,
  );
  if (linked > 0.5) return fail('a list of links, no article');
  if (prose < 0.25 * length && prose < 600 && body.confidence < 0.8)
    return fail('a list of headlines, no article');
  return undefined;
};
