import { spawn } from 'node:child_process';
import type { AlertTarget } from './target.ts';

/** What became of a message; `detail` is one line without secrets. */
export type Delivery =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      /** The receiver's own wish. */
      readonly retryAfterSeconds: number | undefined;
    };

/** Posts a JSON text to a URL. */
export type Post = (url: string, json: string) => Promise<Delivery>;

/** Sends one message, a JSON text; what the receiver does wrong is a failed delivery. */
export async function sendAlert(
  target: AlertTarget,
  json: string,
  { post, timeoutMs }: { readonly post: Post; readonly timeoutMs: number },
): Promise<Delivery> {
  switch (target.kind) {
    case 'url':
      return post(target.url, json);
    case 'command':
      return runCommand(target, json, timeoutMs);
    case 'unusable':
      return fail(`alerts.url: ${target.detail}`);
    default:
      return target satisfies never;
  }
}

/**
 * Runs a program, without a shell, with the text on its stdin. Delivered is what it ends with status 0 within the time;
 * past it the program and all it started are killed.
 */
function runCommand(
  { program, args }: Extract<AlertTarget, { kind: 'command' }>,
  input: string,
  timeoutMs: number,
): Promise<Delivery> {
  return new Promise((resolve) => {
    // A process group of its own can be killed whole, and Ctrl-C in our terminal does not end it half-way.
    const child = spawn(program, args, {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: toCommandEnvironment(process.env),
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, timeoutMs);
    const settle = (delivery: Delivery): void => {
      clearTimeout(timer);
      resolve(delivery);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle(fail(`${program} could not be started (${error.code ?? 'for an unknown reason'})`)),
    );
    child.once('exit', (code, signal) => {
      if (late) settle(fail(`${program} was not done within ${timeoutMs / 1000} s and was killed`));
      else if (code === 0) settle({ kind: 'delivered' });
      else settle(fail(`${program} ended with ${code === null ? `signal ${signal}` : `status ${code}`}`));
    });
    // A program need not read what it is told.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${input}\n`);
  });
}

const fail = (detail: string): Delivery => ({ kind: 'failed', detail, retryAfterSeconds: undefined });

/** Without the database's password, which is nothing to the program. */
const toCommandEnvironment = ({ DATABASE_URL: _secret, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv => env;

/** A negative pid is the group of that leader (kill(2)). */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended just now.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
