import { describe, expect, it } from 'vitest';
import { fillReferences, isSoundReferenceText, listReferences } from '../../src/text/references.ts';

const ref = (name: string): string => `$\{${name}}`;

describe('references to variables', () => {
  it.each([
    ['plain', [], true],
    [ref('TOKEN'), ['TOKEN'], true],
    [`Bearer ${ref('A_1')}, ${ref('_b')}, ${ref('A_1')}`, ['A_1', '_b'], true],
    ['$TOKEN', [], true],
    [ref(''), [], false],
    [ref('1A'), [], false],
    [ref('A-B'), [], false],
    ['${A', [], false],
  ])('in %s are %j', (text, names, sound) => {
    expect(listReferences(text)).toEqual(names);
    expect(isSoundReferenceText(text)).toBe(sound);
  });

  it('are filled with the values, as they are', () => {
    const text = `${ref('A')} and ${ref('B')} and ${ref('A')}`;
    expect(fillReferences(text, { A: '$& $1', B: ref('A') })).toEqual({
      kind: 'filled',
      text: `$& $1 and ${ref('A')} and $& $1`,
    });
  });

  it.each([
    ['not set', {}],
    ['empty', { B: '' }],
  ])('name the first variable that is %s', (_, env) => {
    expect(fillReferences(`${ref('A')}${ref('B')}`, { A: '1', ...env })).toEqual({
      kind: 'missing',
      name: 'B',
    });
  });
});
