/** What runs in the browser, as text: the tests are compiled without the types of a page. */

/** A function of a root: everything below it that is or could become live, each with where it stands. */
export const FIND_LIVE = `(root) => {
  const ELEMENTS = 'script,style,iframe,frame,frameset,object,embed,applet,base,meta,link,svg,math,template,noscript,' +
    'form,input,button,textarea,select,audio,video,source,track,marquee,map,area,portal,fencedframe,xmp,plaintext,title,dialog';
  const URLS = ['href', 'src', 'srcset', 'action', 'formaction', 'cite', 'data', 'background', 'poster', 'ping', 'longdesc',
    'xlink:href', 'lowsrc', 'dynsrc', 'usemap', 'manifest', 'codebase', 'archive', 'srcdoc'];
  const found = [...root.querySelectorAll(ELEMENTS)].map((element) => element.outerHTML.slice(0, 120));
  for (const element of root.querySelectorAll('*')) for (const name of Element.prototype.getAttributeNames.call(element)) {
    const value = Element.prototype.getAttribute.call(element, name);
    const bare = value.replace(/[\\u0000-\\u0020\\u007f-\\u00a0]/g, '').toLowerCase();
    const live = name.startsWith('on') || name === 'style' || name === 'id' || name === 'name' || name === 'srcdoc' ||
      (URLS.includes(name) && !/^(https?:|mailto:|\\/(?!\\/)|#|\\?)/.test(bare));
    if (live) found.push(name + ' of ' + element.outerHTML.slice(0, 120));
  }
  return found;
}`;

/**
 * Puts each piece of HTML into the page as careless readers do: as it is, once more after it was written out, and
 * parsed as a document. Gives what is live, and after a while what ran.
 */
export const INSERT = `async (pieces) => {
  const findLive = ${FIND_LIVE};
  const live = [];
  const box = document.createElement('div');
  document.body.append(box);
  for (const piece of pieces) {
    const part = document.createElement('div');
    box.append(part);
    part.innerHTML = piece;
    live.push(...findLive(part));
    const again = document.createElement('div');
    box.append(again);
    again.innerHTML = part.innerHTML;
    live.push(...findLive(again));
    live.push(...findLive(new DOMParser().parseFromString('<body>' + piece, 'text/html').body));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  box.remove();
  return live;
}`;

/** Every text of a feed document that a reader might take for HTML. */
export const READ_FEED = `(text) => {
  if (text.startsWith('{')) {
    const texts = [];
    const walk = (value) => {
      if (typeof value === 'string') texts.push(value);
      else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk);
    };
    walk(JSON.parse(text));
    return texts;
  }
  const xml = new DOMParser().parseFromString(text, 'text/xml');
  if (xml.querySelector('parsererror') !== null) throw new Error(xml.querySelector('parsererror').textContent);
  const leaves = [...xml.querySelectorAll('*')].filter((element) => element.children.length === 0);
  return [...leaves.map((leaf) => leaf.textContent), ...leaves.flatMap((leaf) => [...leaf.attributes].map(({ value }) => value))];
}`;
