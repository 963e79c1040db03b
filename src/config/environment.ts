import type { ConfigDocument } from './document.ts';
import { suggestNearest } from './nearest.ts';
import { type ConfigProblem, ENVIRONMENT, locateProblem } from './problems.ts';
import { type SettingFacts, toSettingFacts } from './setting.ts';
import { findContradictions, LONE_KEYS, SECTIONS, type Settings, settingsSchema } from './settings.ts';
import { isRecord, type Path, readShape } from './shape.ts';

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One key of settings.yaml, for the documents and for the environment. */
export interface SettingKey extends SettingFacts {
  /** As `fetch.timeout_seconds`. */
  readonly key: string;
  readonly path: readonly string[];
  /** The variable that overrides it. */
  readonly variable: string;
}

/** Every key of settings.yaml, in the order of the file. */
export const listSettingKeys = (): readonly SettingKey[] => {
  const keys = Object.entries(SECTIONS).flatMap(([section, schemas]) =>
    Object.entries(schemas).map(([key, schema]) => ({ path: [section, key], schema })),
  );
  const lone = Object.entries(LONE_KEYS).map(([key, schema]) => ({ path: [key], schema }));
  return [...keys, ...lone].map(({ path, schema }) => ({
    ...toSettingFacts(schema),
    key: path.join('.'),
    path,
    variable: `TOPICWIRE_${path.join('_').toUpperCase()}`,
  }));
};

/** Variables that are no settings: the config's folder. */
const OTHER_VARIABLES = ['TOPICWIRE_CONFIG'];
/** What Kubernetes sets in every pod for a service named topicwire (Kubernetes docs, "Accessing the Service"). */
const SET_BY_KUBERNETES = /_SERVICE_(?:HOST|PORT(?:_\w+)?)$|^TOPICWIRE_PORT(?:_\d+_(?:TCP|UDP)\w*)?$/;

/** The settings, or what is wrong with them; undefined where there is a problem. */
export interface ReadSettings {
  readonly settings: Settings | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** The settings of the file with those of the environment above them; an empty variable counts as unset. */
export const readSettings = (document: ConfigDocument | undefined, env: Environment): ReadSettings => {
  const keys = listSettingKeys().filter(({ variable }) => isSet(env[variable]));
  const merged = keys.reduce<unknown>(
    (value, key) => setAt(value, key.path, key.fromText(env[key.variable] ?? '')),
    document?.value ?? {},
  );
  const place = placeProblems(document, keys);
  const database = readDatabaseUrl(env);
  const warnings = findUnknownVariables(env);
  const read = readShape(settingsSchema, merged, []);
  const problems = read.kind === 'refused' ? read.problems : findContradictions(read.value);
  if (read.kind === 'refused' || problems.length > 0 || database.kind === 'refused')
    return {
      settings: undefined,
      problems: [...problems.map(place), ...(database.kind === 'refused' ? [database.problem] : [])],
      warnings,
    };
  const { url } = database;
  const { apply = url === undefined ? 'auto' : 'manual', store, ...others } = read.value;
  return { settings: { ...others, apply, store: { ...store, databaseUrl: url } }, problems: [], warnings };
};

const isSet = (text: string | undefined): text is string => text !== undefined && text !== '';

/** The value with another at a path; what is no mapping on the way stays, so that its own mistake is named. */
const setAt = (value: unknown, path: readonly string[], inner: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return inner;
  const holder = value ?? {};
  return isRecord(holder) ? { ...holder, [key]: setAt(holder[key], rest, inner) } : holder;
};

const placeProblems =
  (document: ConfigDocument | undefined, keys: readonly SettingKey[]) =>
  (problem: { readonly path: Path; readonly value: unknown; readonly expected: string }): ConfigProblem => {
    const overridden = keys.find(({ path }) => path.every((step, index) => step === problem.path[index]));
    if (overridden === undefined)
      return locateProblem(problem, document?.file ?? ENVIRONMENT, (path) => document?.lineOf(path));
    return {
      file: ENVIRONMENT,
      line: undefined,
      path: overridden.variable,
      value: problem.value,
      expected: problem.expected,
    };
  };

type DatabaseUrl =
  | { readonly kind: 'read'; readonly url: string | undefined }
  | { readonly kind: 'refused'; readonly problem: ConfigProblem };

const readDatabaseUrl = (env: Environment): DatabaseUrl => {
  const url = env['DATABASE_URL'];
  if (!isSet(url)) return { kind: 'read', url: undefined };
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return { kind: 'read', url };
  // The value is not shown: what cannot be parsed cannot be masked with certainty.
  const expected = 'a URL such as postgres://user:password@host:5432/database (its value is not shown)';
  return {
    kind: 'refused',
    problem: { file: ENVIRONMENT, line: undefined, path: 'DATABASE_URL', value: undefined, expected },
  };
};

const findUnknownVariables = (env: Environment): readonly ConfigProblem[] => {
  const known = [...listSettingKeys().map(({ variable }) => variable), ...OTHER_VARIABLES];
  return Object.keys(env)
    .filter((name) => name.startsWith('TOPICWIRE_') && !known.includes(name) && !SET_BY_KUBERNETES.test(name))
    .sort()
    .map((name) => ({
      file: ENVIRONMENT,
      line: undefined,
      path: name,
      value: undefined,
      expected: `a variable of a setting${suggestNearest(name, known)}`,
    }));
};
