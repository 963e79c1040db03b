import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.ts';
import type { Tag } from '../../src/model.ts';
import { compileTagger } from '../../src/tag/compile.ts';
import { tagItem } from '../../src/tag/tag.ts';
import { toIds, toItem, toTopic } from '../tag/support/rules.ts';

const page = readFileSync(new URL('../fixtures/frames/page.html', import.meta.url), 'utf8');

/** Each word but `bridge` stands in one or two parts of the frame alone; a single mention anywhere would be enough. */
const WORDS = {
  bridges: 'bridge~',
  volcanoes: 'volcano~',
  vaccines: 'vaccine~',
  orchestras: 'orchestra~',
  elections: 'election~',
};
const tagger = compileTagger(
  [
    ...Object.entries(WORDS).map(([id, term]) => toTopic({ id, min_score: 0.1, any: { en: [term] } })),
    toTopic({ id: 'football', min_score: 0.1, any: { en: ['football'] }, categories: ['Football'] }),
  ],
  { languages: ['en'] },
);

/** Tags the page as the read pass does: the article's title and text, and the labels of the feed's entry. */
const tagPage = (categories: readonly string[]): readonly Tag[] => {
  const outcome = extractArticle(page, 'https://wire.example/bridge', { zone: 'UTC', siteRules: true });
  if (outcome.kind === 'failed') throw new Error(`${outcome.failure}: ${outcome.detail}`);
  const { title = '', text } = outcome.article;
  return tagItem(tagger, toItem({ title, text, categories }));
};

describe('the tags of a page', () => {
  it('come from its headline and body, not from strips, related links, footer or section', () => {
    // The page as a whole would give them all, and the three countries of its frame.
    expect(toIds(tagItem(tagger, toItem({ text: page })))).toHaveLength(9);
    expect(toIds(tagPage([]))).toEqual(['bridges']);
  });

  it('say category where only the publisher’s label gives them, with the label as evidence', () => {
    const tags = tagPage(['Town', 'Football']);
    expect(toIds(tags).toSorted()).toEqual(['bridges', 'football']);
    const football = tags.find(({ tag }) => tag === 'football');
    expect(football).toMatchObject({ givenBy: 'category', score: 1 });
    expect(football?.evidence).toMatchObject([{ field: 'categories', index: 1, text: 'Football' }]);
    expect(tags.find(({ tag }) => tag === 'bridges')?.givenBy).toBe('rule');
  });
});
