import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { COMMANDS } from '../../src/commands/registry.ts';
import { listSettingKeys } from '../../src/config/environment.ts';

// The parts of the Compose specification (https://github.com/compose-spec/compose-spec/blob/main/spec.md) that our
// file uses, strict: a key that is not here is a slip or has to be looked up there first.
const duration = z.string().regex(/^(?:\d+(?:us|ms|s|m|h))+$/);
const bytes = z.string().regex(/^\d+(?:b|k|m|g|kb|mb|gb)$/);
const healthcheck = z.strictObject({
  test: z.tuple([z.enum(['CMD', 'CMD-SHELL']), z.string()], z.string()),
  interval: duration,
  timeout: duration,
  retries: z.int().positive(),
  start_period: duration.optional(),
});
const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);
const service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+(?::[\w.-]+)?$/),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
  ports: z.array(z.string().regex(/^(?:[\d.]+:)?\d+:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(?::ro)?$/)).optional(),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.strictObject({ condition })).optional(),
  healthcheck,
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string().startsWith('/')).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  shm_size: bytes.optional(),
  stop_grace_period: duration.optional(),
});
const composeFile = z.strictObject({
  'x-app': z.unknown(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.strictObject({})),
});

const text = await readFile('docker-compose.yml', 'utf8');
const compose = composeFile.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const { db, serve, work } = compose.services;

describe('docker-compose.yml', () => {
  it('names only networks, volumes and services that it has', () => {
    for (const [name, { networks, volumes = [], depends_on = {} }] of services) {
      for (const network of networks) expect(Object.keys(compose.networks), name).toContain(network);
      for (const service of Object.keys(depends_on))
        expect(Object.keys(compose.services), name).toContain(service);
      for (const volume of volumes.map((mount) => mount.split(':')[0] ?? ''))
        if (volume.startsWith('.')) expect(existsSync(volume), volume).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(volume);
    }
  });

  it('publishes the server on the loopback address and nothing else', () => {
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))).toEqual([
      'serve 127.0.0.1:8080:8080',
    ]);
    // Which is why no token is asked for.
    expect(serve?.environment?.['TOPICWIRE_SERVER_PUBLIC']).toBe('true');
  });

  it('keeps the database on a network with no way out, in a volume of its own', () => {
    expect(db?.image).toMatch(/^postgres:(?:17|18)$/);
    expect(db?.networks).toEqual(['store']);
    expect(compose.networks['store']).toEqual({ internal: true });
    expect(db?.volumes).toEqual(['db:/var/lib/postgresql']);
  });

  it('runs the app twice from one image, each when the database is healthy', () => {
    expect([serve?.command, work?.command]).toEqual([['serve'], ['work']]);
    expect(serve?.image).toBe(work?.image);
    for (const app of [serve, work]) {
      expect(app?.build).toBe('.');
      expect(app?.depends_on).toEqual({ db: { condition: 'service_healthy' } });
      expect(app?.networks).toContain('store');
      expect(app?.environment?.['DATABASE_URL']).toMatch(/^postgres:\/\/topicwire:.*@db:5432\/topicwire$/);
    }
    expect(services.every(([, { restart }]) => restart === 'unless-stopped')).toBe(true);
  });

  it('has the same password on both ends, and a default for every variable, so that it needs no .env', () => {
    const variables = [...text.matchAll(/\$\{?(\w+)([^}\n]*)/g)].map(([, name, rest]) => `${name}${rest}`);
    expect(variables).toHaveLength(2);
    expect(new Set(variables)).toEqual(new Set(['POSTGRES_PASSWORD:-topicwire']));
  });

  it('calls only commands that there are', () => {
    const names = COMMANDS.map(({ name }) => name);
    const called = [
      ...services.flatMap(([, { build, command }]) => (build === undefined ? [] : [command?.[0]])),
      ...services.flatMap(
        ([
          ,
          {
            healthcheck: { test },
          },
        ]) => (test.includes('dist/cli.js') ? [test[test.indexOf('dist/cli.js') + 1]] : []),
      ),
      ...[...text.matchAll(/run --rm work ([a-z-]+)/g)].map(([, name]) => name),
    ];
    expect(called.length).toBeGreaterThan(3);
    for (const name of called) expect(names).toContain(name);
  });
});

const dockerfile = await readFile('Dockerfile', 'utf8');

describe('the Dockerfile', () => {
  it('builds and runs on Node 24, as a user that is not root, with a health check', () => {
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual([
      'node:24-slim',
      'node:24-slim',
    ]);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });

  it('copies what is there and what .dockerignore lets through', async () => {
    const kept = (await readFile('.dockerignore', 'utf8'))
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, names]) => names?.split(' ') ?? [],
    );
    expect([...new Set(copied)].sort()).toEqual(kept.sort());
    for (const name of copied) expect(existsSync(name), name).toBe(true);
  });

  it('sets only variables of settings that there are', () => {
    const known = listSettingKeys().map(({ variable }) => variable);
    const set = [...dockerfile.matchAll(/(TOPICWIRE_\w+)=/g)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(0);
    for (const name of set) expect(known).toContain(name);
  });
});
