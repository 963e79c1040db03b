import type { Config } from '../../src/config/config.ts';
import { formatProblem } from '../../src/config/problems.ts';
import { readConfig } from '../../src/config/read-config.ts';

/** The config of files given by their names; throws where they have mistakes. */
export function readFiles(files: Readonly<Record<string, string>>): Config {
  const given = { 'feeds.yaml': 'feeds: []', ...files };
  const read = readConfig(
    Object.entries(given).map(([name, text]) => ({ kind: 'read' as const, name, file: name, text })),
    'feeds.yaml',
    {},
  );
  if (read.kind === 'refused') throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.config;
}
