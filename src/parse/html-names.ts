/** Whether a name is an element of HTML; what else stands between `<` and `>` in a text is the author's own. */
export const isHtmlName = (name: string): boolean => HTML_NAMES.has(name.toLowerCase());

// https://html.spec.whatwg.org/multipage/indices.html (October 2026) and the obsolete ones news sites still write.
const HTML_NAMES: ReadonlySet<string> = new Set(
  (
    'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code ' +
    'col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer ' +
    'form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark ' +
    'menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s ' +
    'samp script search section select slot small source span strike strong style sub summary sup svg table tbody td ' +
    'template textarea tfoot th thead time title tr track tt u ul var video wbr'
  ).split(' '),
);
