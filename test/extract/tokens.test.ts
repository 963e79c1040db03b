import { Tokenizer } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { readTokens } from '../../src/extract/tokens.ts';
import { buildRandom } from '../support/random.ts';

type Event = readonly [kind: string, ...parts: string[]];

const readOurs = (html: string): readonly Event[] => {
  const events: Event[] = [];
  const add = (kind: string) => (start: number, end: number) => {
    events.push([kind, html.slice(start, end)]);
  };
  readTokens(html, {
    text: add('text'),
    openName: (start, end) => {
      add('open')(start, end);
      return html.slice(start, end).toLowerCase();
    },
    attribute: (start, end, valueStart, valueEnd) => {
      events.push(['attribute', html.slice(start, end), html.slice(valueStart, valueEnd)]);
    },
    openEnd: () => events.push(['end']),
    selfClosing: () => events.push(['self']),
    close: add('close'),
  });
  return events;
};

const ignore = () => {};

const readTheirs = (html: string): readonly Event[] => {
  const events: Event[] = [];
  let [name, value] = ['', ''];
  const add = (kind: string) => (start: number, end: number) => {
    events.push([kind, html.slice(start, end)]);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ontext: add('text'),
      onopentagname: add('open'),
      onattribname: (start, end) => {
        [name, value] = [html.slice(start, end), ''];
      },
      onattribdata: (start, end) => {
        value += html.slice(start, end);
      },
      onattribend: () => events.push(['attribute', name, value]),
      onopentagend: () => events.push(['end']),
      onselfclosingtag: () => events.push(['self']),
      onclosetag: add('close'),
      ontextentity: ignore,
      onattribentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return events;
};

const PIECES =
  '<|<|>|>|</|</|/>|/|=|"|\'| |\n|\t|a|b|p|é|-|--|!|?|<!|<!-|<!--|-->|--->|<!-->|<![CDATA[|]]|]]>|<?|[|&amp;|<p|<div|</p>|' +
  '<script>|<SCRIPT src=a>|</script|</script>|</Script >|<style>|</style>|<title>|</title>|</title |<textarea>|</textarea>|' +
  '<xmp>|</xmp>|<s>|<script/>|<b c=|<b c="|<b c=\'|<b c|<a =b>|<a b=>|<a b = c>|<a/b>|</>|</ p>|</1>|<1>';
const RANDOM_PIECES = PIECES.split('|');
/** Ends whatever was left open, so that the end of the markup cuts nothing off. */
const CLOSING = `'>">-->]]></script></style></title></textarea></xmp>`;
const MARKUPS = 3_000;

const buildMarkup = (random: () => number): string => {
  const count = 1 + Math.floor(random() * 14);
  const pick = () => RANDOM_PIECES[Math.floor(random() * RANDOM_PIECES.length)];
  return Array.from({ length: count }, pick).join('') + CLOSING;
};

describe('readTokens', () => {
  it("tells of markup what htmlparser2's tokenizer does, for each of 3,000 of all sorts", () => {
    const random = buildRandom(7);
    for (let at = 0; at < MARKUPS; at += 1) {
      const html = buildMarkup(random);
      expect([html, readOurs(html)]).toEqual([html, readTheirs(html)]);
    }
  });

  it.each([
    ['a tag in its name', 'a<sec', [['text', 'a']]],
    ['an end tag', 'a</p', [['text', 'a']]],
    ['a comment', 'a<!-- b', [['text', 'a']]],
    ['a script', '<script>a</script', [['open', 'script'], ['end'], ['text', 'a</script']]],
    ['a value', '<a b="c', [['open', 'a']]],
  ])('ends no tag where the markup ends within %s', (_, html, expected) => {
    expect(readOurs(html)).toEqual(expected);
  });
});
