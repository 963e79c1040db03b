import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectFormat } from '../../src/parse/detect.ts';
import { toParsedFeed } from '../../src/parse/header.ts';
import { DEFAULT_LIMITS } from '../../src/parse/limits.ts';
import { readByRssParser } from '../../src/parse/rss.ts';
import { findSound } from '../../src/parse/sound.ts';
import { readTolerantly } from '../../src/parse/tolerant.ts';
import { buildDateParser } from '../../src/text/date.ts';
import { FEED_URL } from './support.ts';

const SOUND = new URL('../fixtures/feeds/sound/', import.meta.url);
const documents = readdirSync(SOUND).map(
  (name) => [name, readFileSync(new URL(name, SOUND), 'utf8')] as const,
);

test.each(documents)('both readers read %s alike', async (_name, text) => {
  const detected = detectFormat(text);
  if (detected.kind !== 'xml') throw new Error(`a fixture is ${detected.kind}`);
  const sound = findSound(text, detected.root, DEFAULT_LIMITS);
  const byLibrary = sound && (await readByRssParser(sound, detected.root));
  if (byLibrary === undefined) throw new Error('rss-parser was not trusted with a sound feed');
  const source = { url: FEED_URL, parseDate: buildDateParser('UTC'), reader: 'tolerant' as const };
  const tolerant = readTolerantly(text, detected.root, FEED_URL, DEFAULT_LIMITS);
  expect(toParsedFeed(byLibrary, source)).toEqual(toParsedFeed(tolerant, source));
});

const rss = (inside: string, root = '') =>
  `<rss version="2.0"${root}><channel><title>T</title><item>${inside}</item></channel></rss>`;

test.each([
  ['xml:base', rss('<title>a</title>', ' xml:base="https://a.example/"')],
  [
    'an unusual prefix of a known namespace',
    rss('<d:creator>x</d:creator>', ' xmlns:d="http://purl.org/dc/elements/1.1/"'),
  ],
  ['a namespace declared inside', rss('<content xmlns="http://www.w3.org/2005/Atom">x</content>')],
  ['twice-escaped text', rss('<description>&amp;lt;p&amp;gt;x</description>')],
  ['a control character by number', rss('<title>a&#11;b</title>')],
  ['a document type', `<!DOCTYPE rss>${rss('<title>a</title>')}`],
  ['a missing end', rss('<title>a</title>').slice(0, -6)],
  ['another name of the root', rss('<title>a</title>').replaceAll('rss', 'RSS')],
  ['a tower of elements', rss(`${'<a>'.repeat(120)}${'</a>'.repeat(120)}`)],
])('rss-parser is not trusted with %s', (_name, text) => {
  const detected = detectFormat(text);
  if (detected.kind !== 'xml') throw new Error('expected a feed');
  expect(findSound(text, detected.root, DEFAULT_LIMITS)).toBeUndefined();
});

test.each([
  ['a bare ampersand', rss('<title>AT&T</title>')],
  ['an unknown entity', rss('<title>a&foobar;b</title>')],
  ['markup inside a field', rss('<description>One <b>two</b> three</description>')],
])('rss-parser gives %s up to the tolerant reader', async (_name, text) => {
  const detected = detectFormat(text);
  const sound = detected.kind === 'xml' ? findSound(text, detected.root, DEFAULT_LIMITS) : undefined;
  if (detected.kind !== 'xml' || sound === undefined) throw new Error('expected to be tried');
  expect(await readByRssParser(sound, detected.root)).toBeUndefined();
});
