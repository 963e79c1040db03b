import type { BasicAuth, Feed, Problem } from '../model.ts';
import { readCron } from '../text/cron.ts';
import { isSoundReferenceText, listReferences } from '../text/references.ts';
import { formatDuration, parseDuration } from './duration.ts';
import type { Environment } from './environment.ts';
import { isRecord, type Listed, parsed, parsedSecret, parsedText } from './shape.ts';
import { toPageRuleJson } from './site-rule.ts';
import { toSourceJson } from './source-kind.ts';

/** How a feed is asked for, as written: all of it optional. */
export interface WrittenOptions {
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly auth?: BasicAuth | undefined;
  readonly tls?: 'verified' | 'unverified' | undefined;
  readonly everySeconds?: number | undefined;
  readonly cron?: string | undefined;
}

/** A feed asked less often loses entries between two polls; oftener than each minute no site puts up with. */
const MAX_EVERY_SECONDS = 30 * 24 * 60 * 60;
const MIN_EVERY_SECONDS = 60;

/** How a variable is referred to. */
const REFERENCE = `\${NAME}`;

const readEvery = (text: string): number | undefined => {
  const seconds = parseDuration(text);
  return seconds !== undefined && seconds >= MIN_EVERY_SECONDS && seconds <= MAX_EVERY_SECONDS
    ? seconds
    : undefined;
};

const readAuth = (value: unknown): BasicAuth | undefined => {
  if (!isRecord(value) || Object.keys(value).sort().join() !== 'password,user') return undefined;
  const { user, password } = value;
  const isSound =
    typeof user === 'string' && isSoundReferenceText(user) && user !== '' && !user.includes(':');
  return isSound && typeof password === 'string' && isSecretText(password) ? { user, password } : undefined;
};

/** The keys of a feed that say how and when it is asked for. What may be a secret is in no message. */
export const OPTION_SCHEMAS = {
  headers: parsedSecret(
    (value) => (isRecord(value) ? value : undefined),
    'a mapping of header names to values',
  ).optional(),
  auth: parsedSecret(
    readAuth,
    `user and password, the password from an environment variable as "${REFERENCE}"`,
  ).optional(),
  tls: parsed(
    (value) => (value === 'verified' || value === 'unverified' ? value : undefined),
    'verified or unverified',
  ).optional(),
  every: parsedText(readEvery, 'a time from 1m to 30d such as 30m or 6h').optional(),
  cron: parsedText(
    (text) => (readCron(text).kind === 'read' ? text.trim().replace(/\s+/g, ' ') : undefined),
    (text) => {
      const read = readCron(text);
      return read.kind === 'refused' ? read.expected : '';
    },
  ).optional(),
};

/** What the written options make of a feed; without the mistakes that `findOptionMistakes` names. */
export const toOptions = (written: WrittenOptions): Pick<Feed, 'headers' | 'auth' | 'tls' | 'schedule'> => {
  const { headers, auth, tls, everySeconds, cron } = written;
  return {
    ...(headers === undefined ? {} : { headers: toTexts(headers) }),
    ...(auth === undefined ? {} : { auth }),
    ...(tls === 'unverified' ? { tls } : {}),
    ...(cron === undefined ? {} : { schedule: { kind: 'cron', expression: cron } }),
    ...(everySeconds === undefined ? {} : { schedule: { kind: 'every', seconds: everySeconds } }),
  };
};

const toTexts = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** A feed as feeds.yaml spells it. */
export const toFeedJson = ({ schedule, source, pageRule, ...feed }: Feed) => ({
  ...feed,
  ...toSourceJson(source),
  ...toPageRuleJson(pageRule),
  every: schedule?.kind === 'every' ? formatDuration(schedule.seconds) : undefined,
  cron: schedule?.kind === 'cron' ? schedule.expression : undefined,
});

/** A field name (RFC 9110 5.6.2). */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** What HTTP or we ourselves say of each request; a second word on it would break the one or the other. */
const OUR_HEADERS: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
  ...['content-length', 'accept-encoding', 'range', 'if-none-match', 'if-modified-since', 'if-range'],
  ...['if-match', 'if-unmodified-since', 'proxy-authorization', 'proxy-connection'],
]);
/** Headers whose value is a secret as a rule, which belongs in no file. */
const SECRET_HEADER = /^(?:authorization|cookie)$|key|token|secret|password/i;
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]{1,4096}$/;

const isSecretText = (text: string): boolean => isSoundReferenceText(text) && listReferences(text).length > 0;

/** Headers that cannot be sent, and two words on one thing; values that may be secrets are not shown. */
export const findOptionMistakes = (feeds: readonly Listed<WrittenOptions>[]): readonly Problem[] =>
  feeds.flatMap(({ index, value: { headers = {}, auth, everySeconds, cron } }) => {
    const at = (path: readonly string[], expected: string): Problem => ({
      path: ['feeds', index, ...path],
      value: undefined,
      expected,
    });
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    return [
      ...Object.entries(headers).flatMap(([name, value]) => {
        const expected = findHeaderFault(name, value);
        return expected === undefined ? [] : [at(['headers', name], expected)];
      }),
      ...(new Set(names).size < names.length ? [at(['headers'], 'each header once, in one spelling')] : []),
      ...(auth !== undefined && names.includes('authorization')
        ? [at(['auth'], 'no auth beside a header Authorization')]
        : []),
      ...(everySeconds !== undefined && cron !== undefined ? [at(['cron'], 'no cron beside every')] : []),
    ];
  });

const findHeaderFault = (name: string, value: unknown): string | undefined => {
  if (!HEADER_NAME.test(name)) return 'the name of a header';
  if (OUR_HEADERS.has(name.toLowerCase())) return 'no header that is set for each request anyway';
  if (typeof value !== 'string' || !HEADER_TEXT.test(value) || !isSoundReferenceText(value))
    return `one line of text in quotes, in which ${REFERENCE} stands for an environment variable`;
  return SECRET_HEADER.test(name) && !isSecretText(value)
    ? `its secret from an environment variable, as "${REFERENCE}" (its value is not shown)`
    : undefined;
};

/** Variables that feeds refer to and this environment does not set: those feeds would fail here. */
export const findMissingVariables = (
  feeds: readonly Listed<WrittenOptions>[],
  env: Environment,
): readonly Problem[] =>
  feeds.flatMap(({ index, value: { headers = {}, auth } }) =>
    [
      ...Object.entries(toTexts(headers)).map(([name, text]) => ({ path: ['headers', name], text })),
      ...Object.entries(auth ?? {}).map(([key, text]: [string, string]) => ({ path: ['auth', key], text })),
    ].flatMap(({ path, text }) =>
      listReferences(text)
        .filter((name) => (env[name] ?? '') === '')
        .map((name) => ({
          path: ['feeds', index, ...path],
          value: undefined,
          expected: `the environment variable ${name} to be set; without it the feed fails`,
        })),
    ),
  );
