import type { AnyNode, Element, ParentNode } from 'domhandler';
import type { RulePart } from '../model.ts';
import { parseHttpUrl } from '../text/url.ts';
import { type Outline, type Place, toOutline } from './blocks.ts';
import { isElement, type Query } from './document.ts';
import { toCaptions } from './render.ts';
import { readDateOf } from './site-date.ts';

/** A rule ready to read a page: a layout of its site, or what the operator wrote for its feed. */
export interface ReadingRule {
  /** As `SiteRuleUse` names it. */
  readonly name: string;
  /** IANA zone of dates shown without one. */
  readonly zone: string;
  readonly body: readonly string[];
  readonly remove: readonly string[];
  readonly title: string | undefined;
  readonly date: string | undefined;
  readonly section: string | undefined;
  readonly author: string | undefined;
  readonly sectionPath: RegExp | undefined;
}

/** What a rule read of a page besides its text. */
export interface RuleFacts {
  readonly title: string | undefined;
  readonly publishedAt: Date | undefined;
  readonly section: string | undefined;
  /** Elements that name the authors; undefined where the rule names none. */
  readonly bylines: readonly Element[] | undefined;
  /** Parts whose selectors found nothing. */
  readonly missing: readonly RulePart[];
}

/** The text a rule found; never without blocks. */
export interface RuleText {
  readonly outline: Outline;
  readonly captions: ReturnType<typeof toCaptions>;
}

const squash = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();
const orNone = (text: string): string | undefined => (text === '' ? undefined : text);

const find = ($: Query, selector: string | undefined): readonly Element[] =>
  selector === undefined ? [] : $(selector).toArray().filter(isElement);

const readText = ($: Query, selector: string | undefined): string | undefined =>
  selector === undefined ? undefined : orNone(squash($(selector).first().text()));

const readPath = (rule: ReadingRule, url: string): string | undefined =>
  rule.sectionPath?.exec(parseHttpUrl(url)?.pathname ?? '')?.[1]?.replaceAll('-', ' ');

/** Title, date, section and author as the rule finds them. */
export const readFacts = ($: Query, rule: ReadingRule, url: string, now: Date | undefined): RuleFacts => {
  const title = readText($, rule.title);
  // The first holder alone: a strip of other news has dates of its own.
  const [holder] = find($, rule.date);
  const publishedAt = holder === undefined ? undefined : readDateOf(holder, rule.zone, now);
  const section = readText($, rule.section);
  const bylines = rule.author === undefined ? undefined : find($, rule.author);
  const lacks: readonly (readonly [RulePart, boolean])[] = [
    ['title', rule.title !== undefined && title === undefined],
    // Without a clock a time alone is no date; that the page shows one is enough.
    ['date', rule.date !== undefined && (now === undefined ? holder : publishedAt) === undefined],
    ['section', rule.section !== undefined && section === undefined],
  ];
  const missing = lacks.filter(([, lacking]) => lacking).map(([part]) => part);
  return { title, publishedAt, section: section ?? readPath(rule, url), bylines, missing };
};

const isInside = (node: AnyNode, outer: ReadonlySet<AnyNode>): boolean => {
  for (let at: ParentNode | null = node.parent; at !== null; at = at.parent) if (outer.has(at)) return true;
  return false;
};

const toOutermost = (elements: readonly Element[]): Element[] => {
  const all = new Set<AnyNode>(elements);
  return elements.filter((element) => !isInside(element, all));
};

/** What `read` gives while some elements are out of the tree; inline ones too, which no list of blocks could drop. */
const readWithout = <T>(removed: readonly Element[], read: () => T): T => {
  const out = new Set<AnyNode>(removed);
  const parents = new Map<ParentNode, AnyNode[]>();
  for (const { parent } of removed) if (parent !== null) parents.set(parent, parent.children);
  for (const [parent, children] of parents) parent.children = children.filter((child) => !out.has(child));
  try {
    return read();
  } finally {
    // The general extractor may read the same tree after all.
    for (const [parent, children] of parents) parent.children = children;
  }
};

const isShown = (place: Place): boolean => {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent)
    if (at.tag === 'figcaption' || (at.hidden && at.depth > 1)) return false;
  return true;
};

/** The text by the first of the rule's body selectors that finds any. */
export const readBody = ($: Query, rule: ReadingRule): RuleText | undefined => {
  const removed = rule.remove.length === 0 ? [] : find($, rule.remove.join(', '));
  const all = new Set<AnyNode>(removed);
  for (const selector of rule.body) {
    const roots = toOutermost(find($, selector)).filter((root) => !all.has(root) && !isInside(root, all));
    const outline = readWithout(removed, () => toOutline({ children: roots }));
    const blocks = outline.blocks.filter((block) => isShown(block.place));
    if (blocks.length > 0) return { outline: { ...outline, blocks }, captions: toCaptions(outline.blocks) };
  }
  return undefined;
};
