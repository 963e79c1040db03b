import { describe, expect, it } from 'vitest';
import { buildLog, toPlainLine } from '../src/log.ts';

const logTo = (lines: string[]) => buildLog({ level: 'info' }, { write: (line: string) => lines.push(line) });

describe('the log', () => {
  it('writes one JSON object a line, with an ISO time and the level in words', () => {
    const lines: string[] = [];
    logTo(lines).info({ feed: 'one' }, 'fetched');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      feed: 'one',
      msg: 'fetched',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    logTo(lines).debug('detail');
    expect(lines).toEqual([]);
  });

  it('is plain lines for people: time of day, level unless info, message and facts', () => {
    const lines: string[] = [];
    logTo(lines).warn({ feed: 'one', failures: 2 }, 'feed failed');
    expect(toPlainLine(lines[0] ?? '')).toMatch(
      /^\d\d:\d\d:\d\d {2}warn {2}feed failed {2}feed=one {2}failures=2$/,
    );
  });

  it('shows no password, neither under a key nor in the message of an error', () => {
    const lines: string[] = [];
    const error = new Error('cannot connect to postgres://me:hunter2@db/x');
    logTo(lines).error(
      { err: error, password: 'hunter2', store: { databaseUrl: 'postgres://me:hunter2@db/x' } },
      'down',
    );
    expect(lines.join('')).toContain('postgres://me:***@db/x');
    expect(lines.join('')).not.toContain('hunter2');
  });
});
