/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Language } from '../../model.ts';
import { toPath } from '../asked.ts';
import { type Catalog, pickName, toLanguageName } from '../catalog.ts';
import type { ConditionInWords } from '../conditions.ts';
import { toListPathWithout } from '../list-path.ts';
import { toForeign } from './lang.ts';
import { SEARCH_FORM } from './layout.tsx';
import { OwnLink } from './link.tsx';

/** A question to the items as a page shows it. */
export interface QuestionProps {
  /** All that is asked, what the page's path asks by itself included. */
  readonly asked: URLSearchParams;
  readonly catalog: Catalog;
  /** The reader's languages, best first. */
  readonly languages: readonly Language[];
  /** URL that the API's paths begin with. */
  readonly apiBase: string;
}

/** What is asked in words, each condition with a link to the list without it. */
export const Conditions = ({
  asked,
  catalog,
  conditions,
}: Pick<QuestionProps, 'asked' | 'catalog'> & { readonly conditions: readonly ConditionInWords[] }) => (
  <ul class="conditions" aria-label="What is asked">
    {conditions.map(({ name, value, words }) => (
      <li>
        <span dir="auto">{words}</span>
        <OwnLink href={toListPathWithout(asked, name, value, catalog)} aria-label={`Ask without: ${words}`}>
          ×
        </OwnLink>
      </li>
    ))}
  </ul>
);

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly {
    readonly value: string;
    readonly text: string;
    readonly language?: Language | undefined;
  }[];
}

const AGES: Choice = {
  name: 'since',
  label: 'Time',
  options: [
    { value: '', text: 'Any' },
    { value: '24h', text: 'Last 24 hours' },
    { value: '7d', text: 'Last 7 days' },
    { value: '30d', text: 'Last 30 days' },
  ],
};
const ORDERS: Choice = {
  name: 'order',
  label: 'Order',
  options: [
    { value: '', text: 'Newest first' },
    { value: 'relevance', text: 'Best match first' },
  ],
};

/** How a program asks the same. */
export const ApiCall = (props: QuestionProps) => (
  <p class="api">
    The same from the <OwnLink href="/docs">API</OwnLink>: <code>{toApiUrl(props)}</code>
  </p>
);

/** Narrows the list, together with the search box, whose form the fields belong to. */
export const Narrow = (props: QuestionProps) => {
  const { asked } = props;
  const choices = listChoices(props).filter(({ name }) => isSingle(asked, name));
  const kept = [...asked].filter(
    ([name]) => !['q', 'cursor', 'lang'].includes(name) && !choices.some((choice) => choice.name === name),
  );
  return (
    <details class="narrow">
      <summary>Narrow this list</summary>
      <div class="fieldset">
        {choices.map((choice) => (
          <Select choice={choice} chosen={asked.get(choice.name) ?? ''} />
        ))}
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} form={SEARCH_FORM} />
        ))}
        <button type="submit" form={SEARCH_FORM}>
          Show
        </button>
      </div>
    </details>
  );
};

/** The same question to the API. */
const toApiUrl = ({ asked, apiBase }: QuestionProps): string =>
  `${apiBase}${toPath('/api/v1/items', asked, { cursor: undefined, limit: undefined })}`;

/** Whether a select can show what is asked by this parameter: nothing, or one plain value. */
function isSingle(asked: URLSearchParams, name: string): boolean {
  const values = asked.getAll(name);
  return values.length === 0 || (values.length === 1 && !/^-|,/.test(values[0] ?? ''));
}

function listChoices({ catalog, languages }: QuestionProps): readonly Choice[] {
  const topics = catalog.topics
    .map(({ id, label }) => ({
      value: id,
      ...(pickName(label, languages) ?? { text: id, language: undefined }),
    }))
    .toSorted((a, b) => a.text.localeCompare(b.text));
  const spoken = [
    ...catalog.feeds.flatMap(({ language }) => language ?? []),
    ...catalog.topics.flatMap(({ label }) => Object.keys(label)),
  ];
  const inLanguages = [...new Set(spoken)]
    .map((language) => ({ value: language, text: toLanguageName(language) }))
    .toSorted((a, b) => a.text.localeCompare(b.text));
  return [
    { name: 'topic', label: 'Topic', options: [{ value: '', text: 'Any' }, ...topics] },
    { name: 'language', label: 'Language', options: [{ value: '', text: 'Any' }, ...inLanguages] },
    AGES,
    ORDERS,
  ];
}

const Select = ({ choice, chosen }: { readonly choice: Choice; readonly chosen: string }) => {
  const isListed = choice.options.some(({ value }) => value === chosen);
  const options = isListed ? choice.options : [...choice.options, { value: chosen, text: chosen }];
  return (
    <label>
      <span>{choice.label}</span>
      <select name={choice.name} form={SEARCH_FORM}>
        {options.map(({ value, text, language }) => (
          <option value={value} selected={value === chosen} lang={toForeign(language)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};
