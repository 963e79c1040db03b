import { describe, expect, it } from 'vitest';
import { findRegex, parseRegex } from '../../src/tag/regex.ts';

const find = (written: string, text: string): readonly string[] => {
  const result = parseRegex(written);
  if (result.kind === 'bad') throw new Error(result.expected);
  return findRegex(result.regex, text).map(({ start, end }) => text.slice(start, end));
};

describe('a regex of a topic', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['finds each match', '/F-?(16|35)/', 'F-16, F35 and F-16', ['F-16', 'F35', 'F-16']],
    ['takes Unicode word edges', '/\\bНАТО\\b/', 'НАТО, ПроНАТО, НАТОвець, (НАТО)', ['НАТО', 'НАТО']],
    ['takes edges of each alternative', '/\\bкіт\\b|пес/', 'кіт кіт котик песик', ['кіт', 'кіт', 'пес']],
    ['takes no combining mark for an edge', '/\\bНА\\b/', 'НА\u0301', []],
    ['ignores case where flagged', '/\\bнато\\b/i', 'Нато НАТО', ['Нато', 'НАТО']],
    ['reads a bar inside a class and a group as it is', '/a[|]b|(c|d)e/', 'a|b ce de', ['a|b', 'ce', 'de']],
    ['finds nothing where nothing is', '/F-?(16|35)/', 'F-15, Ф16 і F 35', []],
    ['reads flags inside of the expression', '/(?i)нато/', 'Нато НАТО', ['Нато', 'НАТО']],
    ['stops at three', '/x/', 'xxxxx', ['x', 'x', 'x']],
  ])('%s', (_name, written, text, expected) => {
    expect(find(written, text)).toEqual(expected);
  });

  it('stays linear where a backtracking engine explodes', () => {
    expect(find('/(aa+)+$/', `${'a'.repeat(20_000)}!`)).toEqual([]);
  });
});
