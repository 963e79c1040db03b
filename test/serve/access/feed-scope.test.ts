import { describe, expect, it } from 'vitest';
import { parseFeedScope, toFeedPath, toFeedScope } from '../../../src/serve/access/feed-scope.ts';

describe('the scope of a feed', () => {
  it.each([
    ['/topics/energy', '/topics/energy'],
    ['/topics/energy/', '/topics/energy'],
    ['/topics/energy/feed.rss', '/topics/energy'],
    ['/topics/energy/feed.json?limit=5&cursor=abc&token=tw1_x', '/topics/energy'],
    ['/searches/ports', '/searches/ports'],
    ['/items?topic=energy&place=UA', '/items?place=UA&topic=energy'],
    ['/items/feed.atom?place=UA&topic=energy', '/items?place=UA&topic=energy'],
    ['https://example.com/news/items/feed.atom?q=%22black+sea%22', '/items?q=%22black+sea%22'],
    ['/news/topics/energy', '/topics/energy'],
  ])('is read from %s', (text, scope) => {
    expect(parseFeedScope(text, '/news')).toBe(scope);
  });

  it('is the same for all formats and pages of a feed, and for no other feed', () => {
    const scope = toFeedScope('/items/feed.atom', new URLSearchParams('topic=energy&place=UA'));
    const same = (path: string, query: string) => toFeedScope(path, new URLSearchParams(query)) === scope;
    expect(same('/items/feed.rss', 'place=UA&topic=energy')).toBe(true);
    expect(same('/items/feed.json', 'place=UA&topic=energy&cursor=x&limit=3')).toBe(true);
    for (const [path, query] of [
      ['/items/feed.atom', 'topic=energy'],
      ['/items/feed.atom', 'topic=energy&place=UA&place=UA'],
      ['/items/feed.atom', 'topic=energy&place=UA&q=gas'],
      ['/topics/energy/feed.atom', 'topic=energy&place=UA'],
      ['/items', 'topic=energy&place=UA'],
      ['/api/v1/items', 'topic=energy&place=UA'],
    ] as const)
      expect(same(path, query), `${path}?${query}`).toBe(false);
  });

  it('leads back to the feed', () => {
    expect(toFeedPath('/topics/energy', 'json')).toBe('/topics/energy/feed.json');
    expect(toFeedPath('/items?q=why%3F', 'rss')).toBe('/items/feed.rss?q=why%3F');
  });
});
