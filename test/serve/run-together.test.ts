import { expect, it } from 'vitest';
import { runTogether } from '../../src/serve/run-together.ts';

/** Runs that end when they are told to. */
function openRuns() {
  const ends: ((failed: boolean) => void)[] = [];
  const ask = runTogether(
    () =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length + 1;
        ends.push((failed) => (failed ? reject(new Error(`run ${number}`)) : resolve(number)));
      }),
  );
  const end = async (number: number, failed = false): Promise<void> => {
    ends[number - 1]?.(failed);
    await new Promise(setImmediate);
  };
  return { ask, end, begun: () => ends.length };
}

it('gives who asks during a run the next one, the same to all', async () => {
  const { ask, end, begun } = openRuns();
  const asked = [ask(), ask(), ask()];
  expect(begun()).toBe(1);
  await end(1);
  expect(begun()).toBe(2);
  const late = ask();
  await end(2);
  await end(3);
  expect(await Promise.all([...asked, late])).toEqual([1, 2, 2, 3]);
});

it('runs anew after the last has ended, whether or not it failed', async () => {
  const { ask, end, begun } = openRuns();
  const failed = expect(ask()).rejects.toThrow('run 1');
  const next = ask();
  await end(1, true);
  await failed;
  await end(2);
  expect(await next).toBe(2);
  const alone = ask();
  expect(begun()).toBe(3);
  await end(3);
  expect(await alone).toBe(3);
});
