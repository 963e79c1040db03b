import { type Headers, readHeader } from './answer.ts';

/** Headers by which a firewall names its challenge itself: [header, value, whose]. */
const HEADERS: readonly (readonly [string, RegExp, string])[] = [
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  ['cf-mitigated', /challenge/i, 'Cloudflare'],
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  ['x-amzn-waf-action', /challenge|captcha/i, 'AWS WAF'],
  // https://vercel.com/docs/vercel-firewall/attack-challenge-mode
  ['x-vercel-mitigated', /challenge/i, 'Vercel'],
];

/** Marks in the body that stand in challenge pages and not in the pages behind them: [mark, whose]. */
const CERTAIN: readonly (readonly [RegExp, string])[] = [
  [/\b_cf_chl_opt\b/, 'Cloudflare'],
  [/\bsucuri_cloudproxy_js\b/, 'Sucuri'],
  [/\bid=["']?anubis_challenge\b/, 'Anubis'],
  [/<title>\s*DDoS-Guard\s*<\/title>/i, 'DDoS-Guard'],
  [/\bgokuProps\b[\s\S]*\bawswaf\b|\bawswaf\b[\s\S]*\bgokuProps\b/i, 'AWS WAF'],
];

/** Marks that stand in ordinary pages too, so they count only where the status is no success. */
const UNDER_FAILURE: readonly (readonly [RegExp, string])[] = [
  [/<title>\s*(?:Just a moment|Attention Required)/i, 'Cloudflare'],
  [/\/cdn-cgi\/challenge-platform\//, 'Cloudflare'],
  [/\b_Incapsula_Resource\b/, 'Imperva'],
  [/\bcaptcha-delivery\.com\b/, 'DataDome'],
  [/\bpx-captcha\b/, 'PerimeterX'],
  [/\bddos-guard\b/i, 'DDoS-Guard'],
  [/\bchecking (?:if the site connection is secure|your browser)\b/i, 'a firewall'],
  [/\bverif(?:y|ying) (?:that )?you are (?:a )?human\b/i, 'a firewall'],
  [/\benable javascript and cookies to continue\b/i, 'a firewall'],
];

/** A challenge page is small; a long body with a mark in it is an article about them. */
const MAX_CHALLENGE_BYTES = 64 * 1024;
/** 200 and 202 carry challenges too (AWS WAF, Sucuri, Anubis); 404 and the like do not. */
const STATUSES: ReadonlySet<number> = new Set([200, 202, 401, 403, 405, 406, 418, 429, 503]);

/** Whose "are you human" page an answer is; undefined if it is none. */
export function toChallenger(status: number, headers: Headers, body: Uint8Array): string | undefined {
  const byHeader = HEADERS.find(([name, value]) => value.test(readHeader(headers, name) ?? ''));
  if (byHeader !== undefined) return byHeader[2];
  if (!STATUSES.has(status) || body.length > MAX_CHALLENGE_BYTES) return undefined;
  const text = Buffer.from(body).toString('latin1');
  if (!/^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|script|!--)/i.test(text)) return undefined;
  const marks = status >= 400 ? [...CERTAIN, ...UNDER_FAILURE] : CERTAIN;
  return marks.find(([mark]) => mark.test(text))?.[1];
}
