import { decodeEntities } from './entities.ts';
import { isHtmlName } from './html-names.ts';

/** Runs of white space as one space, none at the ends. */
export const collapse = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** HTML of a line or two (a title, a name, a label) as plain text: tags of HTML gone, entities decoded, one line. */
export function toPlainLine(html: string): string {
  const text = html.includes('<') ? stripTags(html) : html;
  return collapse(decodeEntities(text));
}

/** Without HTML's tags and comments; any other `<` is text ("1 < 2", "the <redacted> papers"). Linear. */
export function stripTags(html: string): string {
  const kept: string[] = [];
  let [from, greater] = [0, -1];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', Math.max(at + 1, from))) {
    if (greater < at) greater = html.indexOf('>', at);
    // Without a ">" ahead nothing more is a tag; looking for it anew at each "<" would not be linear.
    if (greater < 0) break;
    const end = html.startsWith('<!--', at) ? html.indexOf('-->', at + 4) + 2 : greater;
    if (end < at || !isMarkup(html, at)) continue;
    kept.push(html.slice(from, at));
    if (BREAKS.test(html.slice(at, at + 12))) kept.push(' ');
    from = end + 1;
  }
  kept.push(html.slice(from));
  return kept.join('');
}

const BREAKS = /^<\/?(?:p|br|div|li|ul|ol|h[1-6]|td|tr|table|hr|blockquote)\b/i;

/** Whether a comment or a tag of HTML begins here. */
function isMarkup(html: string, at: number): boolean {
  if (html.startsWith('<!--', at)) return true;
  const name = /^<\/?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])/.exec(html.slice(at, at + 20))?.[1];
  return name !== undefined && isHtmlName(name);
}

/** Whether a text of unstated type is HTML: it has a tag or an entity of HTML. */
export const isHtml = (text: string): boolean =>
  /&(?:#\d{2,7}|#x[\da-f]{2,6}|[a-z]{2,8});/i.test(text) || hasHtmlTag(text);

/** Whether a text has a tag of HTML. */
export function hasHtmlTag(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1))
    if (isMarkup(text, at)) return true;
  return false;
}
