import { sql } from 'kysely';
import { openDatabase } from '../../src/store/database.ts';
import { takeLock } from '../../src/store/lock.ts';
import { migrate } from '../../src/store/migrate.ts';

/** A process that writes rows one transaction each into the embedded store and says each number once it is committed. */
const directory = process.argv[2] ?? '';
const lock = await takeLock(directory, `${directory}/socket`);
const { db } = await openDatabase({ kind: 'embedded', lock });
await migrate(db);
for (let number = 1; ; number += 1) {
  await sql`insert into hosts (host) values (${`${process.pid}-${number}`})`.execute(db);
  process.stdout.write(`${process.pid}-${number}\n`);
}
