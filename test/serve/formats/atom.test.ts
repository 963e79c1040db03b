import { load } from 'cheerio';
import { parseAtomFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { renderAtom } from '../../../src/serve/formats/atom.ts';
import { EMPTY, FEED, TITLES } from './feed.ts';

const XML = renderAtom(FEED);
const $ = load(XML, { xml: true });
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

describe('Atom', () => {
  it('has what RFC 4287 4.1.1 asks of a feed: id, title, updated once each, an author, a self link', () => {
    for (const name of ['id', 'title', 'updated']) expect($(`feed > ${name}`), name).toHaveLength(1);
    expect($('feed').attr('xmlns')).toBe('http://www.w3.org/2005/Atom');
    expect($('feed > id').text()).toBe(FEED.id);
    expect($('feed > updated').text()).toMatch(RFC_3339);
    expect($('feed > author > name').text()).toBe('Topicwire');
    expect($('feed > link[rel=self]').attr('href')).toBe(FEED.url);
    expect($('feed > link[rel=alternate]').attr('href')).toBe(FEED.pageUrl);
    expect($('feed > link[rel=first]').attr('href')).toBe(FEED.firstUrl);
    expect($('feed > link[rel=next]').attr('href')).toBe(FEED.nextUrl);
    expect($('feed > generator').text()).toBe('Topicwire');
  });

  it('has what RFC 4287 4.1.2 asks of an entry: id, title, updated, and one alternate link', () => {
    const entries = $('feed > entry').toArray();
    expect(entries).toHaveLength(TITLES.length);
    entries.forEach((entry, index) => {
      for (const name of ['id', 'title', 'updated', 'published', 'summary']) {
        expect($(entry).children(name), name).toHaveLength(1);
      }
      expect($(entry).children('id').text()).toBe(FEED.items[index]?.id);
      expect($(entry).children('updated').text()).toMatch(RFC_3339);
      expect($(entry).children('link[rel=alternate]').attr('href')).toBe(FEED.items[index]?.url);
    });
    expect(
      new Set(
        $('entry > id')
          .toArray()
          .map((id) => $(id).text()),
      ).size,
    ).toBe(TITLES.length);
  });

  it('credits the publisher as author and source, and the tags as categories with scheme and label', () => {
    const entry = $('feed > entry').first();
    expect(
      entry
        .children('author')
        .toArray()
        .map((author) => $(author).children('name').text()),
    ).toEqual(['Harbour & Post', 'Ann <Byline>']);
    expect(entry.find('source > title').text()).toBe('Harbour & Post');
    expect(entry.find('source > id').text()).toBe('tag:news.example,2026:publishers/harbour-post');
    expect(entry.children('category').first().attr()).toEqual({
      term: 'defence',
      label: 'Defence & arms',
      scheme: FEED.scheme,
    });
  });

  it('says titles as plain text, whatever is in them, to two other parsers too', async () => {
    expect(
      $('entry > title')
        .toArray()
        .map((title) => $(title).text()),
    ).toEqual(TITLES);
    expect($('entry > title[type]:not([type=text])')).toHaveLength(0);
    const own = parseAtomFeed(XML);
    expect(own.entries?.map((entry) => entry.id)).toEqual(FEED.items.map((item) => item.id));
    const other = await new RssParser().parseString(XML);
    expect(other.items.map((item) => item.title)).toEqual(TITLES);
    expect(other.items.map((item) => item.link)).toEqual(FEED.items.map((item) => item.url));
    expect(other.items.map((item) => item.isoDate)).toEqual(
      FEED.items.map((item) => item.publishedAt.toISOString()),
    );
  });

  it('carries full text as HTML where there is some', () => {
    expect($('entry > content')).toHaveLength(1);
    expect($('entry > content').attr('type')).toBe('html');
    expect($('entry > content').text()).toBe(FEED.items[0]?.html);
  });

  it('is a whole document, always the same, when there is nothing yet', () => {
    const empty = load(renderAtom(EMPTY), { xml: true });
    expect(empty('feed > updated').text()).toBe('1970-01-01T00:00:00.000Z');
    expect(empty('feed > id').text()).toBe(FEED.id);
    expect(renderAtom(EMPTY)).toBe(renderAtom(EMPTY));
  });
});
