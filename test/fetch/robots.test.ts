import { describe, expect, it } from 'vitest';
import { parseRobots, toProductToken } from '../../src/fetch/robots.ts';

const AGENT = 'Topicwire/1.2 (+https://example.org/about)';
const isAllowed = (text: string, path: string): boolean =>
  parseRobots(text, 'https://news.test/robots.txt', AGENT).allowed(`https://news.test${path}`);

describe('parseRobots', () => {
  it.each<[string, string, string, boolean]>([
    ['allows all when empty', '', '/a', true],
    ['allows all with an empty Disallow', 'User-agent: *\nDisallow:', '/a', true],
    ['obeys the group for all', 'User-agent: *\nDisallow: /a', '/a/b', false],
    [
      'obeys the group for us alone',
      'User-agent: *\nDisallow: /\n\nUser-agent: topicwire\nDisallow: /x',
      '/a',
      true,
    ],
    ['is not moved by the case of our name', 'User-agent: TopicWire\nDisallow: /', '/a', false],
    ['is not moved by the groups of others', 'User-agent: GPTBot\nDisallow: /', '/a', true],
    ['reads several names of a group', 'User-agent: a\nUser-agent: topicwire\nDisallow: /', '/a', false],
    ['lets the longest rule win', 'User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['lets Allow win a tie', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    ['reads wildcards', 'User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf', false],
    ['reads the end mark', 'User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf?z', true],
    ['reads queries', 'User-agent: *\nDisallow: /*?print=', '/a?print=1', false],
    [
      'reads paths that are not ASCII',
      'User-agent: *\nDisallow: /новини',
      '/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1',
      false,
    ],
    ['reads past a byte order mark', '\uFEFFUser-agent: *\nDisallow: /', '/a', false],
    ['reads CR line ends and comments', 'User-agent: * # all\rDisallow: /a # not this', '/a', false],
    [
      'ignores rules that are made to be slow',
      `User-agent: *\nDisallow: /${'*a'.repeat(200)}`,
      `/${'a'.repeat(900)}`,
      true,
    ],
    ['ignores what it does not know', 'Hello\nUser-agent: *\nNoise: 1\nDisallow: /a', '/a', false],
  ])('%s', (_, text, path, expected) => {
    expect(isAllowed(text, path)).toBe(expected);
  });

  it('says nothing of another origin', () => {
    const rules = parseRobots('User-agent: *\nDisallow: /', 'https://news.test/robots.txt', AGENT);
    expect(rules.allowed('https://other.test/')).toBe(true);
    expect(rules.allowed('http://news.test/')).toBe(true);
  });

  it.each<[string, number | undefined]>([
    ['User-agent: *\nCrawl-delay: 10', 10],
    ['User-agent: *\nCrawl-delay: 0.5', 0.5],
    ['User-agent: *\nCrawl-delay: 10\n\nUser-agent: topicwire\nCrawl-delay: 2', 2],
    ['User-agent: *\nCrawl-delay: soon', undefined],
    ['User-agent: *\nCrawl-delay: -3', undefined],
    ['User-agent: *\nDisallow:', undefined],
  ])('reads the Crawl-delay of %j as %s', (text, expected) => {
    expect(parseRobots(text, 'https://news.test/robots.txt', AGENT).crawlDelaySeconds).toBe(expected);
  });

  it.each([
    ['Topicwire/1.2 (+https://example.org)', 'Topicwire'],
    ['My-Reader', 'My-Reader'],
    ['(nameless)', '*'],
  ])('knows the name in %s', (agent, token) => {
    expect(toProductToken(agent)).toBe(token);
  });
});
