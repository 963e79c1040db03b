import { timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '../../text/hash.ts';

/** Bytes of a secret: 256 bits. */
export const SECRET_BYTES = 32;

/** A token as its holder sends it: the number finds its row, the secret proves it. */
export interface SentToken {
  readonly id: number;
  readonly secret: string;
}

/** 32 bytes are 43 characters of base64url. */
const TEXT = /^tw(\d{1,15})_([\w-]{43})$/;

/** A token's text, for whom it is made. */
export const toTokenText = ({ id, secret }: SentToken): string => `tw${id}_${secret}`;

/** The token a text stands for; undefined for any text that is none of ours. */
export function parseToken(text: string): SentToken | undefined {
  const [, id, secret] = TEXT.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id: Number(id), secret };
}

/** What is kept of a secret. */
export const hashSecret = (secret: string): string => sha256Hex(secret);

/** Whether a secret has this hash, in the same time wherever they differ. */
export const isSecretOf = (secret: string, hash: string): boolean => {
  const [sent, kept] = [Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex')];
  return sent.length === kept.length && timingSafeEqual(sent, kept);
};
