import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, runCommand, startCommand } from '../support/command.ts';
import { LOOPBACK_SETTINGS, makeTestFolder, type TestFolder } from '../support/config-folder.ts';

const address = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe('a start that listens beyond loopback', () => {
  let folder: TestFolder;
  let running: Running;
  let token = '';
  beforeAll(async () => {
    folder = await makeTestFolder({
      'feeds.yaml': 'feeds: []\n',
      'settings.yaml': LOOPBACK_SETTINGS.replace('level: warn', 'level: trace'),
      'topics/ports.yaml': 'id: ports\nlabel: { en: Ports }\nany: { en: [berth~] }\n',
    });
  });
  afterAll(() => folder.remove());

  const wide = () => ({ ...folder.env, TOPICWIRE_SERVER_HOST: '0.0.0.0' });
  const ask = async (host: string, path: string, headers: Record<string, string> = {}): Promise<number> => {
    const [, port] = /listens on http:\S+:(\d+)/.exec(running.output()) ?? [];
    return (await fetch(`http://${host}:${port}${path}`, { headers, redirect: 'manual' })).status;
  };

  it('is refused while there is no token, with what to do', async () => {
    const refused = await runCommand(['start'], wide());
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^topicwire: server\.host 0\.0\.0\.0 .* topicwire token create NAME/);
  });

  it('starts once there is one, which opens it until it is revoked beside the running process', async () => {
    const created = await runCommand(['token', 'create', 'phone'], folder.env);
    token = created.stdout.trim();
    expect(token).toMatch(/^tw1_[\w-]{43}$/);
    expect(created.stderr).toContain('Token 1 opens everything');
    running = startCommand(['start'], wide());
    await running.until(/Follows/);
    const feed = await runCommand(['token', 'create', 'reader', '--feed', '/topics/ports'], folder.env);
    const feedToken = feed.stdout.trim();
    expect(await ask('127.0.0.1', '/api/v1/items')).toBe(200);
    if (address !== undefined) {
      expect(await ask(address, '/api/v1/items')).toBe(401);
      expect(await ask(address, '/api/v1/items', { authorization: `Bearer ${token}` })).toBe(200);
      expect(await ask(address, `/topics/ports/feed.atom?token=${feedToken}`)).toBe(200);
      expect(await ask(address, `/items/feed.atom?token=${feedToken}`)).toBe(403);
      expect(await ask(address, `/?token=${token}`)).toBe(303);
    }
    const list = await runCommand(['token', 'list'], folder.env);
    expect(list.stdout).toMatch(
      /^1 {2}phone {2}everything {2}made .*\n2 {2}reader {2}\/topics\/ports {2}made .*\n$/,
    );
    expect((await runCommand(['token', 'revoke', '1'], folder.env)).stdout).toBe('token 1 is revoked\n');
    if (address !== undefined)
      expect(await ask(address, '/api/v1/items', { authorization: `Bearer ${token}` })).toBe(401);
    const { stdout, stderr } = await running.end('SIGTERM');
    // Neither secret stands in what the process printed at its most talkative.
    for (const secret of [token, feedToken]) expect(stdout + stderr).not.toContain(secret.slice(4));
  });
});
