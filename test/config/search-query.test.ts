import { describe, expect, it } from 'vitest';
import { findQueryFault } from '../../src/config/search-query.ts';
import { PARAMETERS } from '../../src/serve/parameters.ts';
import { parseItemQuery } from '../../src/serve/query.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const PAGING = ['order', 'limit', 'cursor', 'changed_since', 'lang', 'full'];

/** What the items API refuses and a saved search must refuse too. */
const REFUSED = [
  'topic=Energy',
  'topic=',
  'topic=energy,,oil',
  'topic=-energy,oil',
  `topic=${Array.from({ length: 51 }, (_, at) => `t${at}`)}`,
  Array.from({ length: 21 }, () => 'topic=energy').join('&'),
  'place=Ukraine',
  'place=U1',
  'org=NATO',
  'publisher=a_b',
  'feed=-',
  'language=english',
  `q=${'a'.repeat(301)}`,
  'q=a%00b',
  'q=a&q=b',
  'since=yesterday',
  'since=2026-02-30',
  'until=24h&until=1h',
  'colour=red',
];

const isReadByApi = (query: string): boolean =>
  parseItemQuery(new URLSearchParams(query), NOW).kind === 'query';

describe('a saved search', () => {
  it('takes every example of the parameters that choose items, and none that pages', () => {
    for (const { name, example } of PARAMETERS) {
      const query = new URLSearchParams({ [name]: example }).toString();
      expect(findQueryFault(query) === undefined, query).toBe(!PAGING.includes(name));
    }
  });

  it('takes lists, exclusions and repetitions', () => {
    const query = 'topic=energy,oil&topic=-sport&place=ua&language=und&q="gas pipeline" -storage&since=7d';
    expect(findQueryFault(query)).toBeUndefined();
    expect(isReadByApi(query)).toBe(true);
  });

  it.each(REFUSED)('is refused like a request: %s', (query) => {
    expect(isReadByApi(query)).toBe(false);
    expect(findQueryFault(query)).toEqual(expect.any(String));
  });
});
