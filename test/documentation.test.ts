import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/commands/registry.ts';
import { listSettingKeys } from '../src/config/environment.ts';
import { findFailingExamples } from '../src/config/examples.ts';
import { readConfig } from '../src/config/read-config.ts';
import { buildApiDocument } from '../src/serve/openapi.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const readme = read('README.md');

/** The cells of a README table's first column that stand in backticks. */
function firstColumn(heading: string): readonly string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

describe('the README', () => {
  it('names every command, and none that does not exist', () => {
    const named = firstColumn('Commands').map((text) => text.split(' ')[0]);
    expect([...named].sort()).toEqual(COMMANDS.map(({ name }) => name));
  });

  it('shows only commands and npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const calls = [...readme.matchAll(/npm run -s topicwire -- ([a-z-]+)/g)].map((match) => match[1]);
    const names: readonly string[] = COMMANDS.map(({ name }) => name);
    expect(calls.filter((name) => !names.includes(name ?? ''))).toEqual([]);
    const runs = [...readme.matchAll(/npm (?:run (?:-s )?)?([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(runs.filter((name) => name !== 'ci' && name !== 'run' && scripts[name] === undefined)).toEqual([]);
  });

  it('lists every setting with its default and reason, as the schema has them', () => {
    const rows = readme.split('\n').filter((line) => /^\| `[a-z_]+(?:\.[a-z_]+)?` \|/.test(line));
    for (const { key, default: byDefault, description } of listSettingKeys()) {
      const shown = byDefault === undefined ? '' : `\`${JSON.stringify(byDefault).replaceAll('"', '')}\``;
      expect(rows).toContain(`| \`${key}\` | ${shown} | ${description} |`);
    }
  });

  it('lists every query parameter of the API', () => {
    const document = buildApiDocument();
    const parameters = (document.paths?.['/api/v1/items']?.get?.parameters ?? []).flatMap((parameter) =>
      'name' in parameter && parameter.in === 'query' ? [parameter.name] : [],
    );
    expect([...firstColumn('Query')].sort()).toEqual([...new Set(parameters)].sort());
  });

  it('lists every key of a feed', () => {
    expect([...firstColumn('Add a feed')].sort()).toEqual([
      'auth',
      'body',
      'cron',
      'date',
      'every',
      'headers',
      'id',
      'language',
      'list',
      'publisher',
      'read',
      'remove',
      'sitemap',
      'telegram',
      'title',
      'tls',
      'url',
      'zone',
    ]);
  });

  it('names every shipped topic', () => {
    const ids = readdirSync(join(ROOT, 'config/topics')).map((file) => file.replace(/\.yaml$/, ''));
    expect(ids.filter((id) => !readme.includes(`\`${id}\``))).toEqual([]);
  });

  it('gives the test command that decides what lands', () => {
    expect(readme).toContain('npm ci && npm test');
    expect(read('.ci/run')).toContain('(npm ci && npm test)');
  });
});

describe('the settings file', () => {
  it('holds every key of every section', () => {
    const file = read('config/settings.yaml');
    const missing = listSettingKeys().filter(
      ({ path }) => !new RegExp(`^ *#? *${path.at(-1)}:`, 'm').test(file),
    );
    expect(missing.map(({ key }) => key)).toEqual([]);
  });
});

describe("the README's topic", () => {
  it('is a valid topic file whose examples hold', () => {
    const yaml = /```yaml\n(id: [\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const parent = read('config/topics/transport.yaml').replace(/^parent:.*\n/m, '');
    const loaded = readConfig(
      [
        { kind: 'read', name: 'feeds.yaml', file: 'feeds.yaml', text: 'feeds: [https://example.com/rss]' },
        { kind: 'read', name: 'topics/ports.yaml', file: 'topics/ports.yaml', text: yaml },
        { kind: 'read', name: 'topics/transport.yaml', file: 'topics/transport.yaml', text: parent },
      ],
      'feeds.yaml',
      {},
    );
    expect(loaded).toMatchObject({ kind: 'loaded', warnings: [] });
    if (loaded.kind === 'loaded') expect(findFailingExamples(loaded.config, loaded.topicFiles)).toEqual([]);
  });
});
