import type { Failure, FailureKind } from '../model.ts';
import { parseHttpUrl } from '../text/url.ts';
import type { Block, Outline } from './blocks.ts';
import type { Body } from './body.ts';
import { firstMeta, type Head } from './head.ts';

/** Text shorter than this is no article; the shortest among 193 news articles has 310 characters. */
const LEAST_CHARS = 80;
/** Text shorter than this needs a page that calls itself an article. */
const LEAST_UNSTATED_CHARS = 200;
/** Words of a wall or an error in a longer text than this are what the article speaks of. */
const MOST_WALL_CHARS = 600;
/** The walls seen had fewer than 2,000 characters, their lists of partners left out. */
const MOST_CONSENT_CHARS = 5_000;
/** A page with less text than this in all shows itself by script. */
const LEAST_PAGE_CHARS = 150;
/** This many pictures with hardly a word are a gallery. */
const LEAST_GALLERY = 5;

/** In a text in lower case. */
const CONSENT =
  /(?<![\p{L}\p{N}])(?:we (?:and our (?:\d+ )?partners|use cookies|value your privacy)|accept all|manage (?:cookies|consent|preferences)|your privacy choices|consent|cookies? (?:policy|settings)|zustimm\p{L}*|einwilligung|akzeptieren|accepter et|consentement|aceptar|(?:файли|файлы|файлів|файлов) cookie|прийняти всі|принять все|çərəz\p{L}*|kukilər\p{L}*)(?![\p{L}\p{N}])/gu;
const SCRIPT_ONLY =
  /(?<![\p{L}\p{N}])(?:enable javascript|javascript (?:is )?(?:disabled|required)|turn on javascript|requires javascript|activ\p{L}+ javascript|(?:увімкніть|включите) javascript|javascript-i aktiv\p{L}*|checking your browser|verify (?:that )?you are (?:a )?human|are you a robot)(?![\p{L}\p{N}])/iu;
const LOGIN =
  /(?<![\p{L}\p{N}])(?:(?:subscribe|log ?in|sign ?in|register|sign ?up|join) (?:now |free |today )?(?:to|and) (?:continue|read|keep|unlock|view|access|see)|(?:for|only for|exclusive to|available to) (?:our )?(?:subscribers|members)|already (?:a subscriber|a member|have an account)|subscribers? only|(?:увійдіть|зареєструйтеся|передплатіть|оформіть передплату)[^.]{0,40}(?:щоб|для)|лише для передплатників|(?:войдите|зарегистрируйтесь|подпишитесь|оформите подписку)[^.]{0,40}(?:чтобы|для)|(?:только|доступ\p{L}*) (?:для )?подписчик\p{L}*|oxumaq üçün (?:daxil ol|abunə)\p{L}*|yalnız abunəçilər\p{L}*|jetzt (?:anmelden|registrieren|abonnieren)|nur für abonnenten|réservé aux abonnés|abonnez-vous pour|solo (?:para )?suscriptores|suscríbete para|per gli abbonati)(?![\p{L}\p{N}])/iu;
const NOT_FOUND =
  /(?:^|[|–—:»-]\s*)(?:(?:error |ошибка |помилка |xəta )?404(?=$|\W)|not found|page not found|(?:this |the )?page (?:you[^.]{0,40} )?(?:does not exist|could not be found|cannot be found|no longer exists)|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata|сторінк\p{L}* не (?:знайдено|існує)|страниц\p{L}* не (?:найдена|существует)|səhifə tapılmadı|belə səhifə yoxdur|sayfa bulunamadı)/iu;

const LIST_TYPE = /^(?:CollectionPage|SearchResultsPage|ItemList)$/;
const MEDIA_TYPE = /^(?:VideoObject|ImageGallery|MediaGallery|Clip|BroadcastEvent)$/;

const countChars = (blocks: readonly Block[], count: (block: Block) => number): number =>
  blocks.reduce((sum, block) => sum + count(block), 0);

/** What is found of a page, to judge it by. */
interface Finding {
  readonly body: Body;
  readonly outline: Outline;
  readonly head: Head;
  readonly text: string;
  readonly url: string;
  /** The page calls itself an article. */
  readonly stated: boolean;
  /** The beginning of all the page's text. */
  readonly page: string;
}

const isStatedArticle = (head: Head): boolean =>
  head.article !== undefined ||
  head.metas.has('article:published_time') ||
  firstMeta(head, 'og:type')?.toLowerCase() === 'article';

const HOME_PATH = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?|index\.\w+|home\/?)?$/i;
const isHome = ({ url }: Finding): boolean => {
  const address = parseHttpUrl(url);
  return address !== undefined && HOME_PATH.test(address.pathname) && address.search === '';
};

const hasType = ({ head }: Finding, type: RegExp): boolean => head.types.some((one) => type.test(one));

const isShort = ({ text }: Finding): boolean => text.length < MOST_WALL_CHARS;

const isConsent = ({ text }: Finding): boolean => {
  if (text.length > MOST_CONSENT_CHARS) return false;
  const words = text.toLowerCase().match(CONSENT)?.length ?? 0;
  return words >= 2 && words * 250 > text.length;
};

const isError = (finding: Finding): boolean =>
  isShort(finding) &&
  (NOT_FOUND.test(finding.head.title ?? '') || NOT_FOUND.test(finding.page.slice(0, 200)));

/** A wall in place of the text: what was found is its words, or there is next to nothing besides it. */
const isLogin = (finding: Finding): boolean =>
  isShort(finding) &&
  (LOGIN.test(finding.text) || (finding.text.length < LEAST_UNSTATED_CHARS && LOGIN.test(finding.page)));

const isMedia = (finding: Finding): boolean =>
  finding.text.length < LEAST_UNSTATED_CHARS &&
  (hasType(finding, MEDIA_TYPE) ||
    /^video/i.test(firstMeta(finding.head, 'og:type') ?? '') ||
    finding.outline.pictures.length >= LEAST_GALLERY) &&
  !hasType(finding, LIST_TYPE);

const toLinkedShare = ({ body, text }: Finding): number =>
  countChars(body.blocks, (block) => block.linkChars) / Math.max(1, text.length);

const isHeadlines = ({ body, text }: Finding): boolean => {
  const prose = countChars(body.blocks, (block) =>
    block.text.length >= 100 && block.linkChars < 0.5 * block.text.length ? block.text.length : 0,
  );
  return prose < 0.25 * text.length && prose < 600 && body.confidence < 0.8;
};

/** A page of which a good part are links to others, and that does not call itself an article. */
const isList = (finding: Finding): boolean =>
  !finding.stated &&
  (toLinkedShare(finding) > 0.5 ||
    isHeadlines(finding) ||
    (hasType(finding, LIST_TYPE) && (toLinkedShare(finding) > 0.2 || finding.body.confidence < 0.5)));

/** Nearly all that the page shows leads elsewhere. */
const isLinks = ({ outline, stated }: Finding): boolean => {
  const links = countChars(outline.blocks, (block) => block.links);
  const linked = countChars(outline.blocks, (block) => block.linkChars);
  const all = countChars(outline.blocks, (block) => block.text.length);
  return !stated && links >= LEAST_LINKS && linked > 0.6 * all;
};
const LEAST_LINKS = 15;

const isTooShort = ({ text, stated }: Finding): boolean =>
  text.length < (stated ? LEAST_CHARS : LEAST_UNSTATED_CHARS);

interface Check {
  readonly failure: FailureKind;
  readonly is: (finding: Finding) => boolean;
  readonly detail: (finding: Finding) => string;
}

const toShown = ({ head, page }: Finding): string => `"${(head.title ?? page).slice(0, 80)}"`;

/** What a page without an article is, the surest signs first. */
const CHECKS: readonly Check[] = [
  { failure: 'not-a-page', is: ({ head }) => head.isFeed, detail: () => 'a feed, served as a page' },
  {
    failure: 'needs-script',
    is: ({ outline }) => outline.blocks.length === 0,
    detail: () => 'a page without text: perhaps all of it comes by script',
  },
  {
    failure: 'no-article',
    is: isError,
    detail: (finding) => `an error page served as a page: ${toShown(finding)}`,
  },
  {
    failure: 'consent-wall',
    is: isConsent,
    detail: () => 'a consent wall: the text speaks of cookies only',
  },
  {
    failure: 'needs-script',
    is: (finding) => isShort(finding) && SCRIPT_ONLY.test(finding.page),
    detail: () => 'a page that says it needs JavaScript',
  },
  {
    failure: 'login-wall',
    is: isLogin,
    detail: () => 'a wall in place of the text: it asks for a login or subscription',
  },
  {
    failure: 'no-article',
    is: (finding) => isHome(finding) && (isList(finding) || isTooShort(finding)),
    detail: () => "a site's home page, no article",
  },
  {
    failure: 'no-article',
    is: isMedia,
    detail: () => 'a video or pictures, with too few words for an article',
  },
  {
    failure: 'needs-script',
    is: (finding) => isTooShort(finding) && finding.page.length < LEAST_PAGE_CHARS,
    detail: ({ page }) =>
      `a page with ${page.length} characters of text in all: perhaps the rest comes by script`,
  },
  {
    failure: 'no-article',
    is: (finding) => (isTooShort(finding) ? isLinks(finding) : isList(finding)),
    detail: () => 'a list of links or headlines, no article',
  },
  {
    failure: 'no-article',
    is: isTooShort,
    detail: ({ text }) => `too little text: ${text.length} characters found`,
  },
];

/** Why this text is no article, or undefined where it is one. */
export const toFailure = (
  body: Body,
  outline: Outline,
  head: Head,
  { text, url }: { readonly text: string; readonly url: string },
): Failure | undefined => {
  const page = outline.blocks
    .slice(0, 400)
    .map((block) => block.text)
    .join(' ')
    .slice(0, 4_000);
  const finding = { body, outline, head, text, url, stated: isStatedArticle(head), page };
  const check = CHECKS.find(({ is }) => is(finding));
  return check === undefined
    ? undefined
    : { kind: 'failed', failure: check.failure, detail: check.detail(finding) };
};
