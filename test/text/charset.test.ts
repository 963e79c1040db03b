import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { cleanText, decodeBody } from '../../src/text/charset.ts';

const RU = 'Порт открыли после ремонта, сообщили в администрации города';
const UK = 'Порт відкрили після ремонту, повідомили в адміністрації міста Їжакове';
const AZ = 'Liman təmirdən sonra açıldı, şəhər rəhbərliyi bildirdi';
const EN = 'The harbour “opened” – again, naïve café €';
const FR = 'Le port a rouvert après des travaux, a annoncé la mairie à Orléans';

const xml = (text: string, encoding?: string): string =>
  `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><rss><title>${text}</title></rss>`;

describe('decodeBody', () => {
  test.each([
    [
      'a mark before a lying header',
      iconv.encode(xml(RU), 'utf-8', { addBOM: true }),
      'text/xml; charset=windows-1251',
      RU,
      'bom',
    ],
    [
      'UTF-16 with a mark',
      iconv.encode(xml(UK, 'utf-16'), 'utf-16le', { addBOM: true }),
      undefined,
      UK,
      'bom',
    ],
    ['UTF-16 without one', iconv.encode(xml(UK, 'utf-16'), 'utf-16be'), undefined, UK, 'pattern'],
    ['UTF-32 without one', iconv.encode(xml(AZ), 'utf-32le'), undefined, AZ, 'pattern'],
    ['UTF-8 that nobody states', Buffer.from(xml(AZ)), undefined, AZ, 'utf-8'],
    ['UTF-8 under a lying prolog', Buffer.from(xml(RU, 'windows-1251')), 'text/xml', RU, 'utf-8'],
    ['UTF-8 under an unknown name', Buffer.from(xml(RU)), 'text/xml; charset=x-unknown-42', RU, 'utf-8'],
    [
      'windows-1251 by its header',
      iconv.encode(xml(RU), 'win1251'),
      'application/rss+xml; charset="WINDOWS-1251"',
      RU,
      'header',
    ],
    [
      'windows-1251 by its prolog, against the header',
      iconv.encode(xml(RU, 'windows-1251'), 'win1251'),
      'text/xml; charset=utf-8',
      RU,
      'document',
    ],
    [
      'windows-1251 by its header, against the prolog',
      iconv.encode(xml(RU, 'utf-8'), 'win1251'),
      'text/xml; charset=windows-1251',
      RU,
      'header',
    ],
    [
      "windows-1251 against a server's default",
      iconv.encode(xml(RU, 'windows-1251'), 'win1251'),
      'text/xml; charset=ISO-8859-1',
      RU,
      'document',
    ],
    ['an alias', iconv.encode(xml(RU, 'cp-1251'), 'win1251'), undefined, RU, 'document'],
    ['KOI8-U', iconv.encode(xml(UK, 'koi8-u'), 'koi8-u'), undefined, UK, 'document'],
    [
      'windows-1252 under the name of Latin-1',
      iconv.encode(xml(EN, 'iso-8859-1'), 'win1252'),
      undefined,
      EN,
      'document',
    ],
    ['a name only iconv knows', iconv.encode(xml(FR, 'cp850'), 'cp850'), undefined, FR, 'document'],
    [
      'ISO-2022-JP, which is valid UTF-8 too',
      Buffer.from('<?xml version="1.0" encoding="iso-2022-jp"?><a>\u001b$B9A\u001b(B</a>', 'latin1'),
      undefined,
      '港',
      'document',
    ],
    ['windows-1251 that nobody states', iconv.encode(xml(UK), 'win1251'), undefined, UK, 'guess'],
    ['KOI8-R that nobody states', iconv.encode(xml(RU), 'koi8-r'), undefined, RU, 'guess'],
    ['French that nobody states', iconv.encode(xml(FR), 'win1252'), undefined, FR, 'guess'],
  ])('%s', (_name, bytes, contentType, text, by) => {
    const decoded = decodeBody(bytes, contentType, 'xml');
    expect(decoded.text).toContain(text);
    expect(decoded.by).toBe(by);
  });

  test('one bad byte costs one character', () => {
    const bytes = Buffer.concat([Buffer.from(AZ), Buffer.from([0xff]), Buffer.from(RU)]);
    const { text } = decodeBody(bytes, 'text/xml; charset=utf-8', 'xml');
    expect(text).toBe(`${AZ}\ufffd${RU}`);
  });

  test('a last character that is cut off is left out', () => {
    const bytes = Buffer.from(AZ.slice(0, 9)).subarray(0, -1);
    expect(decodeBody(bytes, undefined, 'xml')).toEqual({
      text: AZ.slice(0, 8),
      charset: 'utf-8',
      by: 'utf-8',
    });
  });

  test.each([
    ['<meta charset="windows-1251">'],
    ['<META http-equiv=Content-Type content="text/html; charset=windows-1251">'],
  ])('a page states its charset by %s', (meta) => {
    expect(decodeBody(iconv.encode(meta + RU, 'win1251'), undefined, 'html')).toMatchObject({
      text: meta + RU,
      by: 'document',
    });
  });
});

test('cleanText leaves no control character and reads those of windows-1252', () => {
  expect(cleanText('a\u0000b\u000bc\td\ne\u0092f\ufffeg')).toBe('abc\td\ne’fg');
});
