import { describe, expect, test } from 'vitest';
import { decide } from '../../src/identify/decide.ts';
import { toLookupKeys } from '../../src/identify/draft.ts';
import { listKeys } from '../../src/identify/keys.ts';
import type { Decision, Entry, KnownItem, KnownKeys } from '../../src/model.ts';
import { draft, stored } from './entries.ts';

const DAY = new Date('2026-02-09T10:00:00Z');

/** A store that keeps what a poll decides, as the real one does. */
function buildStore() {
  const keys = new Map<string, KnownItem | 'deleted'>();
  let items = 0;
  return {
    keys,
    count: () => items,
    remove: (id: number): void => {
      for (const [key, item] of keys) if (item !== 'deleted' && item.id === id) keys.set(key, 'deleted');
    },
    poll: (...entries: readonly Partial<Entry>[]): readonly string[] => {
      const drafts = entries.map((said) => draft(said));
      const known: KnownKeys = new Map(
        toLookupKeys(drafts).flatMap((key) => {
          const item = keys.get(key);
          return item === undefined ? [] : [[key, item] as const];
        }),
      );
      const decisions = decide(drafts, known);
      const ids = new Map<number, KnownItem>();
      for (const [place, decision] of decisions.entries()) save(decision, place, ids);
      return decisions.map((decision, place) => describeOne(decision, ids.get(place)));
    },
  };

  function save(decision: Decision, place: number, ids: Map<number, KnownItem>): void {
    if (decision.kind === 'dropped') return;
    const item = toItem(decision, ids);
    ids.set(place, item);
    const given =
      decision.kind === 'new' || decision.kind === 'changed' ? decision.draft.keys : decision.keys;
    for (const key of listKeys(given)) if (decision.kind !== 'repeat' || !keys.has(key)) keys.set(key, item);
  }

  function toItem(decision: Exclude<Decision, { kind: 'dropped' }>, ids: Map<number, KnownItem>): KnownItem {
    if (decision.kind === 'new') return stored(++items, decision.draft);
    if (decision.kind === 'changed') return stored(decision.id, decision.draft);
    const known =
      decision.kind === 'repeat'
        ? ids.get(decision.of)
        : [...keys.values()].find((item) => item !== 'deleted' && item.id === decision.id);
    if (known === undefined || known === 'deleted') throw new Error('a decision leads to no item');
    return known;
  }
}

const describeOne = (decision: Decision, item: KnownItem | undefined): string =>
  decision.kind === 'dropped' ? decision.drop.reason : `${decision.kind} ${item?.id}`;

const A = { id: 'a', url: 'https://a.example/one', title: 'One thing', publishedAt: DAY };
const B = { id: 'b', url: 'https://a.example/two', title: 'Another thing', publishedAt: DAY };

describe('from one poll to the next', () => {
  test.each<[string, Partial<Entry>, string]>([
    ['nothing', A, 'unchanged 1'],
    ['https instead of http', { ...A, url: 'http://a.example/one' }, 'unchanged 1'],
    ['tracking parameters', { ...A, url: 'https://www.a.example/one/?utm_source=x#top' }, 'unchanged 1'],
    ['the guid alone', { ...A, id: 'a2' }, 'unchanged 1'],
    ['the address alone', { ...A, url: 'https://a.example/one-corrected' }, 'unchanged 1'],
    ['the date alone', { ...A, publishedAt: new Date('2026-02-09T11:00:00Z') }, 'unchanged 1'],
    ['the title', { ...A, title: 'One thing, corrected' }, 'changed 1'],
    ['the text', { ...A, summaryHtml: 'More is known.' }, 'changed 1'],
    ['the markup alone', { ...A, summaryHtml: '<img src="https://t.example/1">' }, 'unchanged 1'],
    ['guid and address', { ...A, id: 'a2', url: 'https://a.example/new' }, 'new 2'],
    ['address and title under the same guid', { ...B, id: 'a' }, 'new 2'],
    ['guid and address, neither now given', { title: A.title, publishedAt: DAY }, 'unchanged 1'],
  ])('what changes is %s', (_name, later, decision) => {
    const store = buildStore();
    expect(store.poll(A)).toEqual(['new 1']);
    expect(store.poll(later)).toEqual([decision]);
  });

  test('a guid used again goes to the new item, and both are known from then on', () => {
    const store = buildStore();
    store.poll(A);
    expect(store.poll({ ...B, id: 'a' })).toEqual(['new 2']);
    expect(store.poll({ ...B, id: 'a' }, { ...A, id: undefined })).toEqual(['unchanged 2', 'unchanged 1']);
  });

  test('guids that are new at each poll double nothing', () => {
    const store = buildStore();
    for (let poll = 0; poll < 5; poll++) store.poll({ ...A, id: `a-${poll}` }, { ...B, id: `b-${poll}` });
    expect(store.count()).toBe(2);
  });

  test('entries without address whose guids are new at each poll double nothing', () => {
    const store = buildStore();
    for (let poll = 0; poll < 5; poll++)
      store.poll({ id: `a-${poll}`, title: 'One thing', publishedAt: DAY });
    expect(store.count()).toBe(1);
  });

  test.each<[string, Partial<Entry>]>([
    ['a title alone', { title: 'Only a title' }],
    ['a text alone', { summaryHtml: '<p>Only a text</p>' }],
    ["a title and the site's front page", { title: 'Front', url: 'https://a.example/' }],
  ])('an undated entry that has %s is made once', (_name, said) => {
    const store = buildStore();
    store.poll(said);
    expect(store.poll(said)).toEqual(['unchanged 1']);
  });

  test('an entry that has nothing is dropped with its reason', () => {
    expect(buildStore().poll({}, A)).toEqual(['no-identity', 'new 1']);
  });
});

describe('within one poll', () => {
  test.each<[string, readonly Partial<Entry>[], readonly string[]]>([
    ['the same twice', [A, B, A], ['new 1', 'new 2', 'repeat 1']],
    ['the same page under two guids', [A, { ...A, id: 'a2' }], ['new 1', 'repeat 1']],
    [
      'the same guid with a title corrected',
      [A, { ...A, title: 'One thing, corrected' }],
      ['new 1', 'repeat 1'],
    ],
    ['one title on two pages', [A, { ...B, title: A.title }], ['new 1', 'new 2']],
    ['one guid for different pages', [A, { ...B, id: 'a' }], ['new 1', 'new 2']],
    [
      'one guid and no pages',
      [
        { id: 'x', title: 'One' },
        { id: 'x', title: 'Two' },
      ],
      ['new 1', 'new 2'],
    ],
    [
      'one page for all',
      [{ ...A, url: B.url }, B, { ...B, id: 'c', title: 'Third' }],
      ['new 1', 'new 2', 'new 3'],
    ],
    ['a copy without guid and page', [A, { title: A.title, publishedAt: DAY }], ['new 1', 'repeat 1']],
  ])('%s', (_name, entries, decisions) => {
    const store = buildStore();
    expect(store.poll(...entries)).toEqual(decisions);
    const again = store.poll(...entries);
    expect(again.filter((each) => each.startsWith('new') || each.startsWith('changed'))).toEqual([]);
  });
});

describe('what was removed', () => {
  test.each<[string, Partial<Entry>, string]>([
    ['the same entry', A, 'removed'],
    ['its page under another guid', { ...A, id: 'a2' }, 'removed'],
    ['its guid without a page', { ...A, url: undefined }, 'removed'],
    ['its guid used for another page', { ...B, id: 'a' }, 'new 2'],
    ['its title on another page', { ...B, title: A.title }, 'new 2'],
    ['its title alone', { title: A.title, publishedAt: DAY }, 'removed'],
  ])('%s', (_name, later, decision) => {
    const store = buildStore();
    store.poll(A);
    store.remove(1);
    expect(store.poll(later)).toEqual([decision]);
  });
});
