import { Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { knowNoNames, nameElement } from '../../src/extract/naming.ts';

const name = (className: string): readonly string[] =>
  nameElement(knowNoNames(), new Element('div', { class: className })).tokens;

describe('nameElement', () => {
  it.each<[string, readonly string[]]>([
    ['article-body', ['article', 'body']],
    ['articleBody', ['article', 'body']],
    ['factbox', ['factbox', 'box~', 'fact~']],
    ['socialLinks newslinks', ['social', 'links', 'newslinks', 'link~']],
    ['story', ['story']],
  ])('reads the words of "%s"', (className, tokens) => {
    expect(name(className)).toEqual(tokens);
  });
});
