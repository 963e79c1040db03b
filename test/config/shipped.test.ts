import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/config/document.ts';
import { listSettingKeys, readSettings } from '../../src/config/environment.ts';
import { findFailingExamples } from '../../src/config/examples.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { isRecord } from '../../src/config/shape.ts';

describe('the shipped config', () => {
  it('has no mistake, no warning and no failing example', async () => {
    const read = await loadConfig('config', {});
    const problems =
      read.kind === 'refused' ? read.problems : findFailingExamples(read.config, read.topicFiles);
    expect([...problems, ...read.warnings].map(formatProblem)).toEqual([]);
  });

  it('states language and zone of every feed, and has a publisher for each', async () => {
    const read = await loadConfig('config', {});
    const feeds = read.kind === 'loaded' ? read.config.feeds : [];
    expect(feeds.length).toBeGreaterThan(20);
    expect(feeds.filter(({ language, zone }) => language === undefined || zone === 'UTC')).toEqual([]);
    const publishers = await readFile('config/publishers.yaml', 'utf8');
    expect(feeds.filter(({ publisher }) => !publishers.includes(`id: ${publisher}\n`))).toEqual([]);
  });

  it('follows Report.az and Interfax-Ukraine in three languages each', async () => {
    const read = await loadConfig('config', {});
    const languagesOf = (publisher: string) =>
      read.kind === 'loaded'
        ? read.config.feeds.filter((feed) => feed.publisher === publisher).map(({ language }) => language)
        : [];
    expect(languagesOf('report-az')).toEqual(['az', 'ru', 'en']);
    expect(languagesOf('interfax-ukraine')).toEqual(['uk', 'ru', 'en']);
  });
});

const getAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);

describe('the shipped settings.yaml', () => {
  it('shows every key, commented out, with its default', async () => {
    const text = await readFile('config/settings.yaml', 'utf8');
    const shown = readDocument('settings.yaml', text.replace(/^( *)#(?=[a-z_]+: )/gm, '$1'));
    if (shown.kind === 'refused') throw new Error(shown.problems.map(formatProblem).join('\n'));
    for (const { key, path, default: value } of listSettingKeys())
      expect([key, getAt(shown.document.value, path)]).toEqual([key, value ?? expect.anything()]);
    expect(readSettings(shown.document, {}).problems).toEqual([]);
  });

  it('gives the reason of each key in the words of its schema', async () => {
    const prose = (await readFile('config/settings.yaml', 'utf8')).replace(/\n *# /g, ' ');
    for (const { description } of listSettingKeys()) expect(prose).toContain(description);
  });
});
