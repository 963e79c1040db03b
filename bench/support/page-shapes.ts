import { buildRandom } from '../../test/support/random.ts';

/** What pages of any size can be made of, by name: a piece of markup from running words. */
const SHAPES: Readonly<Record<string, (words: () => string, at: number) => string>> = {
  article: (words, at) =>
    (at % 7 === 0 ? `<h2>${words().slice(0, 40)}</h2>` : '') +
    `<p class="text">${words()} <a href="/news/${at}" class="link">${words().slice(0, 20)}</a>, <b>${words()}</b>.</p>\n` +
    (at % 9 === 0
      ? `<figure><img src="/i/${at}.jpg" alt=""><figcaption>Photo: ${at}</figcaption></figure>`
      : ''),
  links: (words, at) =>
    `<div class="card card-${at % 5}"><ul><li><a href="/n/${at}">${words()}</a> <time>12:${10 + (at % 50)}</time></ul></div>\n`,
  table: (words, at) =>
    `<tr id="r${at}"><td>${at}<td>${words()}<td class="cell">${words().slice(0, 30)}</tr>\n`,
  unclosed: (words) => `<div><span class="a b"><p>${words()}<br><br>${words()}`,
};

/** The names of the shapes that `buildPage` knows. */
export const SHAPE_NAMES: readonly string[] = Object.keys(SHAPES);

const WORDS =
  'harbour council bridge flood mayor engineer budget river school morning minister export grain ship road north'.split(
    ' ',
  );

/** A page of our own writing of about that many characters, all of one shape around an article. */
export const buildPage = (shape: string, chars: number): string => {
  const random = buildRandom(chars);
  const words = (): string =>
    Array.from(
      { length: 4 + Math.floor(random() * 20) },
      () => WORDS[Math.floor(random() * WORDS.length)],
    ).join(' ');
  const build = SHAPES[shape];
  if (build === undefined) throw new Error(`no shape "${shape}": expected one of ${SHAPE_NAMES.join(', ')}`);
  const parts = [
    '<!doctype html><html lang="en"><head><title>A page</title><meta property="og:title" content="A page"></head><body>',
    `<main><article><h1>A page</h1>${`<p>${words()}. ${words()}, ${words()}.</p>`.repeat(5)}`,
    shape === 'table' ? '<table>' : '',
  ];
  let size = parts.join('').length;
  for (let at = 0; size < chars; at += 1) {
    const part = build(words, at);
    parts.push(part);
    size += part.length;
  }
  return `${parts.join('')}</body></html>`;
};
