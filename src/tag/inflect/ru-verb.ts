/** A labial takes an l before -ю and -ен: купить, куплю, куплен; т, д, с, з change: запретить, запрещен. */
const mutated = (stem: string): readonly string[] => {
  const base = stem.slice(0, -1);
  if (/[бпвмф]$/.test(stem)) return [`${stem}л`];
  if (stem.endsWith('ст')) return [`${stem.slice(0, -2)}щ`];
  if (stem.endsWith('т')) return [`${base}щ`, `${base}ч`];
  if (stem.endsWith('д')) return [`${base}ж`, `${base}жд`];
  if (/[сз]$/.test(stem)) return [base + (stem.endsWith('с') ? 'ш' : 'ж')];
  return [stem];
};

const PAST = ['ть', 'л', 'ла', 'ло', 'ли', 'в', 'вший', 'вшие', 'вших', 'вшего', 'вшая', 'вшим', 'вшей'];
const FULL = ['ный', 'ная', 'ное', 'ные', 'ного', 'ной', 'ному', 'ную', 'ным', 'ном', 'ных', 'ными'];
const passive = (stem: string): readonly string[] => [
  ...['', 'а', 'о', 'ы'].map((end) => `${stem}н${end}`),
  ...FULL.map((end) => `${stem}н${end}`),
];
const present = (stem: string, vowel: string): readonly string[] =>
  ['т', 'м', 'шь', 'те'].map((end) => stem + vowel + end);

const active = (infinitive: string): readonly string[] => {
  const stem = infinitive.slice(0, -2);
  const root = infinitive.slice(0, -3);
  const past = PAST.map((end) => stem + end);
  if (/[ое]вать$/.test(infinitive)) {
    const short = `${infinitive.slice(0, -5)}у`;
    const now = [
      ...present(short, 'е'),
      `${short}ю`,
      `${short}ют`,
      `${short}я`,
      `${short}ющий`,
      `${short}ющие`,
      `${short}ющих`,
    ];
    return [...past, ...now, ...passive(stem)];
  }
  if (/[аяе]ть$/.test(infinitive)) {
    const now = [
      ...present(stem, 'е'),
      `${stem}ю`,
      `${stem}ют`,
      `${stem}я`,
      `${stem}ющий`,
      `${stem}ющие`,
      `${stem}ющих`,
    ];
    return [...past, ...now, ...(infinitive.endsWith('еть') ? [] : passive(stem))];
  }
  if (/ить$/.test(infinitive)) {
    const many = /[жшщч]$/.test(root) ? 'ат' : 'ят';
    const soft = mutated(root);
    return [
      ...past,
      ...present(root, 'и'),
      root + many,
      ...soft.flatMap((each) => [`${each}у`, `${each}ю`, ...passive(`${each}е`)]),
    ];
  }
  return past;
};

/** The forms of a Russian verb by its infinitive: past, present, participles, passive, reflexive; none for other words. */
export const inflectRuVerb = (word: string): readonly string[] => {
  if (!/(?:ть|ться|тись)$/.test(word)) return [];
  if (word.endsWith('ть')) {
    const forms = active(word);
    return [
      ...forms,
      ...forms.filter((form) => /(?:ет|ют|ит|ят|л)$/.test(form)).map((form) => `${form}ся`),
      ...forms.filter((form) => /л[аои]$/.test(form)).map((form) => `${form}сь`),
    ];
  }
  return active(word.slice(0, -2)).map((form) => form + (/[аоиюу]$/.test(form) ? 'сь' : 'ся'));
};
