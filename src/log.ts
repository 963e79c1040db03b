import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { maskSecrets } from './config/problems.ts';
import type { Settings } from './config/settings.ts';

/** What everything that logs is given. */
export type Log = Logger;

/** Keys whose values never reach the log, at the top and one level down. */
const SECRET_KEYS = ['authorization', 'cookie', 'databaseUrl', 'DATABASE_URL', 'password', 'token'];

/**
 * The log: one JSON object a line, times in ISO 8601, passwords masked; on a terminal plain lines of the same. To
 * stderr unless told, so that stdout stays a command's own.
 */
export const buildLog = (settings: Settings['log'], destination: DestinationStream = openStderr()): Log =>
  pino(
    {
      level: settings.level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '***' },
      serializers: { err: toMaskedError },
    },
    destination,
  );

const openStderr = (): DestinationStream => {
  const stderr = pino.destination({ fd: 2, sync: true });
  return process.stderr.isTTY ? { write: (line) => stderr.write(`${toPlainLine(line)}\n`) } : stderr;
};

/** A line of the log as a person reads it: time of day, level where it is no `info`, message, and the rest as `key=value`. */
export const toPlainLine = (line: string): string => {
  const { time, level, pid: _pid, msg, ...rest } = JSON.parse(line);
  const facts = Object.entries(rest).map(
    ([key, value]) => `${key}=${key === 'err' ? toErrorText(value) : toText(value)}`,
  );
  return [String(time).slice(11, 19), ...(level === 'info' ? [] : [level]), msg, ...facts].join('  ');
};

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const toErrorText = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : toText(error);

// A driver's message may hold the URL it failed to connect to.
const toMaskedError = (error: unknown): unknown =>
  error instanceof Error
    ? Object.fromEntries(
        Object.entries(stdSerializers.err(error)).map(([key, value]) => [
          key,
          typeof value === 'string' ? maskSecrets(value) : value,
        ]),
      )
    : error;
