/**
 * Months as feeds and pages write them, each language in calendar order. A name matches a month when it is the full
 * form, the form that goes with a day number, or a prefix of one of them of at least three letters that no other
 * month of the table shares. From the Unicode CLDR (release 45) and the sites named in the fixtures.
 */
const MONTHS: readonly string[] = [
  // English
  'january february march april may june july august september october november december',
  // Azerbaijani, Turkish
  'yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr',
  'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık',
  // Ukrainian: with a day number, alone
  'січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня',
  'січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень',
  // Russian
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь',
  // Belarusian, Bulgarian, Serbian
  'студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня',
  'януари февруари март април май юни юли август септември октомври ноември декември',
  'јануар фебруар март април мај јун јул август септембар октобар новембар децембар',
  // German, French, Spanish, Italian, Portuguese, Dutch
  'januar februar märz april mai juni juli august september oktober november dezember',
  'jänner feber maerz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
  // Polish, Czech, Hungarian, Romanian, Greek, Swedish, Danish
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia',
  'ledna února března dubna května června července srpna září října listopadu prosince',
  'január február március április május június július augusztus szeptember október november december',
  'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
  'ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar marts april maj juni juli august september oktober november december',
  // Georgian
  'იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი',
];

/** Short forms that are no prefix of the full name. */
const SHORT_FORMS: readonly (readonly [string, number])[] = [
  ['фев', 2],
  ['лют', 2],
  ['mrz', 3],
  ['kvě', 5],
  ['giu', 6],
  ['lug', 7],
  ['set', 9],
  ['sept', 9],
  ['ott', 10],
  ['dic', 12],
  ['déc', 12],
  ['dec', 12],
];

/** A name's one spelling: lower case, no combining marks, no full stop. */
export const foldName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .replaceAll('ı', 'i');

/** The fewest letters that abbreviate a month: two would be a weekday ("ma", "ju", "пн"). */
const MIN_PREFIX = 3;

function buildMonths(): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const language of MONTHS)
    language.split(' ').forEach((name, index) => {
      const folded = foldName(name);
      for (let length = MIN_PREFIX; length <= folded.length; length++) {
        const prefix = folded.slice(0, length);
        const known = months.get(prefix);
        if (length === folded.length || known === undefined) months.set(prefix, index + 1);
        else if (known !== index + 1) ambiguous.add(prefix);
      }
    });
  for (const prefix of ambiguous) if (!isFullName(prefix)) months.delete(prefix);
  for (const [name, month] of SHORT_FORMS) months.set(foldName(name), month);
  return months;
}

const isFullName = (folded: string): boolean =>
  MONTHS.some((language) => language.split(' ').some((name) => foldName(name) === folded));

const MONTH_BY_NAME = buildMonths();

/** The month, 1 to 12, of a name in any case and of the languages above; undefined where it names none or several. */
export const toMonth = (name: string): number | undefined => MONTH_BY_NAME.get(foldName(name));

/** Words that stand in a date and say nothing: ordinals, "year", "of", "at"; as `foldName` spells them. */
export const DATE_NOISE: ReadonlySet<string> = new Set(
  'st nd rd th er re ere eme de del of the at um alle le el den г р год года рік року в о у ci il yil kl om 年 月 日 년 월 일'
    .split(' ')
    .map(foldName),
);
