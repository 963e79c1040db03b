import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hashSecret, isSecretOf, parseToken, toTokenText } from '../../../src/serve/access/token.ts';

const SECRET = 'Zm9yIGEgdGVzdCBhbmQgbm90aGluZyBlbHNlIDEyMzQ';
const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

describe('a token', () => {
  it('is read back as it was made', () => {
    expect(parseToken(toTokenText({ id: 17, secret: SECRET }))).toEqual({ id: 17, secret: SECRET });
  });

  it.each([
    '',
    'tw',
    SECRET,
    `tw_${SECRET}`,
    `tw1_${SECRET}x`,
    `tw1_${SECRET.slice(1)}`,
    `tw-1_${SECRET}`,
    `tw1_${SECRET}\n`,
    `tw9999999999999999_${SECRET}`,
    `tw1_${SECRET.slice(1)}'`,
  ])('is not read from %j', (text) => {
    expect(parseToken(text)).toBeUndefined();
  });

  it('is proved by its whole secret alone', () => {
    const hash = hashSecret(SECRET);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(isSecretOf(SECRET, hash)).toBe(true);
    for (let at = 0; at < SECRET.length; at++) {
      const other = SECRET[at] === 'A' ? 'B' : 'A';
      expect(isSecretOf(SECRET.slice(0, at) + other + SECRET.slice(at + 1), hash)).toBe(false);
    }
    for (const broken of ['', 'zz', hash.slice(2), `${hash}00`])
      expect(isSecretOf(SECRET, broken)).toBe(false);
  });

  it('is compared in constant time, in one place', () => {
    const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => ({ path, text: readFileSync(`${SRC}/${path}`, 'utf8') }));
    const comparing = sources.filter(({ text }) => /timingSafeEqual\(/.test(text)).map(({ path }) => path);
    expect(comparing).toEqual(['serve/access/token.ts']);
    const plainly =
      /(?:secretHash|secret_hash|hashSecret\([^)]*\))\s*[!=]==|[!=]==\s*(?:\w+\.)?secretHash|where\('secret_hash'/;
    expect(sources.filter(({ text }) => plainly.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
