import { describe, expect, it } from 'vitest';
import { findSelectorFault, isWholePage } from '../../src/text/selector.ts';

describe('a selector', () => {
  it.each([
    'div.article-text',
    '#story > p:not(.promo, [hidden])',
    'main article .body p:first-child',
    '[data-component="text-block"], h2 + ul',
    'p:is(.lead, .text)',
    'ul li:last-child',
  ])('%s is taken', (text) => {
    expect(findSelectorFault(text)).toBeUndefined();
  });

  it.each([
    ['', 'a CSS selector'],
    ['div..text', 'a CSS selector, such as div.article-text'],
    ['div[class', 'a CSS selector, such as div.article-text'],
    ['p >', 'a CSS selector, such as div.article-text'],
    ['> p', 'a CSS selector, such as div.article-text'],
    ['<p>', 'a CSS selector, such as div.article-text'],
    ['//div[@class="text"]', 'a CSS selector, such as div.article-text'],
    [`.${'x'.repeat(200)}`, 'a CSS selector of at most 200 characters'],
    [Array.from({ length: 11 }, () => 'p').join(), 'a CSS selector of at most 10 alternatives'],
    ['a b c d e f g', 'a CSS selector with at most 6 elements in a row'],
    [
      'div:has(img)',
      'a CSS selector with no :has: only :not and :is, and of places :first-child, :last-child, :only-child and :empty',
    ],
    ['h2 ~ p', 'a CSS selector with no combinators but space, > and +'],
    ['p:not(div p)', 'a CSS selector with no combinator or pseudo-class within :not()'],
    [
      'p:contains("Telegram")',
      'a CSS selector with no :contains: only :not and :is, and of places :first-child, :last-child, :only-child and :empty',
    ],
    [
      'li:nth-child(2n)',
      'a CSS selector with no :nth-child: only :not and :is, and of places :first-child, :last-child, :only-child and :empty',
    ],
    ['h1::text', 'a CSS selector with no ::text: the text of an element is read anyway'],
    ['p < div', 'a CSS selector with no combinators but space, > and +'],
  ])('%s is refused', (text, expected) => {
    expect(findSelectorFault(text)).toBe(expected);
  });

  it.each([
    ['*', true],
    ['p, body', true],
    ['HTML', true],
    ['body > div', false],
    ['*.promo', false],
  ])('%s takes in the whole page: %s', (text, expected) => {
    expect(isWholePage(text)).toBe(expected);
  });
});
