/** Whether a text matches a pattern in which `*` stands for any run of characters; linear but for the stars, no regex. */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
};

/** Whether a URL, its scheme and `www.` left out, matches the pattern. */
export const matchesUrl = (pattern: string, url: string): boolean =>
  matchesGlob(pattern, url.replace(/^https?:\/\/(?:www\.)?/u, ''));
