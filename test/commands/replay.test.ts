import { describe, expect, it } from 'vitest';
import { toLines } from '../../src/commands/replay.ts';

const page = { id: 1, title: 'Berth opens', url: 'https://harbour.example/1', was: 'no-article' };

describe('topicwire replay', () => {
  it('names each page, the improved ones first, and counts them', () => {
    const lines = toLines(
      [
        { ...page, result: 'unchanged', was: 'short', extractedBy: 'general', chars: 90 },
        { ...page, id: 2, result: 'failed', detail: 'a list of links, no article' },
        { ...page, id: 3, title: undefined, result: 'improved', extractedBy: 'site:harbour', chars: 900 },
        { ...page, id: 4, result: 'passed-over' },
      ],
      2,
    );
    expect(lines).toEqual([
      'improved   item 3: (no title)',
      '           https://harbour.example/1',
      '           was no-article; now read by site:harbour, 900 characters',
      'failed     item 2: Berth opens',
      '           https://harbour.example/1',
      '           was no-article; a list of links, no article',
      'unchanged  item 1: Berth opens',
      '           https://harbour.example/1',
      '           was short; now read by general, 90 characters',
      'passed-over  item 4: Berth opens',
      '           https://harbour.example/1',
      '           was no-article',
      '4 kept pages read again: 1 improved, 1 unchanged, 1 still failed, 1 passed over: fetched anew meanwhile',
      '2 failed items have no kept page: only a new fetch can help them',
    ]);
  });

  it('says that there is nothing to read', () => {
    expect(toLines([], 0)).toEqual(['no page is kept that could be read again']);
  });
});
