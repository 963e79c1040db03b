import type { TopicId } from '../model.ts';
import { parseTagId } from '../model.ts';
import { readTopicActivity, type TermActivity } from '../store/topic-activity.ts';
import type { Serving } from './serving.ts';

/** Days looked back on. */
export const ACTIVITY_DAYS = 30;
const DAY_MS = 86_400_000;
/** Terms told of those that carried most. */
const MAX_CARRIERS = 30;

/** How a topic has fared of late. */
export interface TopicDetail {
  /** Every day from 30 days ago to today, UTC, oldest first. */
  readonly days: readonly { readonly day: string; readonly items: number }[];
  /** Terms that brought the most points, most first. */
  readonly carriers: readonly TermActivity[];
  /** Terms of the topic's own rule that counted in no item. */
  readonly idle: readonly { readonly language: string; readonly term: string }[];
  /** Items whose evidence was read: the newest. */
  readonly itemsRead: number;
}

/** Reads a topic's last 30 days, today included. */
export async function readTopicDetail(serving: Serving, topic: TopicId): Promise<TopicDetail> {
  const tag = parseTagId(topic);
  if (tag === undefined) throw new Error(`${topic}: a topic's id is a tag`);
  const now = serving.now().getTime();
  const today = now - (now % DAY_MS);
  const since = new Date(today - (ACTIVITY_DAYS - 1) * DAY_MS);
  const activity = await readTopicActivity(serving.db, tag, since, new Date(today + DAY_MS));
  const counts = new Map(activity.days.map(({ day, items }) => [day, items]));
  const seen = new Set(activity.terms.map(({ language, term }) => `${language} ${term}`));
  return {
    days: Array.from({ length: ACTIVITY_DAYS }, (_, index) => {
      const day = new Date(since.getTime() + index * DAY_MS).toISOString().slice(0, 10);
      return { day, items: counts.get(day) ?? 0 };
    }),
    carriers: activity.terms.slice(0, MAX_CARRIERS),
    idle: serving.terms(topic).filter(({ language, term }) => !seen.has(`${language} ${term}`)),
    itemsRead: activity.read,
  };
}
