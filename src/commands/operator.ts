import { askSocket, type SocketAnswer } from '../serve/socket.ts';
import { readLock } from '../store/lock.ts';
import { type CommandContext, CommandError } from './command.ts';
import { readSettingsOf } from './settings.ts';

/** What a command asks of the store: the API, and the operator's own paths under `/operator`. */
export interface Asking {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
}
export type Ask = (asking: Asking) => Promise<unknown>;

/**
 * Lets `use` ask the store, whoever holds it: the running process over its socket, else the store opened here, whose
 * code is loaded only then. What cannot be done is thrown as CommandError with the words of whoever was asked.
 */
export async function withOperator<T>(context: CommandContext, use: (ask: Ask) => Promise<T>): Promise<T> {
  const settings = await readSettingsOf(context);
  const { databaseUrl, directory } = settings.store;
  const owner = databaseUrl === undefined ? await readLock(directory) : undefined;
  if (owner !== undefined) return use((asking) => askRunning(owner.socketPath, asking));
  const { openOwnStore } = await import('./own-store.ts');
  const own = await openOwnStore(settings, context.now);
  try {
    return await use(async ({ method, url, body }) => {
      const answer = await own.app.request(url, toInit(method, body));
      return readAnswer({ status: answer.status, body: await answer.text() });
    });
  } finally {
    await own.close();
  }
}

const toInit = (method: string, body: unknown): RequestInit =>
  body === undefined
    ? { method }
    : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

async function askRunning(socketPath: string, { method, url, body }: Asking): Promise<unknown> {
  return readAnswer(
    await askSocket(socketPath, { method, url, body: body === undefined ? undefined : JSON.stringify(body) }),
  );
}

function readAnswer({ status, body }: SocketAnswer): unknown {
  const value: unknown = JSON.parse(body);
  if (status < 400) return value;
  const detail = typeof value === 'object' && value !== null && 'detail' in value ? value.detail : body;
  throw new CommandError(String(detail));
}
