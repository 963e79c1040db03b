/** An answer's body, and the headers that are its own. */
export interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What an answer is made of besides the store. */
export interface Asked {
  /** All of the request that the answer depends on. */
  readonly key: string;
  /** What else it depends on, the same as long as it is the same object. */
  readonly about: readonly object[];
}

/** Gives the answer that was made before where nothing it depends on has changed since, else makes it. */
export type KeepAnswer = (asked: Asked, make: () => Promise<Answer>) => Promise<Answer>;

interface Kept {
  readonly mark: string;
  readonly about: readonly object[];
  readonly answer: Promise<Answer>;
}

/** Answers kept at most: the questions that many clients share are few. */
const MAX_ANSWERS = 200;
/** Bytes of a body that is kept: a page of 50 items has some 60,000, and 200 of the largest stay within 50 MB. */
const MAX_BODY_BYTES = 250_000;

/**
 * Keeps answers in memory, each until the store changes: `readMark` tells what of it can be seen. The mark is read before
 * the answer is made, so that an answer is never older than its mark; who asks the same at once waits for the same answer.
 */
export function keepAnswers(readMark: () => Promise<string>): KeepAnswer {
  const answers = new Map<string, Kept>();
  return async ({ key, about }, make) => {
    const mark = await readMark();
    const kept = answers.get(key);
    answers.delete(key);
    if (kept !== undefined && kept.mark === mark && kept.about.every((one, place) => one === about[place])) {
      answers.set(key, kept);
      return kept.answer;
    }
    const answer = make();
    answers.set(key, { mark, about, answer });
    const [oldest] = answers.keys();
    if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
    const forget = (): void => {
      if (answers.get(key)?.answer === answer) answers.delete(key);
    };
    answer.then(({ body }) => (body.length > MAX_BODY_BYTES ? forget() : undefined), forget);
    return answer;
  };
}
