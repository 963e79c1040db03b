import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

export interface BodyLimit {
  /** Decoded bytes. */
  readonly maxBytes: number;
  /** Whether a longer body is refused, or taken up to the limit. */
  readonly overflow: 'fail' | 'cut';
}

/** A body longer than its limit once decoded. */
export class BodyTooLargeError extends Error {
  readonly code = 'BODY_TOO_LARGE';
}
/** A body whose content encoding cannot be undone. */
export class BodyEncodingError extends Error {
  readonly code = 'BODY_ENCODING';
}
/** A body that ends before it is whole. */
export class BodyCutShortError extends Error {
  readonly code = 'BODY_CUT_SHORT';
}

/** Layers of encoding a body may have; nobody has a use for more than two, and each costs a decoder. */
const MAX_LAYERS = 3;
/** Bytes a decoder gives at a time: each piece costs a turn of the event loop, and Node's 16 KiB make three of a page. */
const DECODED_CHUNK = { chunkSize: 65_536 } as const;
/** Enough for every signature looked for. */
const HEAD_BYTES = 8;

/**
 * The whole decoded body. Bytes are counted as they come out of the decoders, so a bomb is stopped at the limit and
 * not after it. What the bytes are counts for more than what Content-Encoding says: gzip is undone undeclared too,
 * and a declared encoding that is not there is ignored. A compressed stream that ends early is refused
 * (BodyCutShortError): half a feed would pass for a whole one, with validators that vouch for what is missing.
 */
export async function readBody(
  source: Readable,
  contentEncoding: string | undefined,
  limit: BodyLimit,
): Promise<Uint8Array> {
  // A body given up on still reports that it was aborted, to nobody.
  source.on('error', () => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decode(source, parseContentEncoding(contentEncoding))) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit.maxBytes) {
        // Before leaving the loop: a loop that is left waits for the source's next chunk, which may never come.
        source.destroy();
        if (limit.overflow === 'cut') break;
        throw new BodyTooLargeError(`more than ${limit.maxBytes} bytes`);
      }
    }
  } catch (error) {
    source.destroy();
    throw toBodyError(error);
  }
  const body = Buffer.concat(chunks, Math.min(size, limit.maxBytes));
  return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
}

/** The encodings of a Content-Encoding, outermost first; those that mean nothing ("identity", "utf-8") left out. */
export function parseContentEncoding(text: string | undefined): readonly Encoding[] {
  const names = (text ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return names.flatMap((name) => ENCODINGS[name] ?? []).reverse();
}

type Encoding = 'gzip' | 'deflate' | 'br' | 'unreadable' | 'undeclared';
/** Node 20 has no zstd; compress, dcb and dcz nobody was asked for. */
const ENCODINGS: Readonly<Record<string, Encoding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'unreadable',
  compress: 'unreadable',
  'x-compress': 'unreadable',
  dcb: 'unreadable',
  dcz: 'unreadable',
};

function decode(source: AsyncIterable<Uint8Array>, declared: readonly Encoding[]): AsyncIterable<Uint8Array> {
  if (declared.length > MAX_LAYERS) throw new BodyEncodingError(`${declared.length} layers of encoding`);
  // Last a layer that nobody declared: bodies that were stored compressed and sent as they are.
  const layers: readonly Encoding[] = [...declared, 'undeclared'];
  return layers.reduce(decodeLayer, source);
}

async function* decodeLayer(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const decoder = chooseDecoder(encoding, head);
  const whole = chain(head, chunks);
  if (decoder === undefined) {
    yield* whole;
    return;
  }
  // An error of either reaches the loop below through the decoder, which pipeline destroys with it.
  pipeline(whole, decoder, () => undefined);
  yield* decoder;
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* chain(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function chooseDecoder(encoding: Encoding, head: Uint8Array): Transform | undefined {
  if (head.length === 0) return undefined;
  // 1f 8b 08: RFC 1952 2.3.1.
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return createGunzip(DECODED_CHUNK);
  if (encoding === 'undeclared' || looksLikeText(head)) return undefined;
  switch (encoding) {
    case 'gzip':
      return isZlib(head) ? createInflate(DECODED_CHUNK) : undefined;
    case 'deflate':
      // "deflate" means zlib (RFC 9110 8.4.1.2), but some servers send it without the wrapper.
      return isZlib(head) ? createInflate(DECODED_CHUNK) : createInflateRaw(DECODED_CHUNK);
    case 'br':
      return createBrotliDecompress(DECODED_CHUNK);
    case 'unreadable':
      throw new BodyEncodingError('an encoding that was not asked for');
    default:
      return encoding satisfies never;
  }
}

/** RFC 1950 2.2: method 8, and a header that is a multiple of 31. */
const isZlib = ([first = 0, second = 0]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;

const TEXT_HEAD = /^(?:\xef\xbb\xbf)?\s*(?:<[?!a-z]|\{\s*["}])[\t\n\r\x20-\x7e]*$/i;
/** Markup or JSON in the clear under a declared encoding; no compressed stream begins with eight such bytes. */
const looksLikeText = (head: Uint8Array): boolean =>
  TEXT_HEAD.test(Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1'));

function toBodyError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR')
    return new BodyCutShortError('its compressed body ends early', { cause: error });
  if (/^Z_|^ERR__ERROR|^ERR_BROTLI/.test(code)) {
    return new BodyEncodingError('its compressed body is damaged', { cause: error });
  }
  return error;
}
