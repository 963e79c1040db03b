import type { Block, Place } from './blocks.ts';

/** What is known of the page beside its blocks; texts are folded by `foldText`. */
export interface PageFacts {
  readonly titles: ReadonlySet<string>;
  readonly description: string | undefined;
  /** The article's body as the page's JSON-LD states it. */
  readonly statedBody: string | undefined;
}

/** Letters and digits in lower case and nothing else: how texts are compared. */
export const foldText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
/** A text's length in Latin characters: one of Chinese, Japanese or Korean says what two and a half do. */
export const toLength = (text: string): number => (CJK.test(text) ? 2.5 * text.length : text.length);

const CHAR_STEPS = [12, 25, 50, 100, 200, 400];
const toStep = (value: number, steps: readonly number[]): number => {
  const at = steps.findIndex((step) => value < step);
  return at < 0 ? steps.length : at;
};

const KINDS: Readonly<Record<string, string>> = {
  p: 'p',
  li: 'li',
  h1: 'h1',
  h2: 'h2',
  h3: 'h2',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
  td: 'td',
  th: 'td',
  blockquote: 'quote',
  pre: 'pre',
  figcaption: 'caption',
  button: 'button',
  label: 'button',
  dt: 'dt',
  dd: 'dt',
  time: 'time',
};

/** What kind of block an element makes; those that say nothing are a `div`. */
export const toTagKind = (tag: string): string => KINDS[tag] ?? 'div';

/** Every kind there is. */
export const TAG_KINDS: readonly string[] = [...new Set([...Object.values(KINDS), 'div'])];

/** Short lines that belong to the frame in any layout; several languages, whole lines or their beginnings. */
const PHRASES: readonly (readonly [string, RegExp])[] = [
  [
    'also',
    /^(?:read|see|watch|listen|learn|find out|check out|discover|view)(?![\p{L}\p{N}]).{0,12}\b(?:more|also|next|related|here|all)(?![\p{L}\p{N}])|^(?:more|related|also|recommended|trending|popular|most read|latest|up next|don.?t miss|you (?:may|might)|keep reading|top stories|editor.?s pick)|^(?:lire|lisez|à lire|sur le même|lees|lees ook|mehr|lesen|auch|leer|lea|ver|tambi[eé]n|leggi|anche|leia|veja|saiba|l[æe]s|czytaj|zobacz|читайте|читати|читать|також|смотрите|дивіться|по теме|за темою|həmçinin|oxuyun|ayrıca|ilgili|você pode|te puede|vous aimerez|das könnte|ti potrebbe)(?![\p{L}\p{N}])/iu,
  ],
  [
    'promo',
    /(?<![\p{L}\p{N}])(?:subscribe|sign up|signup|newsletter|log ?in|register|download (?:the|our) app|follow us|join (?:us|our|the)|click here|donate|support us|get (?:the|our)|free trial|book a|contact us|abonn|suscr|iscriv|newsletter|підпи|подпи|abunə)/iu,
  ],
  [
    'share',
    /^(?:share|tweet|email|print|copy link|facebook|twitter|linkedin|whatsapp|telegram|pinterest|save|comments?|reply|like|teilen|partager|compartir|condividi|поділитися|поделиться|paylaş|x)(?![\p{L}\p{N}])/iu,
  ],
  [
    'rights',
    /©|\(c\)\s*\d{4}|copyright|all rights reserved|alle rechte|tous droits|derechos reservados|усі права|все права/iu,
  ],
  [
    'byline',
    /^(?:by|von|par|por|di|door|av|af|tekst|text|autor|author|written by|posted (?:by|on)|автор|müəllif)(?![\p{L}\p{N}])/iu,
  ],
  [
    'credit',
    /^(?:photo|image|picture|credit|source|file photo|foto|bild|crédit|créditos|фото|şəkil)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:getty|reuters|shutterstock|istock|unsplash|ap photo|afp)(?![\p{L}\p{N}])/iu,
  ],
  [
    'stamp',
    /^(?:published|updated|posted|last updated|modified|reviewed|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|опубліковано|оновлено|опубликовано|обновлено)|^\d{1,2}[./: -]|\b\d{1,2}[:.h]\d{2}\b|\b\d+ min(?:ute)?s?\b(?: read)?|(?<![\p{L}\p{N}])(?:19|20)\d{2}\b/iu,
  ],
  [
    'advert',
    /^(?:advertisement|advertising|ad|ads|sponsored|anzeige|werbung|publicité|publicidad|pubblicità|реклама|reklam|skip to|story continues|article continues|continue reading)/iu,
  ],
  [
    'affiliate',
    /(?<![\p{L}\p{N}])(?:affiliate|commission|disclaimer|disclosure|editor.?s note|this article (?:was|is|has|first|originally))(?![\p{L}\p{N}])/iu,
  ],
  [
    'cookie',
    /(?<![\p{L}\p{N}])(?:cookies?|javascript|browser|privacy policy|terms of|consent)(?![\p{L}\p{N}])/iu,
  ],
  [
    'about',
    /(?<![\p{L}\p{N}])(?:is an? [^.]{0,60}(?:writer|editor|journalist|reporter|author|founder|expert|specialist|blogger))(?![\p{L}\p{N}])|^about (?:the|us|me)(?![\p{L}\p{N}])/iu,
  ],
];

/** Whether a line announces links to other articles. */
export const saysAlso = (text: string): boolean =>
  PHRASES.some(([name, pattern]) => name === 'also' && pattern.test(text));

const MAX_TITLE_CHARS = 300;

const ENDS_SENTENCE = /[.!?…。؟।][)\]"'”’»›]*$/u;

/** Whether a text ends as a sentence does. */
export const endsSentence = (text: string): boolean => ENDS_SENTENCE.test(text);

/** What a block's own text says, as names of features; each is there or not. */
export const toTextFeatures = (block: Block, facts: PageFacts): readonly string[] => {
  const { text } = block;
  const length = toLength(text);
  const kind = toTagKind(block.place.tag);
  const size = toStep(length, CHAR_STEPS);
  const links = toStep(block.linkChars / text.length, [0.001, 0.15, 0.4, 0.85]);
  const long = length < 60 ? 'short' : length < 180 ? 'middle' : 'long';
  const ends = ENDS_SENTENCE.test(text) ? 'stop' : text.endsWith(':') ? 'colon' : 'open';
  const features = [
    `tag ${kind}`,
    `size ${size}`,
    `${kind} size ${size}`,
    `links ${links} ${long}`,
    `${kind} links ${links}`,
    `end ${ends} ${long}`,
    `${kind} end ${ends}`,
  ];
  if (block.strongChars >= 0.8 * text.length) features.push(`strong ${long}`);
  if (block.links > 1 && links > 1) features.push(`many links ${long}`);
  if (text.includes('\n')) features.push('breaks');
  if (/^\p{Ll}/u.test(text)) features.push('starts low');
  if (!/\p{Ll}/u.test(text) && /\p{Lu}{2}/u.test(text)) features.push('capitals');
  if (!/\p{L}/u.test(text)) features.push('no letters');
  if (/[|•·»›→]/.test(text) && length < 120) features.push('marks');
  if (/[{}<>]|function|https?:\/\/|@/.test(text)) features.push(`code ${long}`);
  if (length < 300)
    for (const [name, pattern] of PHRASES) if (pattern.test(text)) features.push(`says ${name} ${long}`);
  // A title is short: the long texts need no folding unless there is a stated body to find them in.
  if (length > MAX_TITLE_CHARS && facts.statedBody === undefined && facts.description === undefined)
    return features;
  const folded = foldText(text);
  if (facts.titles.has(folded)) features.push('is title');
  if (folded.length > 20 && facts.description === folded) features.push('is description');
  if (facts.statedBody !== undefined)
    features.push(`stated ${folded.length > 0 && facts.statedBody.includes(folded) ? 'yes' : 'no'} ${long}`);
  return features;
};

/** Elements that say what their content is; the others (div, span …) say nothing. */
const SPEAKING = new Set(
  'nav aside footer header form article main section figure figcaption table ul ol dl blockquote button details address label dialog menu center summary time'.split(
    ' ',
  ),
);

/** What a place says of the blocks near it and further inside. */
export const toPlaceFeatures = (place: Place): string[] => {
  const features: string[] = [];
  if (SPEAKING.has(place.tag)) features.push(`<${place.tag}>`);
  if (place.hidden) features.push('hidden');
  // A word that the outer place bears already (`post` in `post > post-body`) says nothing new.
  const outer = place.parent?.tokens;
  for (const token of place.tokens) if (!outer?.includes(token)) features.push(token);
  return features;
};

/** Places this near a block speak of it most: itself, its parent and that one's parent. */
export const NEAR = 3;
