import { describe, expect, it } from 'vitest';
import { FAILURE_WORDS } from '../../src/text/failures.ts';

describe('FAILURE_WORDS', () => {
  it.each(Object.entries(FAILURE_WORDS))(
    'says of %s what it means and what to do, in sentences',
    (_, words) => {
      for (const sentence of [words.means, words.doThis]) {
        expect(sentence).toMatch(/^[A-Z][^\n]{20,220}\.$/);
        expect(sentence).not.toMatch(/\b(?:E[A-Z]{4,}|UND_ERR|undefined|null|stack|exception)\b/);
      }
    },
  );

  it('says something else of each', () => {
    const means = Object.values(FAILURE_WORDS).map((words) => words.means);
    expect(new Set(means).size).toBe(means.length);
  });
});
