import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** When a process started, in the system's own words: comparable, not readable; undefined where the system does not tell. */
export async function readStartTime(pid: number): Promise<string | undefined> {
  const seen = await look(pid);
  return seen.kind === 'running' ? seen.startedAt : undefined;
}

/** Whether that very process runs: a pid that was given to a later process does not count, nor does a zombie. */
export async function isAlive(pid: number, startedAt: string | undefined): Promise<boolean> {
  if (!exists(pid)) return false;
  const seen = await look(pid);
  if (seen.kind === 'gone') return false;
  // Where the system does not tell, an existing pid counts as alive: refusing is the smaller harm.
  return startedAt === undefined || seen.startedAt === undefined || seen.startedAt === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

type Seen = { readonly kind: 'gone' } | { readonly kind: 'running'; readonly startedAt: string | undefined };

async function look(pid: number): Promise<Seen> {
  const boot = await readText('/proc/sys/kernel/random/boot_id');
  if (boot === undefined) return { kind: 'running', startedAt: await readPsStart(pid) };
  const stat = await readText(`/proc/${pid}/stat`);
  if (stat === undefined) return { kind: 'gone' };
  // proc(5): field 3 is the state, field 22 the start in clock ticks since boot; counted from after the name
  // (field 2), which may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const dead = fields[0] === 'Z' || fields[0] === 'X';
  return dead ? { kind: 'gone' } : { kind: 'running', startedAt: `${boot.trim()}/${fields[19]}` };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // No /proc here, or the process is gone: the caller tells the two apart.
    return undefined;
  }
}

async function readPsStart(pid: number): Promise<string | undefined> {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env });
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    // No ps, or no such process: unknown.
    return undefined;
  }
}
