/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Language, TopicLabel } from '../../model.ts';
import { pickLabel } from '../catalog.ts';
import { OwnLink } from './link.tsx';

export interface TopicTreeProps {
  readonly topics: readonly TopicLabel[];
  /** Items of the last 24 hours by topic. */
  readonly counts: ReadonlyMap<string, number>;
  readonly languages: readonly Language[];
}

/** All topics, each under its parent, with how many items it had in the last 24 hours. */
export const TopicTree = ({ topics, counts, languages }: TopicTreeProps) => {
  const sorted = topics
    .map((topic) => ({ ...topic, name: pickLabel(topic.label, languages) ?? topic.id }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const isTop = (topic: TopicLabel): boolean => !topics.some((other) => other.id === topic.parent);
  const link = (topic: TopicLabel & { readonly name: string }) => (
    <OwnLink href={`/topics/${topic.id}`}>
      <span>{topic.name}</span>
      <span class="number">{counts.get(topic.id) ?? ''}</span>
    </OwnLink>
  );
  return (
    <nav class="topics" id="topics" aria-labelledby="topics-title">
      <h2 id="topics-title">Topics</h2>
      <ul class="tree">
        {sorted.filter(isTop).map((topic) => {
          const children = sorted.filter((child) => child.parent === topic.id);
          return (
            <li>
              {link(topic)}
              {children.length > 0 && (
                <ul>
                  {children.map((child) => (
                    <li>{link(child)}</li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <p class="note">Numbers count the last 24 hours.</p>
    </nav>
  );
};
