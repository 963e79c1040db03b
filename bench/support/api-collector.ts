import { openPlace } from '../../test/support/retag-store.ts';
import { collectFor } from './api-writer.ts';

// Run by api.ts: a worker beside the server, on the store at PLACE for SECONDS.
const store = await openPlace(process.env['PLACE'] ?? '');
await collectFor(store.db, Number(process.env['SECONDS']));
await store.close();
