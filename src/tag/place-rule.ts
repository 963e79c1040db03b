import type { Language, TagId } from '../model.ts';
import type { Term } from './term.ts';

/**
 * What must hold around a place's name for it to count. `name`: people and firms bear it too (Jordan, Chad), so no
 * other capitalised word may stand beside it. `inside`: a common word begins sentences with the same letters (Того,
 * Мали), so it may not stand first in a sentence.
 */
export type Guard = 'none' | 'name' | 'inside';

/** A country or a body and what names it, by language. */
export interface PlaceRule {
  readonly tag: TagId;
  readonly label: Readonly<Record<Language, string>>;
  readonly terms: Readonly<Record<Language, readonly { readonly term: Term; readonly guard: Guard }[]>>;
}
