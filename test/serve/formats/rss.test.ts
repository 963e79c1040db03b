import { load } from 'cheerio';
import { parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { renderRss } from '../../../src/serve/formats/rss.ts';
import { EMPTY, FEED, TITLES } from './feed.ts';

const XML = renderRss(FEED);
const $ = load(XML, { xml: true });
const RFC_822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

describe('RSS', () => {
  it('has the elements RSS 2.0 requires of a channel, and those the best practices recommend', () => {
    expect($('rss').attr('version')).toBe('2.0');
    expect($('rss > channel')).toHaveLength(1);
    expect($('channel > title').text()).toBe(FEED.title);
    expect($('channel > link').text()).toBe(FEED.pageUrl);
    expect($('channel > description').text()).toBe(FEED.description);
    expect($('channel > language').text()).toBe('en');
    expect($('channel > lastBuildDate').text()).toMatch(RFC_822);
    expect($('channel > generator').text()).toBe('Topicwire');
    expect($('channel > docs').text()).toBe('https://www.rssboard.org/rss-specification');
    expect($('channel > ttl').text()).toBe('15');
    expect($('channel > atom\\:link[rel=self]').attr()).toEqual({
      rel: 'self',
      type: 'application/rss+xml',
      href: FEED.url,
    });
    expect($('channel > atom\\:link[rel=first]').attr('href')).toBe(FEED.firstUrl);
    expect($('channel > atom\\:link[rel=next]').attr('href')).toBe(FEED.nextUrl);
  });

  it('has title, link, description, guid and date in every item', () => {
    const items = $('channel > item').toArray();
    expect(items).toHaveLength(TITLES.length);
    items.forEach((item, index) => {
      expect($(item).children('link').text()).toBe(FEED.items[index]?.url);
      expect($(item).children('guid').text()).toBe(FEED.items[index]?.id);
      expect($(item).children('guid').attr('isPermaLink')).toBe('false');
      expect($(item).children('pubDate').text()).toMatch(RFC_822);
      expect($(item).children('author')).toHaveLength(0);
      expect($(item).children('dcterms\\:modified').text()).toBe(FEED.items[index]?.updatedAt.toISOString());
    });
  });

  it('says the summary as HTML, as a description is read', () => {
    const description = $('item > description').first().text();
    expect(description).toBe('Summary of Fish &amp; &lt;chips&gt; for "everyone"');
    expect(load(description).text()).toBe('Summary of Fish & <chips> for "everyone"');
  });

  it('credits the publisher as creator and source, and gives the tags as categories', () => {
    const item = $('channel > item').first();
    expect(
      item
        .children('dc\\:creator')
        .toArray()
        .map((each) => $(each).text()),
    ).toEqual(['Harbour & Post', 'Ann <Byline>']);
    expect(item.children('dc\\:publisher').text()).toBe('Harbour & Post');
    expect(item.children('dc\\:language').text()).toBe('en');
    expect(item.children('source').text()).toBe('Harbour & Post');
    expect(item.children('source').attr('url')).toBe('https://harbour-post.example/feed.xml?a=1&b=2');
    expect(item.children('category').first().text()).toBe('Defence & arms');
    expect(item.children('category').first().attr('domain')).toBe(FEED.scheme);
  });

  it('says titles as they are to two other parsers', async () => {
    expect(
      $('item > title')
        .toArray()
        .map((title) => $(title).text()),
    ).toEqual(TITLES);
    expect(parseRssFeed(XML).items?.map((item) => item.guid?.value)).toEqual(
      FEED.items.map((item) => item.id),
    );
    const other = await new RssParser().parseString(XML);
    expect(other.items.map((item) => item.title)).toEqual(TITLES);
    expect(other.items.map((item) => item.link)).toEqual(FEED.items.map((item) => item.url));
    expect(other.items.map((item) => item.isoDate)).toEqual(
      FEED.items.map((item) => item.publishedAt.toISOString()),
    );
  });

  it('carries full text where there is some', () => {
    expect($('item > content\\:encoded')).toHaveLength(1);
    expect($('item > content\\:encoded').text()).toBe(FEED.items[0]?.html);
  });

  it('is a whole document when there is nothing yet', () => {
    const empty = load(renderRss(EMPTY), { xml: true });
    expect(empty('channel > title').text()).toBe(FEED.title);
    expect(empty('item')).toHaveLength(0);
  });
});
