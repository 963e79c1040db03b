import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CLI = fileURLToPath(new URL('../src/cli.js', import.meta.url));
/** Nothing may depend on the host's zone: one east of Greenwich, Greenwich, one west with summer time. */
const ZONES = ['Asia/Baku', 'UTC', 'America/New_York'];
/** The answers to all cases are some megabytes. */
const MAX_OUTPUT_BYTES = 1 << 30;

/** `npm run eval:feeds -- --data DIR [--fails N] [--groups]`: conformance cases through the parse filter, in three zones. */
const { values } = parseArgs({
  options: { data: { type: 'string' }, fails: { type: 'string' }, groups: { type: 'boolean' } },
});
if (values.data === undefined) throw new Error('eval:feeds: expected --data DIR');
const folder = resolve(values.data, 'feeds');
const cases = join(folder, 'dev.json');
if (!existsSync(cases)) throw new Error(`--data ${values.data}: expected a folder with feeds/dev.json`);

const work = mkdtempSync(join(tmpdir(), 'topicwire-eval-'));
try {
  const input = run([join(folder, 'cases.mjs'), cases], '', {});
  for (const zone of ZONES) {
    const answers = join(work, 'answers.ndjson');
    writeFileSync(answers, run([CLI, 'parse'], input, { TZ: zone }));
    const command = `${process.execPath} ${CLI} parse`;
    const fails = ['--fails', values.fails ?? '0'];
    const score = run([join(folder, 'score.mjs'), cases, answers, ...fails, '--command', command], '', {
      TZ: zone,
    });
    const lines = score.trimEnd().split('\n');
    const shown = values.groups === true || values.fails !== undefined ? lines : lines.slice(-1);
    console.log(`TZ=${zone}\n${shown.join('\n')}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What a script prints; throws where it fails. */
function run(args: readonly string[], input: string, env: Readonly<Record<string, string>>): string {
  const { status, stdout, error } = spawnSync(process.execPath, args, {
    ...{ input, encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES, stdio: ['pipe', 'pipe', 'inherit'] },
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? 'a signal'}`, { cause: error });
  return stdout;
}
