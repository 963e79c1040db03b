import { describe, expect, it } from 'vitest';
import { dropAsides } from '../../src/extract/asides.ts';
import { toOutline } from '../../src/extract/blocks.ts';
import { parseDocument } from '../../src/extract/document.ts';
import type { PageFacts } from '../../src/extract/features.ts';

const FACTS: PageFacts = {
  titles: new Set(['bridgereopened']),
  description: undefined,
  hasLead: false,
  statedBody: undefined,
};
const keep = (...lines: readonly string[]): readonly string[] => {
  const { blocks } = toOutline(
    parseDocument(`<article>${lines.map((line) => `<p>${line}</p>`).join('')}</article>`),
  );
  return dropAsides(blocks, FACTS).map(({ text }) => text);
};

describe('dropAsides', () => {
  it.each([
    'If you’re seeing this but you’re already a subscriber, log in.',
    'To read the whole report, please sign in or register.',
    'Subscribe today to read the full story.',
    'Dieser Text ist nur für Abonnenten.',
    'Article réservé à nos abonnés.',
    'Este contenido es solo para suscriptores.',
    'Матеріал доступний лише для передплатників.',
    'Подписывайтесь на наш канал.',
    'Bu yazını oxumaq üçün abunə olun.',
    'この記事は会員限定です。',
    'Photo: A. Example',
    '(Credit: A. Example / Example News)',
    'Фото: Приклад',
    '<a href="/bridge">Bridge reopened</a>',
  ])('drops "%s"', (line) => {
    expect(keep('The bridge was reopened.', line)).toEqual(['The bridge was reopened.']);
  });

  it.each([
    'Finland is already a member of the alliance, the minister said.',
    'The network has two million subscribers, who pay ten euros a month.',
    'Im Mai waren bereits 300 Fälle registriert.',
    'Residents must register to vote by Friday.',
    'España ya es socio de la unión.',
    'Photo editing takes a day.',
    'Bridge reopened',
  ])('keeps "%s"', (line) => {
    expect(keep('The bridge was reopened.', line)).toEqual(['The bridge was reopened.', line]);
  });

  it('drops what stands between two pitches', () => {
    const lines = [
      'Subscribe now to read the full story.',
      'All of our reports.',
      'Already a subscriber? Log in.',
    ];
    expect(keep('The bridge was reopened.', ...lines, 'It took a year.')).toEqual([
      'The bridge was reopened.',
      'It took a year.',
    ]);
  });
});
