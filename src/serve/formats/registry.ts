import { ATOM } from './atom.ts';
import { JSON_FEED } from './json-feed.ts';
import type { Format } from './out-feed.ts';
import { RSS } from './rss.ts';

/** Every kind of feed we give. */
export const FORMATS: readonly Format[] = [ATOM, JSON_FEED, RSS];
