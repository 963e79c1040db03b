import { sql } from 'kysely';
import { pino } from 'pino';
import { buildWeb } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { listen } from '../../src/serve/server.ts';
import { openPlace } from '../../test/support/retag-store.ts';
import { BARE_PATH } from './api-load.ts';
import { collectFor } from './api-writer.ts';

// Run by api.ts: serves the store at PLACE as `serve` does, besides the bare route. Where it is told to, it collects
// too: the embedded store has one process.
const loaded = await loadConfig('config', {});
if (loaded.kind === 'refused') throw new Error('the shipped config has mistakes');
const { config } = loaded;
// One client asks for all: it would soon have asked too often.
const settings = { ...config.settings, server: { ...config.settings.server, requestsPerMinute: 0 } };
const store = await openPlace(process.env['PLACE'] ?? '', settings.store.poolSize);
const { db } = store;
const app = buildWeb({
  ...{ db, settings, now: () => new Date(), log: pino({ level: 'error' }, process.stderr) },
  applied: () => ({ revision: 1, config }),
  pending: () => undefined,
  tagger: () => undefined,
});
app.get(BARE_PATH, async (c) => c.json((await sql`select 1 as one`.execute(db)).rows));
const { url, close } = await listen({ app, host: '127.0.0.1', port: 0 });
process.on('message', async (message) => {
  if (message === 'stop') {
    await close();
    await store.close();
    process.exit();
  }
  if (typeof message === 'number') {
    await collectFor(db, message);
    process.send?.('collected');
  }
});
process.on('disconnect', () => process.exit());
process.send?.(url);
