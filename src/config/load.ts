import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { readConfigFiles } from './files.ts';
import { type ReadConfig, readConfig } from './read-config.ts';

/** Where the config is unless a command says otherwise: TOPICWIRE_CONFIG, else `config`. */
export const toConfigDirectory = (env: Environment): string => env['TOPICWIRE_CONFIG'] || 'config';

/** Loads the config of a folder with the environment's settings above it, or names every mistake in it at once. */
export const loadConfig = async (directory: string, env: Environment): Promise<ReadConfig> =>
  readConfig(await readConfigFiles(directory), join(directory, 'feeds.yaml'), env);
