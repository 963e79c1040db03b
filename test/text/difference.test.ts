import { describe, expect, it } from 'vitest';
import { type Run, toDifference } from '../../src/text/difference.ts';
import { buildRandom } from '../support/random.ts';

/** `[-removed-]` and `{+added+}` in what stays. */
const show = (runs: readonly Run[]): string =>
  runs
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
    .join('');
const join = (runs: readonly Run[], other: Run['kind']): string =>
  runs
    .filter(({ kind }) => kind === 'same' || kind === other)
    .map(({ text }) => text)
    .join('');

describe('the difference of two texts', () => {
  it.each([
    [
      'nothing',
      'The berth opens. All is well.',
      'The berth opens. All is well.',
      'The berth opens. All is well.',
    ],
    ['all of a new text', '', 'The berth opens.', '{+The berth opens.+}'],
    ['all of a text that is gone', 'The berth opens.', '', '[-The berth opens.-]'],
    [
      'the word that was changed',
      'The berth opens on Tuesday. All is well.',
      'The berth opens on Wednesday. All is well.',
      'The berth opens on [-Tuesday-]{+Wednesday+}. All is well.',
    ],
    [
      'a sentence that was added',
      'The berth opens. All is well.',
      'The berth opens. Ships come. All is well.',
      'The berth opens. {+Ships come. +}All is well.',
    ],
    [
      'a paragraph that was removed',
      'The berth opens.\n\nShips come.\n\nAll is well.',
      'The berth opens.\n\nAll is well.',
      'The berth opens.\n\n[-Ships come.\n\n-]All is well.',
    ],
    [
      'a sentence in place of another, each whole',
      'Fishermen fear for their moorings! Later.',
      'A railway link was promised, they said! Later.',
      '[-Fishermen fear for their moorings! -]{+A railway link was promised, they said! +}Later.',
    ],
    [
      'letters with their signs as one word',
      'Порт відкрив причал у вівторок. Şəhər limanı açıldı.',
      'Порт відкрив причали у вівторок. Şəhər limanları açıldı.',
      'Порт відкрив [-причал-]{+причали+} у вівторок. Şəhər [-limanı-]{+limanları+} açıldı.',
    ],
  ])('shows %s', (_, former, latter, shown) => {
    expect(show(toDifference(former, latter))).toBe(shown);
  });

  it('gives both texts back, whatever they are', () => {
    const random = buildRandom(7);
    const words = [
      'berth',
      'ship',
      '. ',
      ' ',
      '\n\n',
      '!',
      '…',
      'порт',
      '\u{1f6a2}',
      '\ud83d',
      '3.5',
      '"',
      '',
    ];
    const toText = (): string =>
      Array.from(
        { length: Math.floor(60 * random()) },
        () => words[Math.floor(words.length * random())],
      ).join('');
    for (let round = 0; round < 400; round += 1) {
      const [former, latter] = [toText(), toText()];
      const runs = toDifference(former, latter);
      expect([join(runs, 'removed'), join(runs, 'added')]).toEqual([former, latter]);
      for (const [at, run] of runs.entries()) {
        expect(run.text).not.toBe('');
        expect(run.kind).not.toBe(runs[at + 1]?.kind);
      }
    }
  });

  it.each<[string, (at: number) => string]>([
    ['sentences', (at) => `Sentence ${at} is of its own. `],
    ['words without a sentence’s end', (at) => `word${at} `],
    ['points', () => '.'],
  ])('takes bounded time over two long texts of other %s', (_, toPiece) => {
    const [former, latter] = [0, 1].map((from) =>
      Array.from({ length: 12_000 }, (__, at) => toPiece(2 * at + from)).join(''),
    );
    const started = process.cpuUsage().user;
    const runs = toDifference(former ?? '', latter ?? '');
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(3_000);
    expect([join(runs, 'removed'), join(runs, 'added')]).toEqual([former, latter]);
  });
});
