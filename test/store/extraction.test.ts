import { expect, test } from 'vitest';
import { type ExtractionUse, parsePublisherId } from '../../src/model.ts';
import { countExtraction, loadExtraction, NO_PAGES, pruneExtraction } from '../../src/store/extraction.ts';
import { describeEachEngine } from '../support/database.ts';
import { later, NOW, present } from './sample.ts';

const DAY = 86_400;
const HARBOUR = present(parsePublisherId('harbour'));
const matched: ExtractionUse = { kind: 'site', rule: { id: 'harbour.example', outcome: 'matched' } };
const missed: ExtractionUse = { kind: 'general', rule: { id: 'harbour.example', outcome: 'missed' } };

describeEachEngine('how pages were read', (engine) => {
  const count = async (uses: readonly ExtractionUse[], now = NOW): Promise<void> => {
    for (const use of uses) await countExtraction(engine.db, HARBOUR, use, now);
  };
  const load = async (now = NOW) => (await loadExtraction(engine.db, now)).get(HARBOUR);

  test('is counted by day and kind', async () => {
    await count([matched, matched, { kind: 'short', rule: undefined }], later(-DAY));
    await count([matched, { kind: 'failed', rule: undefined }, { kind: 'failed', rule: undefined }]);
    expect(await load()).toEqual({
      days: [
        { day: '2026-03-01', counts: { ...NO_PAGES, site: 1, failed: 2 } },
        { day: '2026-02-28', counts: { ...NO_PAGES, site: 2, short: 1 } },
      ],
      stoppedRules: [],
    });
  });

  test('is kept a quarter of a year and shown for two weeks', async () => {
    for (const days of [0, 13, 14, 90, 91]) await count([matched], later(-days * DAY));
    expect(present(await load()).days.map(({ day }) => day)).toEqual(['2026-03-01', '2026-02-16']);
    expect(await pruneExtraction(engine.db, NOW)).toBe(1);
    const { length } = await engine.db.selectFrom('extraction_days').selectAll().execute();
    expect(length).toBe(4);
  });

  test.each<[string, readonly ExtractionUse[], boolean]>([
    ['a rule that fitted and has missed five pages in a row', [matched, ...Array(5).fill(missed)], true],
    ['no rule that has missed four', [matched, ...Array(4).fill(missed)], false],
    ['no rule that fits again', [matched, ...Array(9).fill(missed), matched], false],
    ['no rule that never fitted', Array(9).fill(missed), false],
    ['no rule that misses now and then', Array(9).fill([missed, missed, matched]).flat(), false],
  ])('names %s', async (_, uses, named) => {
    for (const [at, use] of uses.entries()) await count([use], later(at));
    const stopped = (await load())?.stoppedRules;
    expect(stopped).toEqual(
      named ? [{ rule: 'harbour.example', matchedAt: NOW, missedSince: later(1), misses: 5 }] : [],
    );
  });
});
