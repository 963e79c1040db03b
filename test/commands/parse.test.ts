import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildParse } from '../../src/commands/parse.ts';

/** What the filter answers to lines, each parsed. */
async function filter(lines: readonly string[]): Promise<readonly unknown[]> {
  let written = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  const command = buildParse({
    env: {},
    stdin: Readable.from(lines.map((line) => `${line}\n`)),
    stdout,
    stderr: stdout,
    now: () => new Date('2026-02-09T12:00:00Z'),
    setExitCode: () => {},
    untilStopped: () => new AbortController().signal,
  });
  await command.parseAsync([], { from: 'user' });
  return written
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const RSS =
  '<rss><channel><title>T</title><item><guid>1</guid><title>A</title><pubDate>09.02.2026 12:00</pubDate></item></channel></rss>';

test('answers each line in its order, feeds and failures alike', async () => {
  const answers = await filter([
    JSON.stringify({ id: 'a', url: 'https://a.example/', body_base64: base64(RSS), more: 1 }),
    JSON.stringify({ id: 'b', url: 'https://a.example/', zone: 'Asia/Baku', body_base64: base64(RSS) }),
    JSON.stringify({ id: 'c', url: 'https://a.example/', body_base64: base64('<html></html>') }),
    'not json',
    JSON.stringify({ id: 'd', url: 'x', body_base64: '' }),
    JSON.stringify({ id: 'e', url: 'https://a.example/', zone: 'Mars/Base', body_base64: base64(RSS) }),
  ]);
  expect(answers).toMatchObject([
    {
      id: 'a',
      feed: {
        title: 'T',
        link: null,
        language: null,
        entries: [{ published_at: '2026-02-09T12:00:00.000Z' }],
      },
    },
    { id: 'b', feed: { entries: [{ published_at: '2026-02-09T08:00:00.000Z' }] } },
    { id: 'c', error: { kind: 'not-a-feed', detail: 'an HTML page' } },
    { id: null, error: { kind: 'bad-input' } },
    { id: 'd', error: { kind: 'bad-input' } },
    { id: 'e', error: { kind: 'bad-input' } },
  ]);
});

test('an entry has every field of the format', async () => {
  const [answer] = await filter([
    JSON.stringify({ id: 'a', url: 'https://a.example/', body_base64: base64(RSS) }),
  ]);
  expect(answer).toMatchObject({
    feed: {
      entries: [
        {
          id: '1',
          url: null,
          title: 'A',
          updated_at: null,
          authors: [],
          categories: [],
          summary_html: null,
          content_html: null,
          enclosures: [],
          language: null,
        },
      ],
    },
  });
});
