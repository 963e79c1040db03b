import { Readable } from 'node:stream';

/** So many bytes of blanks in pieces of one size, as fast as they are taken. */
export const blanks = (bytes: number, pieceBytes = 65_536): Readable => {
  const piece = Buffer.alloc(pieceBytes, 0x20);
  return Readable.from(
    (function* () {
      for (let sent = 0; sent < bytes; sent += pieceBytes) yield piece;
    })(),
  );
};
