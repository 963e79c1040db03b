import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { CommandContext } from './command.ts';

export type FilterRow = Readonly<Record<string, unknown>>;

/** A row that lacks what the filter needs; answered by an error line of kind `bad-input`. */
export class FilterInputError extends Error {
  override readonly name = 'FilterInputError';
}

/** Reads NDJSON from stdin and writes one answer a line, in order; a bad line gets an error line, nothing stops it. */
export async function runFilter(
  context: CommandContext,
  transform: (row: FilterRow) => object | Promise<object>,
): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: context.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    const answer = JSON.stringify(await toAnswer(line, number, transform));
    if (!context.stdout.write(`${answer}\n`)) await once(context.stdout, 'drain');
  }
}

async function toAnswer(
  line: string,
  number: number,
  transform: (row: FilterRow) => object | Promise<object>,
): Promise<object> {
  let id: unknown = null;
  try {
    const row = parseRow(line, number);
    id = row['id'] ?? null;
    return { id, ...(await transform(row)) };
  } catch (error) {
    const kind = error instanceof FilterInputError ? 'bad-input' : 'internal';
    const detail = error instanceof Error ? error.message : String(error);
    return { id, error: { kind, detail } };
  }
}

function parseRow(line: string, number: number): FilterRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new FilterInputError(`line ${number}: expected one JSON object a line`);
  }
  if (isRow(value)) return value;
  throw new FilterInputError(
    `line ${number}: expected a JSON object, found ${JSON.stringify(value)?.slice(0, 40)}`,
  );
}

const isRow = (value: unknown): value is FilterRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text field, or undefined where it is absent or null; anything else is bad input. */
export function readText(row: FilterRow, field: string): string | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new FilterInputError(`${field} ${JSON.stringify(value)?.slice(0, 40)}: expected a string`);
}

/** The bytes of a base64 field, or undefined where it is absent. */
export function readBytes(row: FilterRow, field: string): Uint8Array | undefined {
  const text = readText(row, field);
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}
