import { buildGeneratedRetag, openPlace } from '../support/retag-store.ts';

/** A process that retags the store at a place and says so before each page and at the end. */
const { db, close } = await openPlace(process.argv[2] ?? '');
const { retag } = buildGeneratedRetag(db, 'after');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
say('page');
while (await retag.next()) say('page');
await close();
say('done');
