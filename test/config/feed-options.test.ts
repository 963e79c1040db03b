import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../src/config/files.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { type ReadConfig, readConfig } from '../../src/config/read-config.ts';
import { fromRevision, toRevision } from '../../src/config/revision.ts';

const ref = (name: string): string => `$\{${name}}`;

const read = (text: string, env: Readonly<Record<string, string>> = {}): ReadConfig => {
  const file: ConfigFile = { kind: 'read', name: 'feeds.yaml', file: 'config/feeds.yaml', text };
  return readConfig([file], 'config/feeds.yaml', env);
};
const toFile = (lines: string): string =>
  `feeds:\n  - url: https://one.example/rss\n${lines.replace(/^/gm, '    ')}\n`;
const listProblems = (lines: string): readonly string[] => {
  const result = read(toFile(lines));
  return result.kind === 'refused' ? result.problems.map(formatProblem) : [];
};

const FULL = toFile(
  `headers: { Accept-Language: az, X-Api-Key: "key ${ref('ONE_KEY')}" }
auth: { user: reader, password: "${ref('ONE_PASSWORD')}" }
tls: unverified
every: 90m`,
);
const CRON = toFile('zone: Asia/Baku\ncron: "*/20  6-23 * * * "');
const ENV = { ONE_KEY: 'k', ONE_PASSWORD: 'p' };

describe('how a feed is asked for', () => {
  it('is read with the names of the variables in place of the secrets', () => {
    const result = read(FULL, ENV);
    expect(result.warnings).toEqual([]);
    expect(result.kind === 'loaded' && result.config.feeds).toMatchObject([
      {
        headers: { 'Accept-Language': 'az', 'X-Api-Key': `key ${ref('ONE_KEY')}` },
        auth: { user: 'reader', password: ref('ONE_PASSWORD') },
        tls: 'unverified',
        schedule: { kind: 'every', seconds: 5400 },
      },
    ]);
  });

  it.each([
    ['cron: "*/20  6-23 * * * "', { schedule: { kind: 'cron', expression: '*/20 6-23 * * *' } }],
    ['tls: verified', { read: 'page' }],
    ['tls: unverified', { tls: 'unverified' }],
    ['auth: { user: "", password: x }', undefined],
    ['every: 30d', { schedule: { kind: 'every', seconds: 2_592_000 } }],
  ])('%s is %j', (lines, expected) => {
    const result = read(toFile(lines));
    if (expected === undefined) expect(result.kind).toBe('refused');
    else expect(result.kind === 'loaded' && result.config.feeds).toMatchObject([expected]);
  });

  it.each([FULL, CRON])('is the same after the database kept it, and no secret was kept', (text) => {
    const result = read(text, { ONE_KEY: 'hunter2', ONE_PASSWORD: 'hunter2' });
    if (result.kind === 'refused') throw new Error('the config is refused');
    const revision = toRevision(result.config);
    const back = fromRevision(JSON.parse(JSON.stringify(revision.json)), result.config.settings);
    expect(back.kind === 'read' && back.config.feeds).toEqual(result.config.feeds);
    expect(back.kind === 'read' && toRevision(back.config).hash).toBe(revision.hash);
    expect(JSON.stringify(revision)).not.toContain('hunter2');
  });

  it('warns of each variable that is not set here, at its place', () => {
    expect(read(FULL, { ONE_KEY: '' }).warnings.map(formatProblem)).toEqual([
      'config/feeds.yaml:3: feeds[0].headers.X-Api-Key: expected the environment variable ONE_KEY to be set; without it the feed fails',
      'config/feeds.yaml:4: feeds[0].auth.password: expected the environment variable ONE_PASSWORD to be set; without it the feed fails',
    ]);
  });
});

const AUTH_WORDS = `expected user and password, the password from an environment variable as "${ref('NAME')}" (its value is not shown)`;
const LINE_WORDS = `expected one line of text in quotes, in which ${ref('NAME')} stands for an environment variable`;
const SECRET_WORDS = `expected its secret from an environment variable, as "${ref('NAME')}" (its value is not shown)`;

describe('a mistake in how a feed is asked for', () => {
  it.each<[string, readonly string[]]>([
    [
      'headers: hunter2',
      ['feeds[0].headers: expected a mapping of header names to values (its value is not shown)'],
    ],
    ['headers: { "X Key": hunter2 }', ['feeds[0].headers."X Key": expected the name of a header']],
    [
      'headers: { Host: one.example }',
      ['feeds[0].headers.Host: expected no header that is set for each request anyway'],
    ],
    [
      'headers: { if-none-match: x }',
      ['feeds[0].headers.if-none-match: expected no header that is set for each request anyway'],
    ],
    ['headers: { X-Version: 2 }', [`feeds[0].headers.X-Version: ${LINE_WORDS}`]],
    ['headers: { X-Name: "one\\ntwo" }', [`feeds[0].headers.X-Name: ${LINE_WORDS}`]],
    ['headers: { X-Name: "Əli" }', [`feeds[0].headers.X-Name: ${LINE_WORDS}`]],
    [`headers: { X-Name: "${ref('NAME').slice(0, -1)}" }`, [`feeds[0].headers.X-Name: ${LINE_WORDS}`]],
    ['headers: { Authorization: Bearer hunter2 }', [`feeds[0].headers.Authorization: ${SECRET_WORDS}`]],
    ['headers: { X-API-Key: hunter2 }', [`feeds[0].headers.X-API-Key: ${SECRET_WORDS}`]],
    ['headers: { cookie: hunter2 }', [`feeds[0].headers.cookie: ${SECRET_WORDS}`]],
    ['headers: { Accept: a, accept: b }', ['feeds[0].headers: expected each header once, in one spelling']],
    ['auth: me:hunter2', [`feeds[0].auth: ${AUTH_WORDS}`]],
    ['auth: { user: me }', [`feeds[0].auth: ${AUTH_WORDS}`]],
    ['auth: { user: me, password: hunter2 }', [`feeds[0].auth: ${AUTH_WORDS}`]],
    [`auth: { user: "me:you", password: "${ref('P')}" }`, [`feeds[0].auth: ${AUTH_WORDS}`]],
    [`auth: { user: me, pasword: "${ref('P')}" }`, [`feeds[0].auth: ${AUTH_WORDS}`]],
    [
      `auth: { user: me, password: "${ref('P')}" }\nheaders: { authorization: "${ref('A')}" }`,
      ['feeds[0].auth: expected no auth beside a header Authorization'],
    ],
    ['tls: false', ['feeds[0].tls false: expected verified or unverified']],
    ['every: 30', ['feeds[0].every 30: expected a time from 1m to 30d such as 30m or 6h']],
    ['every: 30s', ['feeds[0].every "30s": expected a time from 1m to 30d such as 30m or 6h']],
    ['every: 31d', ['feeds[0].every "31d": expected a time from 1m to 30d such as 30m or 6h']],
    [
      'cron: hourly',
      [
        'feeds[0].cron "hourly": expected five fields (minute hour day month weekday) such as "*/20 6-23 * * *"',
      ],
    ],
    [
      'cron: "*/20 6-24 * * *"',
      ['feeds[0].cron "*/20 6-24 * * *": expected an hour of 0 to 23, as *, 5, 1,15, 6-23 or */20'],
    ],
    ['every: 1h\ncron: "0 * * * *"', ['feeds[0].cron: expected no cron beside every']],
  ])('is named in %s, without what may be a secret', (lines, expected) => {
    const problems = listProblems(lines).map((problem) => problem.replace(/^config\/feeds\.yaml:\d+: /, ''));
    expect(problems).toEqual(expected);
    expect(problems.join()).not.toContain('hunter2');
  });
});
