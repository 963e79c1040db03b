/** @jsxRuntime automatic @jsxImportSource hono/jsx */

const KEYS = [
  ['j', 'to the next item'],
  ['k', 'to the item before'],
  ['o', 'open it; on its page, its publisher’s page'],
  ['/', 'to the search box'],
  ['?', 'show these keys'],
  ['Esc', 'out of the box, close this'],
] as const;

/** Opens the list of keys; shown by the script alone, without which there are none. */
export const KeysButton = () => (
  <button type="button" id="keys-button" hidden>
    Keys
  </button>
);

/** The keys the script listens to, and the switch to turn them off (WCAG 2.1.4). */
export const Keys = () => (
  <dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">Keys</h2>
    <dl>
      {KEYS.map(([key, what]) => (
        <div>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
    <form method="dialog">
      <label>
        <input type="checkbox" id="keys-on" checked /> Listen to single keys
      </label>
      <button type="submit">Close</button>
    </form>
  </dialog>
);
