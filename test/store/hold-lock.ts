import { takeLock } from '../../src/store/lock.ts';

/** A process that takes the lock of the directory it is given, says so on stdout, and holds it until killed. */
const directory = process.argv[2] ?? '';
try {
  const lock = await takeLock(directory, `${directory}/socket`);
  process.stdout.write(`held ${lock.owner.pid}\n`);
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'}\n`);
}
