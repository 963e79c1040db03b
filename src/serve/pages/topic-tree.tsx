/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Language, parseTagId, type TagId, type TopicLabel } from '../../model.ts';
import { type Name, pickName } from '../catalog.ts';
import { toForeign } from './lang.ts';
import { OwnLink } from './link.tsx';

export interface TopicTreeProps {
  readonly topics: readonly TopicLabel[];
  /** Items of the last 24 hours by topic. */
  readonly counts: ReadonlyMap<string, number>;
  readonly languages: readonly Language[];
  /** The topic whose page it is. */
  readonly topic: TagId | undefined;
}

/** All topics, each under its parent, with how many items it had in the last 24 hours. */
export const TopicTree = ({ topics, counts, languages, topic: current }: TopicTreeProps) => {
  const sorted = topics
    .map((topic) => ({
      ...topic,
      name: pickName(topic.label, languages) ?? { text: topic.id, language: undefined },
    }))
    .toSorted((a, b) => a.name.text.localeCompare(b.name.text));
  const isTop = (topic: TopicLabel): boolean => !topics.some((other) => other.id === topic.parent);
  const link = ({ id, name }: TopicLabel & { readonly name: Name }) => {
    const count = counts.get(id);
    return (
      <OwnLink href={`/topics/${id}`} aria-current={parseTagId(id) === current ? 'page' : undefined}>
        <span lang={toForeign(name.language)}>{name.text}</span>
        {count !== undefined && <span class="number">{count}</span>}
      </OwnLink>
    );
  };
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
