import { load } from 'cheerio/slim';
import type { AnyNode, ParentNode } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { isElement, parseDocument, queryDocument } from '../../src/extract/document.ts';

/** The tree as nested lists; neighbouring texts as one, comments and doctypes left out. */
const toShape = (parent: ParentNode): readonly unknown[] => {
  const shape: unknown[] = [];
  const addText = (data: string) => {
    const last = shape.at(-1);
    if (typeof last === 'string') shape[shape.length - 1] = last + data;
    else shape.push(data);
  };
  for (const node of parent.children as readonly AnyNode[]) {
    if (node.type === 'text') addText(node.data);
    else if (isElement(node)) shape.push([node.name, { ...node.attribs }, toShape(node)]);
  }
  return shape;
};

const toDepth = (parent: ParentNode): number =>
  1 + Math.max(0, ...parent.children.map((node) => (isElement(node) ? toDepth(node) : 0)));

describe('parseDocument', () => {
  it.each([
    ['entries and cells without end tags', '<ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><th>3</table>'],
    ['paragraphs ended by blocks', '<p>a<div>b</div>c</p><p>d<h2>e</h2>f'],
    ['end tags without a beginning', 'a</div>b</p>c</br>d</span>e</img>'],
    ['elements crossed over', '<b>a<i>b</b>c</i>d<a href=x><div>e</a>f</div>'],
    ['attributes in all their forms', `<a HREF=x&amp;y TITLE='a"b' b c= "d&eacute;" c="second" <e>t</a>`],
    ['entities whole, cut and unknown', 'a &amp; b &lt c &#1040;&#x41; &nope; &amp'],
    ['lone brackets and odd names', 'a < b <c-d>e</c-d> <1> </ x> <x:y z:w="1">f</x:y>'],
    ['comments, doctypes and CDATA', '<!doctype html>a<!-- <p> -->b<![CDATA[c]]>d<?php e ?>f'],
    ['definition lists and rubies', '<dl><dt>a<dd>b<dt>c</dl><ruby>a<rt>b<rp>c</ruby>'],
    ['foreign elements that close themselves', 'a<x/>b<mi/>c<title>d &amp; e</title>f'],
    ['a body before which the head was left open', '<html><head><link rel=x><body class=a>b'],
    ['a tag cut off', '<p>a<b>c<a href="x'],
    ['nothing', ''],
  ])('builds the tree that cheerio builds of %s', (_, html) => {
    const expected = load(html, { xml: { xmlMode: false, decodeEntities: true } })
      .root()
      .get(0);
    if (expected === undefined) throw new Error('cheerio gave no root');
    expect(toShape(parseDocument(html))).toEqual(toShape(expected));
  });

  it('leaves out what is neither text nor data of the article, and joins the text around it', () => {
    const html =
      '<p>one <script>if (a < b) c()</script><style>p{}</style><svg><path d="m"/><title>t</title></svg><input>two</p>' +
      '<script type="application/ld+json">{"a": "<p>"}</script>';
    expect(toShape(parseDocument(html))).toEqual([
      ['p', {}, ['one two']],
      ['script', { type: 'application/ld+json' }, ['{"a": "<p>"}']],
    ]);
  });

  it('gives the text of elements beyond a depth to the deepest one that is built', () => {
    const root = parseDocument(`${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}<p>after</p>`);
    expect(toDepth(root)).toBe(257);
    expect(queryDocument(root)('div').first().text()).toBe('deep');
    expect(queryDocument(root)('p').text()).toBe('after');
  });
});
