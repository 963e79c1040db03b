import robotsParser from 'robots-parser';

interface ParsedRobots {
  readonly isAllowed: (url: string, userAgent: string) => boolean | undefined;
  readonly getCrawlDelay: (userAgent: string) => number | undefined;
}
type RobotsParser = (url: string, text: string) => ParsedRobots;

const isRobotsParser = (value: unknown): value is RobotsParser => typeof value === 'function';

/** The package is CommonJS and its types say ES module: what is imported is the function, not what they claim. */
function toRobotsParser(imported: unknown): RobotsParser {
  if (!isRobotsParser(imported)) throw new TypeError('robots-parser: expected a function');
  return imported;
}

/** What a robots.txt says to us. */
export interface RobotsRules {
  readonly allowed: (url: string) => boolean;
  readonly crawlDelaySeconds: number | undefined;
}

/** Rules of a host that has none. */
export const ALLOW_ALL: RobotsRules = { allowed: () => true, crawlDelaySeconds: undefined };

/** A rule's match costs its length times the path's; longer rules than URLs are, and ones all of stars, are an attack. */
const MAX_LINE = 500;
const MAX_STARS = 10;
const isSane = (line: string): boolean => line.length <= MAX_LINE && line.split('*').length - 1 <= MAX_STARS;

/**
 * Reads a robots.txt (RFC 9309) as the group for our product token, else the `*` group, says. What cannot be read in
 * it is ignored, so an HTML page in its place allows everything. `url` is where the robots.txt belongs, before
 * redirects (RFC 9309 2.3.1.2).
 */
export function parseRobots(text: string, url: string, userAgent: string): RobotsRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const robots = toRobotsParser(robotsParser)(url, lines.filter(isSane).join('\n'));
  const token = toProductToken(userAgent);
  const delay = robots.getCrawlDelay(token);
  return {
    // undefined: a URL of another origin, of which this file says nothing.
    allowed: (page) => robots.isAllowed(page, token) ?? true,
    crawlDelaySeconds: delay !== undefined && delay > 0 ? delay : undefined,
  };
}

/** The name by which a robots.txt addresses us: the User-Agent up to its version (RFC 9309 2.2.1). */
export const toProductToken = (userAgent: string): string => /^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? '*';
