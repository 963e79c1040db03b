import { UNIT_KINDS } from './fold.ts';

/** Words of the frame of a page: what it says by them, and how they are found in a text in lower case. */
interface Phrase {
  readonly name: string;
  readonly pattern: RegExp;
  /** The first letters of all that the pattern finds; undefined where every text is searched by it. */
  readonly begins: readonly string[] | undefined;
}

/** So many first letters of each alternative stand in it as they are, for `begins`. */
const LETTERS = 3;
const NOT_AFTER = String.raw`(?<![\p{L}\p{N}])`;
const NOT_BEFORE = String.raw`(?![\p{L}\p{N}])`;

/** A phrase that may stand anywhere, or, by `first`, begin the text. */
const anywhere = (
  name: string,
  inner: readonly string[],
  { end, first = [] }: { readonly end: string; readonly first?: readonly string[] },
): Phrase => ({
  name,
  pattern: new RegExp(
    [`${NOT_AFTER}(?:${inner.join('|')})${end}`, ...first.map((words) => `^${words}${NOT_BEFORE}`)].join('|'),
    'u',
  ),
  begins: [...inner, ...first].map((words) => words.slice(0, LETTERS)),
});

/** A phrase by a pattern that is quick to fail: most of it begins the text. */
const quick = (name: string, pattern: RegExp): Phrase => ({ name, pattern, begins: undefined });

/** Short lines that belong to the frame in any layout; several languages, whole lines or their beginnings. */
const PHRASES: readonly Phrase[] = [
  quick(
    'also',
    /^(?:read|see|watch|listen|learn|find out|check out|discover|view)(?![\p{L}\p{N}]).{0,12}\b(?:more|also|next|related|here|all)(?![\p{L}\p{N}])|^(?:more|related|also|recommended|trending|popular|most read|latest|up next|don.?t miss|you (?:may|might)|keep reading|top stories|editor.?s pick)|^(?:lire|lisez|à lire|sur le même|lees|lees ook|mehr|lesen|auch|leer|lea|ver|tambi[eé]n|leggi|anche|leia|veja|saiba|l[æe]s|czytaj|zobacz|читайте|читати|читать|також|смотрите|дивіться|по теме|за темою|həmçinin|oxuyun|ayrıca|ilgili|você pode|te puede|vous aimerez|das könnte|ti potrebbe)(?![\p{L}\p{N}])/u,
  ),
  anywhere(
    'promo',
    [
      'subscribe',
      'sign up',
      'signup',
      'newsletter',
      'log ?in',
      'register',
      'download (?:the|our) app',
      'follow us',
      'join (?:us|our|the)',
      'click here',
      'donate',
      'support us',
      'get (?:the|our)',
      'free trial',
      'book a',
      'contact us',
      'abonn',
      'suscr',
      'iscriv',
      'підпи',
      'подпи',
      'abunə',
    ],
    { end: '' },
  ),
  quick(
    'share',
    /^(?:share|tweet|email|print|copy link|facebook|twitter|linkedin|whatsapp|telegram|pinterest|save|comments?|reply|like|teilen|partager|compartir|condividi|поділитися|поделиться|paylaş|x)(?![\p{L}\p{N}])/u,
  ),
  quick(
    'rights',
    /©|\(c\)\s*\d{4}|copyright|all rights reserved|alle rechte|tous droits|derechos reservados|усі права|все права/u,
  ),
  quick(
    'byline',
    /^(?:by|von|par|por|di|door|av|af|tekst|text|autor|author|written by|posted (?:by|on)|автор|müəllif)(?![\p{L}\p{N}])/u,
  ),
  anywhere('credit', ['getty', 'reuters', 'shutterstock', 'istock', 'unsplash', 'ap photo', 'afp'], {
    end: NOT_BEFORE,
    first: [
      'photo',
      'image',
      'picture',
      'credit',
      'source',
      'file photo',
      'foto',
      'bild',
      'crédit',
      'créditos',
      'фото',
      'şəkil',
    ],
  }),
  quick(
    'stamp',
    /^(?:published|updated|posted|last updated|modified|reviewed|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|опубліковано|оновлено|опубликовано|обновлено)|^\d{1,2}[./: -]|\b\d{1,2}[:.h]\d{2}\b|\b\d+ min(?:ute)?s?\b(?: read)?|(?<![\p{L}\p{N}])(?:19|20)\d{2}\b/u,
  ),
  quick(
    'advert',
    /^(?:advertisement|advertising|ad|ads|sponsored|anzeige|werbung|publicité|publicidad|pubblicità|реклама|reklam|skip to|story continues|article continues|continue reading)/u,
  ),
  anywhere(
    'affiliate',
    [
      'affiliate',
      'commission',
      'disclaimer',
      'disclosure',
      'editor.?s note',
      'this article (?:was|is|has|first|originally)',
    ],
    { end: NOT_BEFORE },
  ),
  anywhere('cookie', ['cookies?', 'javascript', 'browser', 'privacy policy', 'terms of', 'consent'], {
    end: NOT_BEFORE,
  }),
  anywhere(
    'about',
    ['is an? [^.]{0,60}(?:writer|editor|journalist|reporter|author|founder|expert|specialist|blogger)'],
    { end: NOT_BEFORE, first: ['about (?:the|us|me)'] },
  ),
];

/** The name of every phrase. */
export const PHRASE_NAMES: readonly string[] = PHRASES.map(({ name }) => name);

/** Slots of the table of beginnings, a power of two; the half hundred of these leave nearly all of them empty. */
const SLOTS = 4_096;
const toSlot = (text: string, at: number): number =>
  (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & (SLOTS - 1);

/** By slot, a bit for each phrase with a beginning that falls into it: it may be there, the others are not. */
const BEGINNINGS = PHRASES.reduce((slots, { begins = [] }, bit) => {
  for (const letters of begins) slots[toSlot(letters, 0)] = (slots[toSlot(letters, 0)] ?? 0) | (1 << bit);
  return slots;
}, new Uint16Array(SLOTS));

/** A bit for each phrase that may stand in a text, as far as the beginnings of its words tell. */
const toPossible = (lower: string): number => {
  let possible = 0;
  let inWord = false;
  for (let at = 0; at < lower.length; at += 1) {
    const isInWord = UNIT_KINDS[lower.charCodeAt(at)] === 1;
    if (isInWord && !inWord) possible |= BEGINNINGS[toSlot(lower, at)] ?? 0;
    inWord = isInWord;
  }
  return possible;
};

const NO_NAMES: readonly string[] = [];

/** The names of the phrases in a short text; few are searched for, as a pattern takes longer than all the words' beginnings. */
export const toPhrases = (text: string): readonly string[] => {
  const lower = text.toLowerCase();
  const possible = toPossible(lower);
  let names: string[] | undefined;
  PHRASES.forEach(({ name, pattern, begins }, bit) => {
    if (begins !== undefined && (possible & (1 << bit)) === 0) return;
    if (!pattern.test(lower)) return;
    names ??= [];
    names.push(name);
  });
  return names ?? NO_NAMES;
};
