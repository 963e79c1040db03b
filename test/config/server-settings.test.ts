import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/environment.ts';

const read = (server: Readonly<Record<string, string>>) =>
  readSettings(
    undefined,
    Object.fromEntries(
      Object.entries(server).map(([key, value]) => [`TOPICWIRE_SERVER_${key.toUpperCase()}`, value]),
    ),
  );

describe('the settings of the server', () => {
  it.each([
    [{}, ''],
    [{ base_path: '/' }, ''],
    [{ base_path: '/news/' }, '/news'],
    [{ base_path: '/a/b.c' }, '/a/b.c'],
    [{ base_url: 'https://example.com' }, ''],
    [{ base_url: 'https://example.com/news/' }, '/news'],
    [{ base_url: 'https://example.com/news', base_path: '/news' }, '/news'],
    [{ base_path: '/apiary/feeds' }, '/apiary/feeds'],
  ])('with %j have the base path %j', (server, basePath) => {
    const { settings, problems } = read(server);
    expect(problems).toEqual([]);
    expect(settings?.server.basePath).toBe(basePath);
  });

  it.each([
    [{ base_path: 'news' }, /a path such as \/news/],
    [{ base_path: '/a/../b' }, /a path such as \/news/],
    [{ base_path: '//evil.example' }, /a path such as \/news/],
    [{ base_path: '/a?b' }, /a path such as \/news/],
    [{ base_path: '/api/' }, /a path that does not begin with \/api/],
    [{ base_path: '/topics/ports' }, /a path that does not begin with \/topics/],
    [{ base_url: 'https://example.com/feeds' }, /a path that does not begin with \/feeds/],
    [{ base_path: '/a', base_url: 'https://example.com/b' }, /the path of base_url, which is \/b/],
    [{ public: 'true', require_token: 'true' }, /false while public is true/],
    [{ cors_origins: 'https://example.com/' }, /an origin such as/],
    [{ cors_origins: 'example.com' }, /an origin such as/],
    [{ requests_per_minute: '-1' }, /a whole number from 0/],
  ])('with %j are refused', (server, expected) => {
    const { settings, problems } = read(server);
    expect(settings).toBeUndefined();
    expect(problems.map((problem) => problem.expected).join()).toMatch(expected);
  });

  it('take several origins from one variable', () => {
    const { settings } = read({ cors_origins: 'https://a.example, http://b.example:8080' });
    expect(settings?.server.corsOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
  });
});
