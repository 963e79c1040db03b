import { describe, expect, it } from 'vitest';
import {
  type Headers,
  parseFreshSeconds,
  parseHttpDate,
  parseRetryAfter,
  readValidator,
} from '../../src/fetch/answer.ts';
import { toChallenger } from '../../src/fetch/challenge.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('parseHttpDate', () => {
  it.each<[string, string | undefined]>([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
    ['Sun, 06 Nov 1994 08:49:37 +0400', '1994-11-06T04:49:37.000Z'],
    ['0', undefined],
    ['-1', undefined],
    ['1994', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(parseHttpDate(text)?.toISOString()).toBe(expected);
  });
});

describe('parseRetryAfter', () => {
  it.each<[string | undefined, number | undefined]>([
    ['120', 120],
    ['1.2', 2],
    ['0', undefined],
    ['-5', undefined],
    ['86400', 86_400],
    ['86401', 86_400],
    ['99999999999', undefined],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30],
    ['Mon, 01 Mar 2027 12:00:00 GMT', 86_400],
    ['Sun, 01 Mar 2026 11:00:00 GMT', undefined],
    ['later', undefined],
    [undefined, undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(parseRetryAfter(text, NOW)).toBe(expected);
  });
});

describe('parseFreshSeconds', () => {
  it.each<[string, Headers, number | undefined]>([
    ['max-age', { 'cache-control': 'max-age=600' }, 600],
    ['max-age among others', { 'cache-control': 'public, Max-Age=600, must-revalidate' }, 600],
    ['max-age less Age', { 'cache-control': 'max-age=600', age: '100' }, 500],
    ['max-age that is used up', { 'cache-control': 'max-age=600', age: '700' }, undefined],
    [
      'max-age before Expires',
      { 'cache-control': 'max-age=60', expires: 'Sun, 01 Mar 2026 13:00:00 GMT' },
      60,
    ],
    ['s-maxage, which is for shared caches', { 'cache-control': 's-maxage=600' }, undefined],
    ['no-cache', { 'cache-control': 'no-cache, max-age=600' }, undefined],
    ['max-age of 0', { 'cache-control': 'max-age=0' }, undefined],
    ['Expires', { expires: 'Sun, 01 Mar 2026 12:10:00 GMT' }, 600],
    [
      'Expires by the clock of the server',
      { expires: 'Sun, 01 Mar 2026 10:10:00 GMT', date: 'Sun, 01 Mar 2026 10:00:00 GMT' },
      600,
    ],
    ['Expires: 0', { expires: '0' }, undefined],
    ['Expires in the past', { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, undefined],
    ['two headers', { 'cache-control': ['public', 'max-age=30'] }, 30],
    ['nothing', {}, undefined],
  ])('reads %s', (_, headers, expected) => {
    expect(parseFreshSeconds(headers, NOW)).toBe(expected);
  });
});

describe('readValidator', () => {
  it.each<[string | readonly string[] | undefined, string | undefined]>([
    ['"a"', '"a"'],
    ['W/"a b"', 'W/"a b"'],
    ['unquoted', 'unquoted'],
    [['"a"', '"b"'], '"a"'],
    ['', undefined],
    ['"новини"', undefined],
    ['x'.repeat(2000), undefined],
    [undefined, undefined],
  ])('keeps %j as %j', (value, expected) => {
    expect(readValidator({ etag: value }, 'etag')).toBe(expected);
  });
});

describe('toChallenger', () => {
  const page = (head: string, body = ''): string =>
    `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;
  const scripted = page(
    '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    '<p>News</p>',
  );
  it.each<[string, number, Headers, string, string | undefined]>([
    ['by its header', 403, { 'cf-mitigated': 'challenge' }, '', 'Cloudflare'],
    ['by its header under 202', 202, { 'x-amzn-waf-action': 'challenge' }, '', 'AWS WAF'],
    ['by its title', 503, {}, page('<title>Just a moment...</title>'), 'Cloudflare'],
    ['by its script', 403, {}, scripted, 'Cloudflare'],
    ['by a certain mark under 200', 200, {}, page('<script>window._cf_chl_opt={}</script>'), 'Cloudflare'],
    ['by its words', 429, {}, page('', 'Checking your browser before accessing'), 'a firewall'],
    ['not in a page with the same script', 200, {}, scripted, undefined],
    ['not in a plain 403', 403, {}, page('<title>Forbidden</title>'), undefined],
    ['not under 404', 404, {}, page('<title>Just a moment...</title>'), undefined],
    [
      'not in a feed that writes of it',
      200,
      {},
      '<?xml version="1.0"?><rss><item>_cf_chl_opt</item></rss>',
      undefined,
    ],
    ['not in a long article', 200, {}, page('', `_cf_chl_opt ${'x'.repeat(70_000)}`), undefined],
  ])('knows a challenge %s', (_, status, headers, body, expected) => {
    expect(toChallenger(status, headers, Buffer.from(body))).toBe(expected);
  });
});
