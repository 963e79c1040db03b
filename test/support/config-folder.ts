import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TestFolder {
  readonly directory: string;
  /** The environment that makes a command use the folder: its config, a store inside it, any free port. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** A temporary folder with the given config files (by name below `config`) and room for a store. */
export async function makeTestFolder(files: Readonly<Record<string, string>>): Promise<TestFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'topicwire-test-'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(directory, 'config', name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return {
    directory,
    env: {
      TOPICWIRE_CONFIG: join(directory, 'config'),
      TOPICWIRE_STORE_DIRECTORY: join(directory, 'data'),
      TOPICWIRE_SERVER_PORT: '0',
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Settings for a loopback web: no spacing, loopback allowed, patient on a busy machine; one language, whose places compile in no time. */
export const LOOPBACK_SETTINGS = `languages: [en]
fetch:
  host_spacing_seconds: 0
  timeout_seconds: 20
  connect_timeout_seconds: 20
  allow_hosts: [127.0.0.0/8]
log:
  level: warn
`;
