import { expect, it } from 'vitest';
import { compileTagger } from '../../src/tag/compile.ts';
import { checkExamples } from '../../src/tag/examples.ts';
import { toTopic } from './support/rules.ts';

it('names each example that is not treated as the file says, and what matched', () => {
  const topic = toTopic({
    id: 'oil',
    min_score: 2,
    any: { en: ['oil'], uk: ['нафта~'] },
    examples: {
      match: [{ en: 'Oil rises', uk: 'Нафта дорожчає' }, { en: 'Gas rises' }],
      no_match: [{ en: 'Oil on canvas' }, { en: 'Rain\nOil' }],
    },
  });
  const tagger = compileTagger([topic], { languages: ['uk', 'en'], places: [] });
  expect(checkExamples(tagger, topic).map(({ path, value }) => [path.join('.'), value])).toEqual([
    ['examples.match.en', 'Gas rises'],
    ['examples.no_match.en', 'Oil on canvas'],
  ]);
  expect(checkExamples(tagger, topic)[1]?.expected).toContain('found: Oil');
});

it('asks nothing of a language that is not configured', () => {
  const topic = toTopic({ id: 'oil', any: { uk: ['нафта~'] }, examples: { match: [{ uk: 'Дощ' }] } });
  expect(checkExamples(compileTagger([topic], { languages: ['en'], places: [] }), topic)).toEqual([]);
});
