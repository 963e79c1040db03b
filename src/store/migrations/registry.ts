import type { Migration } from 'kysely';
import * as initial from './0001-initial.ts';
import * as changes from './0002-changes.ts';
import * as pages from './0003-pages.ts';
import * as retagging from './0004-retagging.ts';
import * as access from './0005-access.ts';
import * as search from './0006-search.ts';
import * as itemVersions from './0007-item-versions.ts';

/** Every migration by its name; names begin with their number and never change once released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-changes': changes,
  '0003-pages': pages,
  '0004-retagging': retagging,
  '0005-access': access,
  '0006-search': search,
  '0007-item-versions': itemVersions,
};
