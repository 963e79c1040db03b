import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');

/** What a folder, or a file at the top of src, may import of ours besides itself. `*` is anything. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'model.ts': [],
  text: ['model.ts'],
  fetch: ['model.ts', 'text'],
  parse: ['model.ts', 'text'],
  discover: ['model.ts', 'text'],
  identify: ['model.ts', 'text'],
  extract: ['model.ts', 'text'],
  tag: ['model.ts', 'text'],
  alerts: ['model.ts', 'text'],
  store: ['model.ts', 'text'],
  serve: ['model.ts', 'text', 'store'],
  config: ['model.ts', 'text', 'tag'],
  'feed-document.ts': ['model.ts', 'parse', 'discover'],
  'sitemap-index.ts': ['model.ts', 'text', 'fetch', 'parse', 'discover', 'feed-document.ts'],
  'pipeline.ts': [
    'model.ts',
    'text',
    'fetch',
    'parse',
    'identify',
    'extract',
    'feed-document.ts',
    'reading.ts',
    'sitemap-index.ts',
  ],
  'reading.ts': ['model.ts', 'text', 'fetch', 'extract', 'tag'],
  'schedule.ts': ['model.ts', 'pipeline.ts'],
  'log.ts': ['config'],
  'rules.ts': ['model.ts', 'config', 'pipeline.ts', 'tag', 'text'],
  'network.ts': ['config', 'fetch'],
  'threads.ts': ['model.ts', 'extract', 'feed-document.ts'],
  'thread-main.ts': ['extract', 'feed-document.ts', 'threads.ts'],
  'alerting.ts': ['text', 'alerts', 'config', 'fetch', 'log.ts', 'serve', 'store'],
  'replay.ts': ['model.ts', 'pipeline.ts', 'store'],
  'worker.ts': [
    'model.ts',
    'text',
    'config',
    'fetch',
    'tag',
    'store',
    'log.ts',
    'alerting.ts',
    'network.ts',
    'pipeline.ts',
    'retag.ts',
    'schedule.ts',
  ],
  'plan-tally.ts': ['model.ts'],
  'plan.ts': ['model.ts', 'config', 'plan-tally.ts', 'rules.ts', 'store'],
  'retag.ts': ['model.ts', 'log.ts', 'store', 'tag'],
  'applied-config.ts': ['config', 'log.ts', 'plan.ts', 'store'],
  'app.ts': [
    'model.ts',
    'text',
    'config',
    'fetch',
    'store',
    'serve',
    'log.ts',
    'network.ts',
    'plan.ts',
    'replay.ts',
    'retag.ts',
    'rules.ts',
    'alerting.ts',
    'schedule.ts',
    'threads.ts',
    'worker.ts',
    'applied-config.ts',
    'pipeline.ts',
    'tag',
  ],
  commands: ['*'],
  'cli.ts': ['commands'],
};

/** A library and the one place that may import it. */
const DOORS: readonly (readonly [library: string, door: RegExp])[] = [
  ['rss-parser', /^parse\/rss\.ts$/],
  ['undici', /^fetch\//],
  ['ipaddr.js', /^(fetch\/guard|config\/setting)\.ts$/],
  ['robots-parser', /^fetch\/robots\.ts$/],
  ['kysely', /^store\//],
  ['pg', /^store\//],
  ['@electric-sql/pglite', /^store\//],
  ['node-cron', /^schedule\.ts$/],
  ['hono', /^serve\//],
  ['@hono/node-server', /^serve\//],
  ['@hono/zod-openapi', /^serve\//],
  ['yaml', /^config\//],
  ['zod', /^(config|serve|store|commands)\//],
  ['pino', /^log\.ts$/],
  ['commander', /^(cli\.ts|commands\/)/],
  ['cheerio', /^(?:extract|discover)\//],
  ['css-what', /^text\/selector\.ts$/],
  ['htmlparser2', /^(parse|discover|extract|config|text)\//],
  ['sanitize-html', /^text\/html\.ts$/],
  ['eld', /^text\//],
  ['re2js', /^tag\//],
  ['i18n-iso-countries', /^tag\//],
  ['feedsmith', /^(serve|config)\//],
  ['iconv-lite', /^text\//],
];

/** Types alone, read from top to bottom as the list of what flows: it may be longer than code. */
const GLOSSARY = 'model.ts';

/** Functions and tables without effects in modules that otherwise have them. */
const PURE_IMPORTS = /^import \{ (?:isIP|STATUS_CODES) \} from 'node:(?:net|http)';$/gm;

/** What only a file with effects may import or call. */
const EFFECTS: readonly RegExp[] = [
  /from 'node:(?:fs|fs\/promises|net|tls|http|https|dns|dns\/promises|child_process|timers|timers\/promises|os|process|worker_threads|readline)'/,
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\(/,
  /\b(?:setTimeout|setInterval|setImmediate)\(/,
  /\bprocess\.(?!version)/,
  /\bconsole\./,
];

interface SourceFile {
  /** Path below src, with slashes. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    const code = text
      .replace(PURE_IMPORTS, '')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '$1');
    const imports = [...code.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    return { path: path.split('\\').join('/'), code, imports };
  });

const toPart = (path: string): string => path.split('/')[0] ?? path;
const toTarget = (file: SourceFile, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(file.path), specifier));
const ours = (file: SourceFile): readonly string[] =>
  file.imports.filter((specifier) => specifier.startsWith('.')).map((specifier) => toTarget(file, specifier));

describe('the architecture', () => {
  it('lets each folder import only what the design allows', () => {
    const breaches = files.flatMap((file) => {
      const part = toPart(file.path);
      const allowed = ALLOWED[part];
      if (allowed === undefined) return [`${file.path}: no rule for ${part}`];
      return ours(file)
        .map(toPart)
        .filter((target) => target !== part && !allowed.includes(target))
        .filter((target) => !(allowed.includes('*') && target !== 'cli.ts'))
        .map((target) => `${file.path} imports ${target}`);
    });
    expect(breaches).toEqual([]);
  });

  it('has no import cycle', () => {
    const graph = new Map(files.map((file) => [file.path, ours(file)]));
    const done = new Set<string>();
    const findCycle = (path: string, trail: readonly string[]): string | undefined => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' > ');
      if (done.has(path)) return undefined;
      for (const next of graph.get(path) ?? []) {
        const cycle = findCycle(next, [...trail, path]);
        if (cycle !== undefined) return cycle;
      }
      done.add(path);
      return undefined;
    };
    const cycles = files.map((file) => findCycle(file.path, [])).filter((cycle) => cycle !== undefined);
    expect(cycles.slice(0, 1)).toEqual([]);
  });

  it('lets each library in by one door', () => {
    const breaches = files.flatMap((file) =>
      DOORS.filter(([library, door]) => {
        const imported = file.imports.some((each) => each === library || each.startsWith(`${library}/`));
        return imported && !door.test(file.path);
      }).map(([library]) => `${file.path} imports ${library}`),
    );
    expect(breaches).toEqual([]);
  });

  it('imports every dependency it declares', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const imported = files.flatMap((file) => file.imports);
    const unused = Object.keys(dependencies).filter(
      (name) => !imported.some((each) => each === name || each.startsWith(`${name}/`)),
    );
    expect(unused).toEqual([]);
  });

  it('keeps effects in the files that ARCHITECTURE.md names', () => {
    const document = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    const section = /## Files with effects\n([\s\S]*?)(?:\n## |$)/.exec(document)?.[1] ?? '';
    const named = [...section.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const hasEffects = (file: SourceFile): boolean => EFFECTS.some((effect) => effect.test(file.code));
    const isNamed = (file: SourceFile): boolean =>
      named.some((name) => file.path === name || (name.endsWith('/') && file.path.startsWith(name)));
    expect(files.filter((file) => hasEffects(file) && !isNamed(file)).map((file) => file.path)).toEqual([]);
    const stale = named.filter(
      (name) => !files.some((file) => file.path === name || file.path.startsWith(name)),
    );
    expect(stale).toEqual([]);
  });

  it('keeps files at 300 lines and below', () => {
    const long = files
      .map((file) => ({
        path: file.path,
        lines: readFileSync(join(SRC, file.path), 'utf8').split('\n').length,
      }))
      .filter(({ path, lines }) => lines > 301 && path !== GLOSSARY);
    expect(long).toEqual([]);
  });

  it('names no file after a place for leftovers', () => {
    const leftovers = files.filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc|manager|service|handler)\.tsx?$/.test(file.path),
    );
    expect(leftovers.map((file) => file.path)).toEqual([]);
  });

  it('has a folder of tests for each folder of src that has logic', () => {
    const tests = readdirSync(join(ROOT, 'test'));
    const folders = [
      ...new Set(
        files.map((file) => dirname(file.path)).filter((path) => !path.includes('/') && path !== '.'),
      ),
    ];
    expect(folders.filter((folder) => !tests.includes(folder))).toEqual([]);
    expect(relative(ROOT, SRC)).toBe('src');
  });
});
