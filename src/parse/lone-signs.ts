/** With each `<` outside of CDATA that begins no tag ("I <3 you") escaped, or the next `>` would end it as one. */
export function escapeLoneSigns(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<'); at >= 0; ) {
    if (text.startsWith('<![CDATA[', at)) {
      at = text.indexOf(']]>', at);
      if (at < 0) break;
    } else if (!/[\p{L}_!/?]/u.test(text.charAt(at + 1))) {
      kept.push(text.slice(from, at), '&lt;');
      from = at + 1;
    }
    at = text.indexOf('<', at + 1);
  }
  return from === 0 ? text : kept.join('') + text.slice(from);
}
