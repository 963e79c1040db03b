import { anySlot, type Form } from './form.ts';

/** Words whose forms no rule gives; each row is a family. */
const IRREGULAR = [
  'man men',
  'woman women',
  'child children',
  'person people persons',
  'foot feet',
  'crisis crises',
  'strike strikes struck striking stricken',
  'sell sells sold selling',
  'buy buys bought buying',
  'win wins won winning',
  'lose loses lost losing',
  'beat beats beaten beating',
  'lead leads led leading',
  'meet meets met meeting meetings',
  'hold holds held holding',
  'fall falls fell fallen falling',
  'rise rises rose risen rising',
  'steal steals stole stolen stealing',
  'shoot shoots shot shooting shootings',
  'shut shuts shutting',
  'cut cuts cutting',
  'hit hits hitting',
  'fight fights fought fighting',
  'flee flees fled fleeing',
  'freeze freezes froze frozen freezing',
  'grow grows grew grown growing',
  'break breaks broke broken breaking',
  'pay pays paid paying',
  'seek seeks sought seeking',
  'send sends sent sending',
  'take takes took taken taking',
  'swear swears swore sworn swearing',
  'teach teaches taught teaching',
  'sink sinks sank sunk sinking',
  'fly flies flew flown flying',
  'run runs ran running',
  'choose chooses chose chosen choosing',
  'burn burns burned burnt burning',
  'spend spends spent spending',
  'become becomes became becoming',
  'catch catches caught catching',
  'sing sings sang sung singing',
  'write writes wrote written writing',
  'diagnosis diagnoses',
  'bacterium bacteria',
  'virus viruses',
];

/** The family of each word in it. */
const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map(
  IRREGULAR.map((row) => row.split(' ')).flatMap((family) => family.map((word) => [word, family] as const)),
);

const isDoubling = (word: string): boolean => /^[^aeiou]*[aeiou][bdgmnprt]$/.test(word);

const regular = (word: string): readonly string[] => {
  if (/[^aeiou]y$/.test(word)) {
    const stem = word.slice(0, -1);
    return [word, `${stem}ies`, `${stem}ied`, `${word}ing`];
  }
  if (/(?:s|x|z|ch|sh)$/.test(word)) return [word, `${word}es`, `${word}ed`, `${word}ing`];
  if (/[^aeiou]o$/.test(word)) return [word, `${word}s`, `${word}es`];
  if (/e$/.test(word)) return [word, `${word}s`, `${word}d`, `${word.slice(0, -1)}ing`];
  const last = word.slice(-1);
  const doubled = isDoubling(word) || /(?:[^e]el|al|ol|fer|mit|gin)$/.test(word);
  return [
    word,
    `${word}s`,
    ...(/(?:[^aeiou]f|[eo]af)$/.test(word) ? [`${word.slice(0, -1)}ves`] : []),
    `${word}ed`,
    `${word}ing`,
    ...(doubled ? [`${word}${last}ed`, `${word}${last}ing`] : []),
  ];
};

/**
 * The forms of an English word in small letters: plural, third person, past and -ing. The possessive needs none,
 * since an apostrophe ends a word. Forms that do not exist match nothing and do no harm.
 */
export const inflectEn = (word: string): readonly Form[] => anySlot(FAMILIES.get(word) ?? regular(word));
