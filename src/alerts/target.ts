import { fillReferences } from '../text/references.ts';

/** Where messages go. */
export type AlertTarget =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'command'; readonly program: string; readonly args: readonly string[] }
  /** A URL whose variables do not make it one, and why. */
  | { readonly kind: 'unusable'; readonly detail: string };

/** The receiver that the settings name, with the URL's references filled in; undefined where they name none. */
export function toTarget(
  { url, command }: { readonly url: string | undefined; readonly command: readonly string[] },
  env: Readonly<Record<string, string | undefined>>,
): AlertTarget | undefined {
  if (url !== undefined) return toUrlTarget(url, env);
  const [program, ...args] = command;
  return program === undefined ? undefined : { kind: 'command', program, args };
}

function toUrlTarget(url: string, env: Readonly<Record<string, string | undefined>>): AlertTarget {
  const filled = fillReferences(url, env);
  if (filled.kind === 'missing')
    return { kind: 'unusable', detail: `the environment variable ${filled.name} is not set` };
  if (/^https?:\/\//i.test(filled.text) && URL.canParse(filled.text))
    return { kind: 'url', url: filled.text };
  return { kind: 'unusable', detail: 'with its variables it is no http or https URL' };
}

/** The receiver in a log: a URL's path and query, and a command's arguments, may hold secrets. */
export function toTargetName(target: AlertTarget): string {
  switch (target.kind) {
    case 'url':
      return new URL(target.url).host;
    case 'command':
      return target.program;
    case 'unusable':
      return 'alerts.url';
    default:
      return target satisfies never;
  }
}
