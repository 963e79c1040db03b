import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { codeContent, pickCoding } from '../../src/serve/content-coding.ts';

describe('the coding of an answer', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['gzip;q=0, *', 'br'],
    ['identity', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['identity;q=0, GZIP', 'gzip'],
    ['deflate', undefined],
    ['\u0000,;;q==,gzip;q=x', 'gzip'],
  ] as const)('for %j is %s', (header, coding) => {
    expect(pickCoding(header)).toBe(coding);
  });

  const app = new Hono();
  app.use(codeContent);
  app.get('/long', (c) => c.text('a'.repeat(5_000), 200, { 'x-kept': 'yes' }));
  app.get('/short', (c) => c.text('a', 200, { etag: '"a"' }));
  app.get('/image', (c) => c.body('a'.repeat(5_000), 200, { 'content-type': 'image/png' }));
  app.get('/bad', (c) => c.text('a'.repeat(5_000), 400));
  const ask = (path: string) => app.request(path, { headers: { 'accept-encoding': 'gzip' } });

  it('leaves what is short or no text as it is', async () => {
    const short = await ask('/short');
    expect([short.headers.get('content-encoding'), short.headers.get('etag'), await short.text()]).toEqual([
      null,
      '"a"',
      'a',
    ]);
    expect(short.headers.get('vary')).toBe('accept-encoding');
    const image = await ask('/image');
    expect([image.headers.get('content-encoding'), image.headers.get('vary')]).toEqual([null, null]);
    expect(await image.text()).toHaveLength(5_000);
  });

  it('keeps status and headers', async () => {
    const long = await ask('/long');
    expect([long.status, long.headers.get('x-kept')]).toEqual([200, 'yes']);
    expect(gunzipSync(Buffer.from(await long.arrayBuffer())).toString()).toBe('a'.repeat(5_000));
    const bad = await ask('/bad');
    expect([bad.status, bad.headers.get('content-encoding')]).toEqual([400, 'gzip']);
  });
});
