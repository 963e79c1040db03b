import { load } from 'cheerio/slim';

/** A selector names a handful of elements; longer ones are a program. */
const MAX_SELECTOR_CHARS = 300;

/** What is wrong with a CSS selector, in a few words; undefined where cheerio understands it. */
export function findSelectorFault(selector: string): string | undefined {
  if (selector.trim() === '') return 'it is empty';
  if (selector.length > MAX_SELECTOR_CHARS) return `it is longer than ${MAX_SELECTOR_CHARS} characters`;
  // jQuery's own spelling: what begins like markup would be made, not looked for.
  if (selector.trimStart().startsWith('<')) return 'it is markup';
  try {
    load('').root().find(selector);
    return undefined;
  } catch (error) {
    return error instanceof Error ? toWords(error.message) : 'it cannot be read';
  }
}

const toWords = (message: string): string =>
  (message.split('\n', 1)[0] ?? '').replace(/[\s,:]+$/, '').slice(0, 100);
