import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/config/document.ts';

const TEXT = `# head
feeds:
  - https://one.example/rss
  - url: https://two.example/rss
    "zone": &zone
      Asia/Baku
  - { url: https://three.example/rss,
      zone: *zone }
12: twelve
`;

const LINES: readonly (readonly [readonly (string | number)[], number])[] = [
  [[], 2],
  [['feeds'], 2],
  [['feeds', 0], 3],
  [['feeds', 0, 'url'], 3],
  [['feeds', 1], 4],
  [['feeds', 1, 'zone'], 5],
  [['feeds', 1, 'missing'], 4],
  [['feeds', 2, 'zone'], 8],
  [['feeds', 2, 'zone', 'deeper'], 8],
  [['feeds', 9], 2],
  [['12'], 9],
];

describe('a YAML document', () => {
  it.each(LINES)('has %j on line %i', (path, line) => {
    const read = readDocument('f.yaml', TEXT);
    expect(read.kind === 'read' ? read.document.lineOf(path) : undefined).toBe(line);
  });

  it('counts lines that end in CRLF', () => {
    const read = readDocument('f.yaml', TEXT.replaceAll('\n', '\r\n'));
    expect(read.kind === 'read' ? read.document.lineOf(['feeds', 1]) : undefined).toBe(4);
  });

  it.each([
    ['more aliases than anybody writes', `a: &a x\nb: [${'*a,'.repeat(5000)}]`, 2],
    ['brackets', '['.repeat(1_000_000), 1],
    ['dashes', `a:\n${'- '.repeat(100_000)}`, 2],
    ['a staircase', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 65],
  ])('is refused with its line where it is made of %s', (_name, text, line) => {
    expect(readDocument('f.yaml', text)).toMatchObject({
      kind: 'refused',
      problems: [{ file: 'f.yaml', line }],
    });
  });

  it('keeps a key named __proto__ a key', () => {
    const read = readDocument('f.yaml', '__proto__: { polluted: true }');
    expect(read.kind === 'read' && Object.keys(Object(read.document.value))).toEqual(['__proto__']);
    expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined();
  });
});
