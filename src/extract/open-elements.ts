const toSet = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const toPairs = (names: string, ended: string) => {
  const set = toSet(ended);
  return names.split(' ').map((name) => [name, set] as const);
};

/** Elements that end where one of this name begins; htmlparser2's own, after the HTML standard, 13.1.2.4. */
const ENDED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...toPairs('tr', 'tr th td'),
  ...toPairs('th', 'th'),
  ...toPairs('td', 'thead th td'),
  ...toPairs('body', 'head link script'),
  ...toPairs('li', 'li'),
  ...toPairs('option', 'option'),
  ...toPairs('optgroup', 'optgroup option'),
  ...toPairs('dd dt', 'dd dt'),
  ...toPairs('rt rp', 'rt rp'),
  ...toPairs('tbody tfoot', 'thead tbody'),
  ...toPairs(
    'select input output button datalist textarea',
    'input option optgroup select button datalist textarea',
  ),
  ...toPairs(
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form ' +
      'header hr main nav ol pre section table ul',
    'p',
  ),
]);

const VOID = toSet(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
);
const FOREIGN = toSet('math svg');
/** Elements in which foreign content ends. */
const INTEGRATION = toSet('mi mo mn ms mtext annotation-xml foreignobject desc title');

/** Whether an element has no content and no end tag. */
export const isVoid = (name: string): boolean => VOID.has(name);

/** Open elements among which an end tag looks for its own one by one; those further in are counted by name. */
const SEARCHED = 256;

/**
 * The elements open now, by htmlparser2's rules of what ends what, so that the tree is the one cheerio would build;
 * but its stack is an array shifted at the head, whose cost grows with the square of the depth, and this one's
 * does not. `onClose` is told of each element that ends, and how many stood open before.
 */
export const buildOpenElements = (onClose: (name: string, depth: number) => void) => {
  const names: string[] = [];
  const inner = new Map<string, number>();
  const foreign: boolean[] = [];
  const count = (name: string, step: number): void => {
    if (names.length > SEARCHED) inner.set(name, (inner.get(name) ?? 0) + step);
  };
  const close = (name: string): void => {
    count(name, -1);
    names.pop();
    onClose(name, names.length + 1);
  };
  const last = (): string | undefined => names[names.length - 1];
  const isOpen = (name: string): boolean =>
    last() === name || (inner.get(name) ?? 0) > 0 || names.lastIndexOf(name, SEARCHED - 1) >= 0;
  return {
    depth: (): number => names.length,
    isForeign: (): boolean => foreign[foreign.length - 1] === true,
    /** Ends what the element ends; void ones do not stay open. */
    open: (name: string): void => {
      const ended = ENDED_BY.get(name);
      if (ended !== undefined)
        for (let top = last(); top !== undefined && ended.has(top); top = last()) close(top);
      if (VOID.has(name)) return;
      names.push(name);
      count(name, 1);
      if (FOREIGN.has(name)) foreign.push(true);
      else if (INTEGRATION.has(name)) foreign.push(false);
    },
    /** Ends the innermost element if it has this name. */
    closeLast: (name: string): void => {
      if (last() === name) close(name);
    },
    /** Ends all up to the innermost element of this name; says whether there was one. */
    closeTo: (name: string): boolean => {
      if (FOREIGN.has(name) || INTEGRATION.has(name)) foreign.pop();
      if (!isOpen(name)) return false;
      for (let top = last(); top !== undefined; top = last()) {
        close(top);
        if (top === name) break;
      }
      return true;
    },
  };
};
