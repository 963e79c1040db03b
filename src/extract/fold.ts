/** For each UTF-16 unit 1 where it is a letter or digit, 2 where it is half of a pair, else 0. */
export const UNIT_KINDS = Uint8Array.from({ length: 65_536 }, (_, unit) => {
  if (unit >= 0xd800 && unit <= 0xdfff) return 2;
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(unit)) ? 1 : 0;
});

/** The runs of letters and digits of a text, joined by `between`. */
const joinRuns = (text: string, between: string): string => {
  let joined = '';
  let from = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const kind = UNIT_KINDS[text.charCodeAt(at)];
    if (kind === 2) return (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(between);
    if (kind === 1) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      joined = joined === '' ? text.slice(from, at) : joined + between + text.slice(from, at);
      from = -1;
    }
  }
  return joined;
};

/** Letters and digits in lower case and nothing else: how texts are compared. */
export const foldText = (text: string): string => joinRuns(text.toLowerCase(), '');

/** The words of a text in lower case, one space between them. */
export const foldWords = (text: string): string => joinRuns(text.toLowerCase(), ' ');
