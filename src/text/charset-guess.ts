/**
 * The single-byte charset that bytes of an unstated one most look like: a Cyrillic one where runs of high bytes read
 * as lower-case Cyrillic words, else windows-1252. Called only for bytes that are not valid UTF-8.
 */
export function guessCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const high = sample.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0);
  let best = { charset: 'windows-1252', score: high * CYRILLIC_SHARE };
  for (const charset of CYRILLIC) {
    const score = scoreCyrillic(new TextDecoder(charset).decode(sample));
    if (score > best.score) best = { charset, score };
  }
  return best.charset;
}

/** Enough for letter counts to settle and no more than a millisecond. */
const SAMPLE_BYTES = 32_768;

/** In Cyrillic text nearly all high bytes are letters within words; Latin text has single accents. */
const CYRILLIC_SHARE = 0.6;

const CYRILLIC = ['windows-1251', 'koi8-u', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'] as const;

/** High characters that stand where Cyrillic text has them: lower case in a word, capitals at its start, no Latin beside. */
function scoreCyrillic(text: string): number {
  let score = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char <= '\u007f') continue;
    const previous = text.charAt(at - 1);
    if (LATIN.test(previous) || LATIN.test(text.charAt(at + 1))) score -= 1;
    else if (LOWER.test(char)) score += COMMON.test(char) ? 1.2 : 1;
    else if (UPPER.test(char) && !LOWER.test(previous)) score += 0.8;
    else score -= 0.5;
  }
  return score;
}

const LATIN = /[A-Za-z]/;
const LOWER = /[\u0430-\u045f\u0491]/;
const UPPER = /[\u0400-\u042f\u0490]/;
/** The ten commonest letters of Russian and Ukrainian: two thirds of either's text. */
const COMMON = /[оаеиінтсрвл]/;
