import { describe, expect, it } from 'vitest';
import { parseItemId } from '../../src/model.ts';
import { toCursor } from '../../src/serve/cursor.ts';
import { parseItemQuery } from '../../src/serve/query.ts';
import { sure } from './catalog.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const ask = (query: string) => parseItemQuery(new URLSearchParams(query), NOW);
const NOTHING = {
  tags: [],
  publishers: [],
  feeds: [],
  languages: [],
  words: undefined,
  order: 'new',
  since: undefined,
  until: undefined,
  limit: 50,
  after: undefined,
};
const any = (...values: string[]) => ({ kind: 'any', values });
const not = (value: string) => ({ kind: 'not', value });
const POSITION = { at: '2026-03-10T11:00:00.123456Z', id: sure(parseItemId(42)) };

describe('the item query', () => {
  it.each([
    ['asks for all when nothing is said', '', {}],
    ['takes relevance with words', 'q=reactor&order=relevance', { words: 'reactor', order: 'relevance' }],
    ['takes the newest by name', 'order=new', {}],
    ['reads a comma as any', 'topic=defence,energy', { tags: [any('defence', 'energy')] }],
    [
      'reads a repeated parameter as all',
      'topic=defence&topic=energy',
      { tags: [any('defence'), any('energy')] },
    ],
    ['excludes a value with a dash', 'topic=-defence', { tags: [not('defence')] }],
    ['excludes several, each by its own', 'language=-ru&language=-en', { languages: [not('ru'), not('en')] }],
    ['takes a place in either case', 'place=ua,PL', { tags: [any('place:UA', 'place:PL')] }],
    ['takes an organisation', 'org=nato', { tags: [any('org:nato')] }],
    ['says a value once that is listed twice', 'feed=a,a', { feeds: [any('a')] }],
    [
      'takes publishers and languages',
      'publisher=p&language=AZ',
      { publishers: [any('p')], languages: [any('az')] },
    ],
    ['takes words', 'q=%20two+words%20', { words: 'two words' }],
    ['takes an empty search box as no words', 'q=', {}],
    ['counts an age from now', 'since=24h', { since: '2026-03-09T12:00:00.000000Z' }],
    ['takes a day', 'until=2026-03-01', { until: '2026-03-01T00:00:00.000000Z' }],
    ['takes a limit', 'limit=200', { limit: 200 }],
    ['takes a cursor of ours', `cursor=${toCursor(POSITION)}`, { after: POSITION }],
  ])('%s', (_name, query, expected) => {
    expect(ask(query)).toEqual({ kind: 'query', extent: 'brief', query: { ...NOTHING, ...expected } });
  });

  it.each([
    [
      'colour=red',
      'colour',
      'unknown parameter "colour": expected one of topic, place, org, publisher, feed, language, q, order, since, until, limit, cursor',
    ],
    ['topic=a,-b', 'topic', 'topic "a,-b": a value with - before it stands alone'],
    ['topic=-a,-b', 'topic', 'topic "-a,-b": a value with - before it stands alone'],
    ['topic=', 'topic', 'topic "": expected a topic id'],
    ['topic=a,', 'topic', 'topic "": expected a topic id'],
    ['topic=--a', 'topic', 'topic "--a": expected a topic id'],
    ['topic=place:UA', 'topic', 'topic "place:UA": expected a topic id'],
    ['place=Ukraine', 'place', 'place "Ukraine": expected a country code of two letters'],
    ['org=NATO', 'org', 'org "NATO": expected an organisation id'],
    ['language=english', 'language', 'language "english": expected a language code'],
    ['q=a%00b', 'q', 'expected at most 300 characters'],
    ['q=a&q=b', 'q', 'q is given 2 times: expected once'],
    ['since=yesterday', 'since', 'since "yesterday": expected a time such as'],
    ['until=2026-02-30', 'until', 'until "2026-02-30": expected a time such as'],
    ['order=relevance', 'order', 'order "relevance": expected new, or relevance together with q'],
    ['q=a&order=oldest', 'order', 'order "oldest": expected new, or relevance together with q'],
    [`q=a&order=relevance&cursor=${toCursor(POSITION)}`, 'cursor', 'expected the next_cursor of an answer'],
    ['full=1', 'full', 'full "1": expected true or false'],
    ['limit=0', 'limit', 'limit "0": expected a whole number from 1 to 200'],
    ['limit=201', 'limit', 'limit "201": expected a whole number from 1 to 200'],
    ['limit=1e2', 'limit', 'limit "1e2": expected a whole number from 1 to 200'],
    ['cursor=abc', 'cursor', 'cursor "abc": expected the next_cursor of an answer'],
    [`q=${'a'.repeat(301)}`, 'q', 'expected at most 300 characters'],
    [
      `topic=${Array.from({ length: 51 }, (_, i) => `t${i}`).join(',')}`,
      'topic',
      'topic lists 51 values: expected at most 50',
    ],
    [
      Array.from({ length: 21 }, () => 'topic=a').join('&'),
      'topic',
      'topic is given 21 times: expected at most 20',
    ],
  ])('refuses %s', (query, parameter, detail) => {
    const result = ask(query);
    expect(result).toMatchObject({ kind: 'problem', problem: { parameter } });
    expect(result.kind === 'problem' && result.problem.detail).toContain(detail);
  });
});
