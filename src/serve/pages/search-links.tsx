/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { SavedSearch } from '../../model.ts';
import { OwnLink } from './link.tsx';

/** The saved searches, each with its page. */
export const SearchLinks = ({ searches }: { readonly searches: readonly SavedSearch[] }) => (
  <nav class="topics" aria-labelledby="searches-title">
    <h2 id="searches-title">Searches</h2>
    <ul class="tree">
      {searches.map(({ id, title }) => (
        <li>
          <OwnLink href={`/searches/${id}`}>
            <span dir="auto">{title}</span>
          </OwnLink>
        </li>
      ))}
    </ul>
  </nav>
);
