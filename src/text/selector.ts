import { type PseudoSelector, parse, type Selector } from 'css-what';

/** Selectors that sites need are under 80 characters; a longer one is a mistake, or made to be slow. */
const MAX_CHARS = 200;
/** Compound selectors in a row (`main article > p` has three), and alternatives in one selector. */
const MAX_STEPS = 6;
const MAX_BRANCHES = 10;

/** Pseudo-classes that are told by the element's neighbours; to count siblings took 90 s of 50,000 in a row. */
const PLACE = new Set(['first-child', 'last-child', 'only-child', 'empty']);
/** Pseudo-classes that take selectors, of single elements only. */
const LOGIC = new Set(['not', 'is', 'where', 'matches']);

type Branch = readonly Selector[];

const isTraversal = ({ type }: Selector): boolean =>
  ['adjacent', 'child', 'descendant', 'parent', 'sibling', 'column-combinator'].includes(type);

const isPlain = (branch: Branch): boolean =>
  branch.every((part) => part.type !== 'pseudo' && part.type !== 'pseudo-element' && !isTraversal(part));

const findPseudoFault = ({ name, data }: PseudoSelector): string | undefined => {
  if (PLACE.has(name)) return undefined;
  if (LOGIC.has(name))
    return Array.isArray(data) && data.every(isPlain)
      ? undefined
      : `no combinator or pseudo-class within :${name}()`;
  return `no :${name}: only :not and :is, and of places :first-child, :last-child, :only-child and :empty`;
};

/** The parser takes `div..text`, `> p` and `p >`, of which nothing sensible comes. */
const isComplete = (branch: Branch): boolean =>
  branch.length > 0 &&
  branch.every(
    (part, index) =>
      !(part.type === 'attribute' && part.action === 'element' && /^\.|^$/.test(part.value)) &&
      !(isTraversal(part) && (index === 0 || index === branch.length - 1)),
  );

const findBranchFault = (branch: Branch): string | undefined => {
  const steps = branch.filter(isTraversal);
  if (steps.length >= MAX_STEPS) return `at most ${MAX_STEPS} elements in a row`;
  // `~` goes over all siblings of each element: 150 s on a page of 50,000 in a row.
  if (steps.some(({ type }) => !['descendant', 'child', 'adjacent'].includes(type)))
    return 'no combinators but space, > and +';
  for (const part of branch) {
    if (part.type === 'pseudo-element') return `no ::${part.name}: the text of an element is read anyway`;
    const fault = part.type === 'pseudo' ? findPseudoFault(part) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const parseBranches = (text: string): readonly Branch[] | undefined => {
  try {
    return parse(text);
  } catch (error) {
    // All that the parser throws for what it reads (css-what 6.2, parse.js).
    if (error instanceof Error) return undefined;
    throw error;
  }
};

/**
 * What a CSS selector should have been, as the end of "expected …", or undefined where it is sound. Refused too is
 * one whose cost could grow with the square of a page's size: an operator's rule meets pages that others wrote.
 */
export const findSelectorFault = (text: string): string | undefined => {
  if (text.trim() === '') return 'a CSS selector';
  if (text.length > MAX_CHARS) return `a CSS selector of at most ${MAX_CHARS} characters`;
  const branches = parseBranches(text);
  if (branches === undefined || !branches.every(isComplete))
    return 'a CSS selector, such as div.article-text';
  if (branches.length > MAX_BRANCHES) return `a CSS selector of at most ${MAX_BRANCHES} alternatives`;
  const fault = branches.map(findBranchFault).find((found) => found !== undefined);
  return fault === undefined ? undefined : `a CSS selector with ${fault}`;
};

/** Whether a selector takes in every page whole: what it removes leaves nothing. */
export const isWholePage = (text: string): boolean =>
  (parseBranches(text) ?? []).some(([first, ...rest]) => {
    if (first === undefined || rest.length > 0) return false;
    return first.type === 'universal' || (first.type === 'tag' && /^(?:html|body)$/i.test(first.name));
  });
