import { describe, expect, it } from 'vitest';
import { inferFeedId, inferPublisher } from '../../src/config/infer.ts';

const IDS: readonly (readonly [string, string])[] = [
  ['https://one.example/rss', 'one-example'],
  ['https://www.one.example/feed/', 'one-example'],
  ['https://feeds.one.example/index.xml', 'one-example'],
  ['https://report.az/rss/', 'report-az'],
  ['https://report.az/en/rss/', 'report-az-en'],
  ['https://ru.interfax.com.ua/news/last.rss', 'ru-interfax-com-ua-news-last'],
  ['https://one.example/rss?section=world&lang=en', 'one-example-section-world-lang-en'],
  ['http://127.0.0.1:8081/feed.xml', '127-0-0-1-8081'],
  ['http://[::1]:8081/feed.xml', '1-8081'],
  ['https://rss.com/podcasts', 'rss-com-podcasts'],
  ['https://rss.co.uk/all', 'rss-co-uk-all'],
  ['https://one.example/%zz/rss', 'one-example-zz'],
];

describe('the id of a feed that states none', () => {
  it.each(IDS)('of %s is %s', (url, id) => {
    expect(inferFeedId(new URL(url))).toBe(id);
  });

  it('tells apart paths that have no letter of a-z', () => {
    const uk = inferFeedId(new URL('https://one.example/новини/rss'));
    const ru = inferFeedId(new URL('https://one.example/новости/rss'));
    expect(uk).toMatch(/^one-example-[0-9a-f]{8}$/);
    expect(ru).not.toBe(uk);
  });

  it('fits into 64 characters', () => {
    const ids = ['a', 'b'].map((end) =>
      inferFeedId(new URL(`https://one.example/${'long-'.repeat(40)}${end}`)),
    );
    expect(ids[0]).toHaveLength(64);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

const PUBLISHERS: readonly (readonly [string, string, string])[] = [
  ['https://rss.one.example/all.xml', 'one-example', 'one.example'],
  ['https://news.one.example/rss', 'news-one-example', 'news.one.example'],
  ['https://feeds.feedburner.com/OneBlog', 'feedburner-com-oneblog', 'feedburner.com/oneblog'],
  ['https://t.me/s/channel', 't-me-s-channel', 't.me/s/channel'],
];

describe('the publisher of an unknown host', () => {
  it.each(PUBLISHERS)('of %s is %s', (url, id, name) => {
    expect(inferPublisher(new URL(url))).toMatchObject({ id, name });
  });
});
