import { runTogether } from './run-together.ts';

/** An answer's body, and the headers that are its own. */
export interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  /** What of the store it was made of: with the same, the same would be made. */
  readonly of: string;
}

/** What an answer is made of besides the store. */
export interface Asked {
  /** All of the request that the answer depends on. */
  readonly key: string;
  /** What else it depends on, the same as long as it is the same object. */
  readonly about: readonly unknown[];
}

/** Makes an answer, or gives the former one where it would be the same. */
export type MakeAnswer = (former: Answer | undefined) => Promise<Answer>;

/** Gives the answer that was made before where nothing it depends on has changed since, else has it made. */
export type KeepAnswer = (asked: Asked, make: MakeAnswer) => Promise<Answer>;

interface Kept {
  readonly about: readonly unknown[];
  readonly answer: () => Promise<Answer>;
  /** Tells of a mark that was read just now; what is asked for next is no older. */
  readonly meet: (mark: string) => void;
}

/** Answers kept at most of each kind: the questions that many clients share are few. */
const MAX_ANSWERS = 100;
/** Bytes of a body that is kept: a page of 50 items has some 60,000, and 100 of the largest stay within 25 MB. */
const MAX_BODY_BYTES = 250_000;

/**
 * Keeps answers in memory, each until the items change: `readMark` tells what of them can be seen. The mark is read before
 * the answer is made, so that an answer is never older than its mark; of the same question one answer is made at a time,
 * and who asks meanwhile shares the next.
 */
export function keepAnswers(readMark: () => Promise<string>): KeepAnswer {
  const answers = new Map<string, Kept>();
  const readTogether = runTogether(readMark);
  return async ({ key, about }, make) => {
    const mark = await readTogether();
    const found = answers.get(key);
    const isAbout = found?.about.every((one, place) => one === about[place]) === true;
    const kept = found !== undefined && isAbout ? found : keepOne(about, make);
    answers.delete(key);
    answers.set(key, kept);
    const [oldest] = answers.keys();
    if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
    kept.meet(mark);
    const answer = await kept.answer();
    if (answer.body.length > MAX_BODY_BYTES && answers.get(key) === kept) answers.delete(key);
    return answer;
  };
}

function keepOne(about: readonly unknown[], make: MakeAnswer): Kept {
  let met = '';
  let made: { readonly mark: string; readonly answer: Answer } | undefined;
  const makeNext = runTogether(async () => {
    const mark = met;
    if (made?.mark === mark) return made.answer;
    const answer = await make(made?.answer);
    made = { mark, answer };
    return answer;
  });
  return {
    about,
    answer: async () => (made?.mark === met ? made.answer : makeNext()),
    meet: (mark) => {
      met = mark;
    },
  };
}
