/** `${NAME}`: an environment variable in place of a secret, so that the secret stands in no file and no database. */
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]{0,127})\}/g;

/** The variables a text refers to, each once, in their order. */
export const listReferences = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(REFERENCE)].map(([, name = '']) => name)),
];

/** Whether every `${` of a text begins a reference; one that does not is a slip, and would be sent as it stands. */
export const isSoundReferenceText = (text: string): boolean => !text.replace(REFERENCE, '').includes('${');

/** A text with its references replaced by values, or the first variable that is not set; an empty one counts as unset. */
export function fillReferences(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly kind: 'filled'; readonly text: string } | { readonly kind: 'missing'; readonly name: string } {
  const missing = listReferences(text).find((name) => (env[name] ?? '') === '');
  if (missing !== undefined) return { kind: 'missing', name: missing };
  return { kind: 'filled', text: text.replace(REFERENCE, (_, name: string) => env[name] ?? '') };
}
