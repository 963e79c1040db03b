/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { TagId } from '../../model.ts';
import type { Neighbour, Neighbours } from '../../store/neighbours.ts';
import type { TagNames } from '../catalog.ts';
import { shorten } from '../summary.ts';
import { toLang } from './lang.ts';
import { OwnLink } from './link.tsx';
import { TagLink } from './tag-links.tsx';

const MAX_TITLE_LENGTH = 120;

export interface NeighbourLinksProps {
  readonly topic: TagId;
  readonly neighbours: Neighbours;
  readonly names: TagNames;
}

/** The items before and after this one in its topic. */
export const NeighbourLinks = ({ topic, neighbours: { newer, older }, names }: NeighbourLinksProps) =>
  newer === undefined && older === undefined ? null : (
    <nav class="neighbours" aria-labelledby="neighbours-title">
      <h2 id="neighbours-title">
        Also on <TagLink tag={topic} names={names} />
      </h2>
      <ul>
        {newer !== undefined && <NeighbourLink item={newer} rel="prev" says="Newer" />}
        {older !== undefined && <NeighbourLink item={older} rel="next" says="Older" />}
      </ul>
    </nav>
  );

interface NeighbourLinkProps {
  readonly item: Neighbour;
  readonly rel: 'prev' | 'next';
  readonly says: string;
}

const NeighbourLink = ({ item, rel, says }: NeighbourLinkProps) => (
  <li>
    <span>{says}</span>
    <OwnLink href={`/items/${item.id}`} rel={rel} lang={toLang(item.language)} dir="auto">
      {shorten(item.title || 'Untitled', MAX_TITLE_LENGTH)}
    </OwnLink>
  </li>
);
