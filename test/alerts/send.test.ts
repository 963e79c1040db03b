import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendAlert } from '../../src/alerts/send.ts';
import type { AlertTarget } from '../../src/alerts/target.ts';

const MESSAGE = '{"kind":"failing","feed":"harbour; rm -rf /"}';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'topicwire-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const node = (script: string, ...args: readonly string[]): AlertTarget => ({
  ...{ kind: 'command', program: process.execPath, args: ['-e', script, ...args] },
});
const send = (target: AlertTarget, timeoutMs = 20_000) =>
  sendAlert(target, MESSAGE, { timeoutMs, post: async () => ({ kind: 'delivered' }) });

describe('a command', () => {
  it('gets the message on its stdin and its arguments as they stand, without a shell', async () => {
    const file = join(folder, 'out');
    const script =
      'require("fs").writeFileSync(process.argv[1], process.argv[2] + require("fs").readFileSync(0, "utf8"))';
    expect(await send(node(script, file, '$HOME `id` '))).toEqual({ kind: 'delivered' });
    expect(await readFile(file, 'utf8')).toBe(`$HOME \`id\` ${MESSAGE}\n`);
  });

  it('is not told the database URL', async () => {
    const before = process.env['DATABASE_URL'];
    process.env['DATABASE_URL'] = 'postgres://me:hunter2@db.example/x';
    try {
      expect(await send(node('process.exit(process.env.DATABASE_URL === undefined ? 0 : 1)'))).toEqual({
        kind: 'delivered',
      });
    } finally {
      if (before === undefined) delete process.env['DATABASE_URL'];
      else process.env['DATABASE_URL'] = before;
    }
  });

  it('need not read the message', async () => {
    expect(await send(node('process.stdin.destroy()'))).toEqual({ kind: 'delivered' });
  });

  it.each<[string, AlertTarget, RegExp]>([
    ['ends with another status than 0', node('process.exit(3)', 's3cret'), /node ended with status 3$/],
    ['is ended by a signal', node('process.kill(process.pid, "SIGTERM")'), /node ended with signal SIGTERM$/],
    [
      'is not there',
      { kind: 'command', program: '/nowhere/notify', args: ['s3cret'] },
      /^\/nowhere\/notify could not be started \(ENOENT\)$/,
    ],
  ])('has not delivered when it %s', async (_name, target, detail) => {
    const delivery = await send(target);
    expect(delivery).toMatchObject({ kind: 'failed', detail: expect.stringMatching(detail) });
    expect(JSON.stringify(delivery)).not.toContain('s3cret');
  });

  it('is killed with all it started when its time is over', async () => {
    const file = join(folder, 'pid');
    const script = `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      require("fs").writeFileSync(process.argv[1], String(child.pid)); setInterval(() => {}, 1000);`;
    const delivery = await send(node(script, file), 1500);
    expect(delivery).toMatchObject({ kind: 'failed', detail: expect.stringContaining('within 1.5 s') });
    const child = Number(await readFile(file, 'utf8'));
    expect(child).toBeGreaterThan(0);
    await expect.poll(() => isAlive(child), { timeout: 5000 }).toBe(false);
  });
});

/** A killed process that nobody has reaped yet still has its pid, but runs no more. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? process.platform !== 'linux' : !/\) Z /.test(stat);
}
