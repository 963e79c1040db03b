import { join } from 'node:path';
import { readDocument } from './document.ts';
import { type Environment, readSettings } from './environment.ts';
import { readConfigFiles } from './files.ts';
import type { ConfigProblem } from './problems.ts';
import type { Settings } from './settings.ts';

export type LoadedSettings =
  | { readonly kind: 'loaded'; readonly settings: Settings }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Loads settings.yaml and the environment alone: what a process needs to open the store, whatever the other files hold. */
export const loadSettings = async (directory: string, env: Environment): Promise<LoadedSettings> => {
  const file = (await readConfigFiles(directory)).find(({ name }) => name === 'settings.yaml');
  if (file?.kind === 'unread') return { kind: 'refused', problems: [file.problem] };
  const document = file && readDocument(join(directory, file.name), file.text);
  if (document?.kind === 'refused') return document;
  const { settings, problems } = readSettings(document?.document, env);
  return settings === undefined ? { kind: 'refused', problems } : { kind: 'loaded', settings };
};
