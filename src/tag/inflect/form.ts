/**
 * One spelling of an inflected word. `slots` is a bit set of the cases and numbers the spelling can stand for,
 * so that the words of a phrase agree; `ANY_SLOT` where the language or the word does not say.
 */
export interface Form {
  readonly text: string;
  readonly slots: number;
}

/** Every case and number. */
export const ANY_SLOT = (1 << 14) - 1;

/** Bit of each case in the singular; the plural stands seven bits higher. */
export const SLOT = { nom: 1, gen: 2, dat: 4, acc: 8, ins: 16, loc: 32, voc: 64 } as const;
export type Case = keyof typeof SLOT;

/** Endings by case, several parted by a space, `-` for the bare stem. */
export type Endings = Partial<Record<Case, string>>;

const CASES = ['nom', 'gen', 'dat', 'acc', 'ins', 'loc', 'voc'] as const;

const addEnds = (forms: Form[], stem: string, endings: Endings, shift: 0 | 7): void => {
  for (const name of CASES) {
    const list = endings[name];
    if (list === undefined) continue;
    for (const ending of list.split(' ')) {
      if (ending === '') continue;
      forms.push({ text: ending === '-' ? stem : stem + ending, slots: SLOT[name] << shift });
    }
  }
};

/** The forms of a stem by its singular and plural endings. */
export const decline = (stem: string, singular: Endings, plural: Endings): readonly Form[] => {
  const forms: Form[] = [];
  addEnds(forms, stem, singular, 0);
  addEnds(forms, stem, plural, 7);
  return forms;
};

/** Spellings that agree with anything. */
export const anySlot = (texts: readonly string[]): readonly Form[] =>
  texts.map((text) => ({ text, slots: ANY_SLOT }));

/** The same spelling once, with all its slots. */
export const mergeForms = (forms: readonly Form[]): readonly Form[] => {
  const byText = new Map<string, number>();
  for (const form of forms) byText.set(form.text, (byText.get(form.text) ?? 0) | form.slots);
  return [...byText].map(([text, slots]) => ({ text, slots }));
};
