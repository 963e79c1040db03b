import type { Block } from './blocks.ts';
import type { PageFacts } from './features.ts';
import { foldText } from './fold.ts';

/** Longer paragraphs speak of subscriptions, they do not ask for one. */
const MOST_PITCH_CHARS = 450;
/** A credit is a name or two. */
const MOST_CREDIT_CHARS = 120;

/** One of these is in every pitch below, in lower case: looked for first, since it is quick. */
const PITCH_WORDS =
  'subscri log sign register access abonn abo suscri abbona assina prenumer subskry abone abunə oxumaq передплат підпис подпис увійдіть войдите 会員'.split(
    ' ',
  );

/** What asks the reader to subscribe, to log in or to follow; each speaks to the reader, not of subscribers. */
const PITCHES: readonly string[] = [
  // en
  "(?:you(?:’re|'re| are)|are you) already a (?:subscriber|member)(?! of)",
  'already a subscriber\\?',
  'to (?:view|read|see|access|continue|unlock)[^.]{0,60}please (?:subscribe|log ?in|sign ?(?:in|up)|register)',
  '(?:please|you must|you must be) (?:subscribe|log(?:ged)? ?in|sign(?:ed)? ?in) to',
  '(?:subscribe|register|log ?in|sign ?(?:in|up))(?: now| today| for free)? to (?:read|continue|view|unlock|access) (?:reading|with your reading|this (?:article|story|content)|the (?:full|rest|whole)|our|unlimited)',
  '(?:article|story|content) is (?:available )?(?:only|exclusively|exclusive) (?:for|to) (?:our |paying )?subscribers',
  "you(?:’|')?(?:ll| will) (?:get |have )?unlimited (?:digital |online )?access",
  '(?:first-time|new|current) subscribers (?:also )?(?:receive|get)',
  // de
  '(?:bereits|schon) (?:abonnent|abonnentin|registriert)\\?',
  '(?:nur|exklusiv) für (?:unsere )?abonnent',
  '(?:um|zum) weiter(?:zu)?lesen[^.]{0,60}(?:abo|registrier)',
  // fr, es, it, pt
  'déjà abonnée?\\s*\\?',
  'réservée? (?:à nos|aux) abonnés',
  'abonnez-vous pour',
  'ya (?:eres|soy) suscriptor',
  '(?:s[oó]lo|exclusiv[oa]) para suscriptores',
  'suscr[ií]b(?:ete|ase) para',
  'sei già abbonat[oa]',
  'riservat[oi] agli abbonati',
  'já é assinante\\?',
  'exclusivo para assinantes',
  // nl, pl, sv, da, no, tr
  'alleen voor abonnees',
  'tylko dla (?:subskrybentów|prenumeratorów)',
  '(?:bara för prenumeranter|kun for abonnenter)',
  'zaten abone misin',
  // uk, ru, az
  '(?:матеріал|стаття|текст|доступ)[^.]{0,30}(?:лише|тільки) для (?:передплатників|підписників)',
  '(?:увійдіть|передплатіть|оформіть передплату)[^.]{0,40}щоб',
  '(?:материал|статья|текст|доступ)[^.]{0,30}только для подписчиков',
  '(?:войдите|оформите подписку)[^.]{0,40}чтобы',
  'підпис(?:уйтесь|уйтеся|іться) на (?:наш|нас)',
  'подпис(?:ывайтесь|итесь) на (?:наш|нас)',
  'yalnız abunəçilər',
  'oxumaq üçün (?:daxil ol|abunə)',
];
const PITCH = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PITCHES.join('|')})|この記事は(?:会員|有料)|有料会員限定|会員登録(?:すると|して)`,
  'u',
);

/** A line that says who took a picture and nothing more. */
const CREDIT =
  /^[([]?\s*(?:(?:photo|image|picture)s?(?: credit| courtesy| by)?|credits?|fotos?|bild(?:er)?|cr[ée]ditos?|crédits?|фото|foto müəllifi)\s*[:/©|].{2,}$/iu;

const isPitch = ({ text }: Block): boolean => {
  if (text.length > MOST_PITCH_CHARS) return false;
  const lower = text.toLowerCase();
  return PITCH_WORDS.some((word) => lower.includes(word)) && PITCH.test(lower);
};

const isCredit = ({ text }: Block): boolean => text.length <= MOST_CREDIT_CHARS && CREDIT.test(text);

/** A link that is the page's own title: a card of the page itself. */
const isOwnLink = ({ text, linkChars }: Block, facts: PageFacts): boolean =>
  linkChars > 0.9 * text.length && facts.titles.has(foldText(text));

const markPitches = (blocks: readonly Block[]): readonly boolean[] => {
  const marks = blocks.map(isPitch);
  // One between two of them is part of it.
  return marks.map((mark, at) => mark || (marks[at - 1] === true && marks[at + 1] === true));
};

/**
 * Without lines that stand in an article and are none of it: pitches, with what is between two of them, credits of
 * pictures, links to the page itself.
 */
export const dropAsides = (blocks: readonly Block[], facts: PageFacts): readonly Block[] => {
  const pitches = markPitches(blocks);
  return blocks.filter((block, at) => pitches[at] !== true && !isCredit(block) && !isOwnLink(block, facts));
};
