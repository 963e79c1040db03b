import { describe, expect, it } from 'vitest';
import { toItemView } from '../../src/store/item-view.ts';

const AT = new Date('2026-02-09T12:00:00Z');

const view = (article: object | null) =>
  toItemView({
    ...{
      id: 7,
      version: '1',
      publisher_id: 'report',
      url: null,
      title: 'A thing',
      authors: [],
      categories: [],
    },
    ...{ summary_html: null, content_html: null, language: 'en', published_at: null, published_text: null },
    ...{ updated_at: null, first_seen_at: AT, ordered_at: AT.toISOString(), ordered_by: 'first-seen' },
    ...{ ordered_reason: null, changed_at: AT, read_state: 'read', read_failure: null, read_detail: null },
    ...{ text: 'Text', html: '<p>Text</p>', extracted_by: null, confidence: null, feeds: [], tags: [] },
    article,
  }).article;

describe('the article of a stored item', () => {
  it('reads a row that was stored before a field was kept', () => {
    expect(view({ authors: ['Ann Example'], keywords: ['bridge'], section: 'World' })).toEqual({
      ...{ keywords: ['bridge'], section: 'World', credits: [], alternates: [], paywalled: false },
      ...{ modifiedAt: undefined, dateline: undefined },
    });
  });

  it('reads every field it has', () => {
    const stored = {
      ...{ keywords: [], section: 'World', credits: ['Reuters'], paywalled: true },
      alternates: [{ language: 'uk', url: 'https://example.com/uk/a' }],
      dateline: { text: 'LONDON (Reuters)', place: 'LONDON', agency: 'Reuters' },
    };
    expect(view({ ...stored, modifiedAt: AT.toISOString() })).toEqual({
      ...stored,
      modifiedAt: AT,
      dateline: { ...stored.dateline, date: undefined },
    });
  });

  it('is absent where the page was not read', () => {
    expect(view(null)).toBeUndefined();
  });
});
