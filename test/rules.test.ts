import { describe, expect, it } from 'vitest';
import type { Config } from '../src/config/config.ts';
import { readConfig } from '../src/config/read-config.ts';
import { toNextTagger, toTagger } from '../src/rules.ts';

const TEXTS = {
  'feeds.yaml': 'feeds: [https://one.example/rss]',
  'settings.yaml': 'languages: [en]',
  'topics/oil.yaml': 'id: oil\nlabel: { en: Oil }\nany: { en: [oil, crude^2] }',
};

const read = (texts: Readonly<Record<string, string>> = {}): Config => {
  const files = Object.entries({ ...TEXTS, ...texts }).map(([name, text]) => ({
    ...{ kind: 'read' as const, name, file: name, text },
  }));
  const result = readConfig(files, 'feeds.yaml', {});
  if (result.kind === 'loaded') return result.config;
  throw new Error(JSON.stringify(result.problems));
};

describe('the tagger of the next revision', () => {
  const config = read();
  const former = { config, tagger: toTagger(config) };

  it.each<[string, Readonly<Record<string, string>>]>([
    ['other feeds', { 'feeds.yaml': 'feeds: [https://two.example/rss]' }],
    ['another label', { 'topics/oil.yaml': TEXTS['topics/oil.yaml'].replace('Oil', 'Crude oil') }],
    ['another setting', { 'settings.yaml': 'languages: [en]\nserver: { port: 1 }' }],
  ])('is the former one with %s', (_name, texts) => {
    expect(toNextTagger(former, read(texts))).toBe(former.tagger);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['another term', { 'topics/oil.yaml': TEXTS['topics/oil.yaml'].replace('crude', 'petrol') }],
    ['another topic', { 'topics/gas.yaml': 'id: gas\nlabel: { en: Gas }\nany: { en: [gas] }' }],
    ['another language', { 'settings.yaml': 'languages: [en, uk]' }],
  ])('is compiled with %s', (_name, texts) => {
    const next = read(texts);
    expect(toNextTagger(former, next).hash).toBe(toTagger(next).hash);
    expect(toTagger(next).hash).not.toBe(former.tagger.hash);
  });
});
