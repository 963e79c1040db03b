import { rm } from 'node:fs/promises';
import { type App, openApp } from '../app.ts';
import { toConfigDirectory } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import { buildLog } from '../log.ts';
import { isLoopback } from '../serve/access/peer.ts';
import { type Listening, listen } from '../serve/server.ts';
import { listenSocket } from '../serve/socket.ts';
import type { Database } from '../store/schema.ts';
import { hasLiveToken } from '../store/tokens.ts';
import { type CommandContext, CommandError, printLine } from './command.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { openOperator } from './own-store.ts';
import { readSettingsOf } from './settings.ts';

/** What a long-running process does of the two things there are to do. */
export interface Roles {
  readonly work: boolean;
  readonly serve: boolean;
}

/** Opens everything, does what the roles say until SIGINT or SIGTERM, and closes in order. */
export async function runProcess(context: CommandContext, roles: Roles): Promise<void> {
  const settings = await readSettingsOf(context);
  const log = buildLog(settings.log);
  const stop = context.untilStopped();
  const store = await openStore(settings, log);
  try {
    if (roles.serve) await refuseToPublish(store.db, settings.server);
    const app = await openApp({
      ...{ store, settings, log, directory: toConfigDirectory(context.env), env: context.env },
      ...{ now: context.now, random: Math.random },
    });
    await runApp({ app, store, settings, context, roles, stop });
  } finally {
    await store.close();
  }
}

/** Throws where other machines could reach a server that none of them may read. */
async function refuseToPublish(db: Database, server: Settings['server']): Promise<void> {
  if (server.public || isLoopback(server.host) || (await hasLiveToken(db))) return;
  throw new CommandError(
    `server.host ${server.host} can be reached from other machines, and there is no token: topicwire token create NAME makes one; server.public or TOPICWIRE_SERVER_PUBLIC=true lets everybody read`,
  );
}

interface Running {
  readonly app: App;
  readonly store: OpenStore;
  readonly settings: Settings;
  readonly context: CommandContext;
  readonly roles: Roles;
  readonly stop: AbortSignal;
}

async function runApp(running: Running): Promise<void> {
  const { app, store, settings, roles, stop, context } = running;
  const { socketPath } = store;
  const socket =
    socketPath === undefined
      ? undefined
      : await listenSocket(
          socketPath,
          openOperator({ web: app.web, db: store.db, settings, now: context.now, replay: app.replay }),
        );
  const server = roles.serve ? await listenOn(app, settings.server) : undefined;
  const {
    revision,
    config: { feeds, topics },
  } = app.applied.current();
  if (server !== undefined) printLine(context.stdout, `Topicwire listens on ${server.url}`);
  printLine(
    context.stdout,
    `${roles.work ? 'Follows' : 'Serves'} ${feeds.length} feeds and ${topics.length} topics (revision ${revision})`,
  );
  app.worker.start(roles.work ? 'all' : 'config');
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  printLine(context.stdout, 'Stops: what is under way is finished first');
  await Promise.all([server?.close(), socket?.close()]);
  await app.close();
  if (socketPath !== undefined) await rm(socketPath, { force: true });
}

async function listenOn(
  app: App,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  try {
    return await listen({ app: app.web, host, port });
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandError(
      `cannot listen on ${host}:${port} (${why}): expected a free port; server.port or TOPICWIRE_SERVER_PORT sets another`,
    );
  }
}
