import { foldText } from './fold.ts';

/** Words that make a name a department of its house ("Xarici siyasət şöbəsi", "News desk"). */
const DEPARTMENT =
  /(?<![\p{L}\p{N}])(?:şöbəsi|redaksiya\p{L}*|xidməti|редакц\p{L}*|редколег\p{L}*|відділ\p{L}*|отдел\p{L}*|служба|desk|staff|team|editors?|editorial|newsroom|department|bureau|(?:\p{L}+)?redaktion(?:en)?|redazione|redacción|redacci[oó]|redação|rédaction|redactie|redaksjonen|redaktionen|redakcja|redakce|redaksi|toimitus|contributors?|correspondents?|reporters?|nachrichten|haber merkezi)(?![\p{L}\p{N}])/iu;

/** Words that make a name an agency or a house, which is an author only where no person is. */
const HOUSE_WORD =
  /(?<![\p{L}\p{N}])(?:agentliyi|агентств\p{L}*|видання|издани\p{L}*|news|agency|agencies|press|(?:\p{L}+-)?agentur|agence|agencia|agenzia|ajans\p{L}*|media|tv|online|magazine|services?|wires?|newspaper|gazete\p{L}*|zeitung|radio|channel|digital|university|institute|associates|inc|llc|ltd|gmbh)(?![\p{L}\p{N}])/iu;

/** Names of agencies, as a whole name or one of its words in this very spelling. */
const AGENCIES =
  'AFP dpa DPA SID APA ANSA EFE AP UPI AAP ANI PTI IANS TASS ТАСС RIA РИА UNIAN УНІАН УНИАН UNN УНН Reuters Рейтер Interfax Інтерфакс Интерфакс ІНТЕРФАКС ИНТЕРФАКС ' +
  'Укрінформ Ukrinform Укринформ Report Azərtac AZƏRTAC AZERTAC Azertag AZƏRTAG АЗЕРТАДЖ АЗЕРТАГ Trend Turan Bloomberg Xinhua Yonhap Kyodo Belga ANP NTB TT STT CTK ČTK PAP MTI Agerpres BTA Anadolu AA';
const AGENCY = new Set(AGENCIES.split(' '));
const AGENCY_FOLDED = new Set([...AGENCY].map(foldText));

/** What stands before a name in a byline. */
const LEAD =
  /^(?:(?:written|reported|posted|published|story|text|article|words|analysis|opinion)?\s*by|von|par|por|di|de|door|av|af|tekst|text|foto|autora?s?|autor\/in|autorin|autore|auteure?|author|автор\p{L}*|müəllif|yazar|текст|reporter|kilde|penulis|editor|oleh|quelle|source|fuente|fonte|источник|джерело|mənbə)(?:\s*[:：]\s*|\s+)/iu;

/** What is no name although it stands where a name should. */
const NO_NAME =
  /https?:|www\.|@\w|\w@|[{}<>|[\]#=]|\d{2}|^(?:admin|administrator|guest|unknown|n\/?a|none|null|undefined|follow|author|share|(?:(?:twitter|facebook|instagram|linkedin|youtube|whatsapp|telegram|tiktok|pinterest|e-?mail|website|x) ?)+|profile|bio|view all|more|see more|updated|published|作者|著者|記者|기자)$/iu;

const MAX_NAME_CHARS = 60;

const SPLIT =
  /\s*(?:,|;|、|，|\||•|·|\/|\s&\s|\s(?:and|und|et|e|y|i|og|och|en|und|та|и|і|və|ve|dan|ja)\s)\s*/u;

/** What may follow a name: brackets, a Korean or Japanese reporter's title. */
const TRAIL = /\s*(?:\([^)]*\)|기자|特派員|記者)\s*$/u;

/** The names that a byline's text lists, without what leads to them. */
export const toNames = (text: string): readonly string[] =>
  /https?:|^\s*\(/i.test(text)
    ? []
    : text
        .replace(/[\s\u00a0]+/g, ' ')
        .trim()
        .replace(LEAD, '')
        .split(SPLIT)
        .map((name) =>
          name
            .replace(LEAD, '')
            .replace(TRAIL, '')
            .replace(/^[\s.,:–—-]+|[\s.,:–—-]+$/g, ''),
        )
        .filter((name) => name.length > 1 && name.length <= MAX_NAME_CHARS && !NO_NAME.test(name));

/** Whether a byline's text begins with a word that leads to names alone ("By", "Von", "Автор:"). */
export const hasLead = (text: string): boolean => LEAD.test(text);

/** Whether a name is a news agency's, by a list of them: the whole name or one of its words in capitals. */
export const isAgency = (name: string): boolean =>
  AGENCY_FOLDED.has(foldText(name)) || name.split(/[\s-]/).some((word) => AGENCY.has(word));

/** A name is a person's, a department's of the house, or an agency's or house's; `house` holds folded names of the site. */
export const toNameKind = (name: string, house: ReadonlySet<string>): 'person' | 'department' | 'house' => {
  if (DEPARTMENT.test(name)) return 'department';
  const isHouse = HOUSE_WORD.test(name) || house.has(foldText(name)) || /\.[a-z]{2,4}$/i.test(name);
  return isAgency(name) || isHouse ? 'house' : 'person';
};

/** Small words within names. */
const PARTICLE =
  /^(?:van|von|der|den|de|del|della|delle|dalla|degli|da|dos|di|du|la|le|el|al|bin|bint|ibn|ter|ten|zu|of|oğlu|qızı)$/iu;
const ASIAN_NAME = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}ー・ ]{2,8}$/u;

/** Whether a text reads as a person's full name; said of what stands where names stand, not of what is said to be one. */
export const isNameLike = (name: string): boolean => {
  if (ASIAN_NAME.test(name)) return true;
  const words = name.split(' ');
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    words.every(
      (word) =>
        /^[\p{Lu}\p{Lo}\p{Lt}]/u.test(word) ||
        PARTICLE.test(word) ||
        /^\p{Ll}{1,3}(?:['’-]\p{Lu}|$)/u.test(word),
    )
  );
};
