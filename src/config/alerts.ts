import * as z from 'zod';
import type { Problem } from '../model.ts';
import { fillReferences, isSoundReferenceText, listReferences } from '../text/references.ts';
import { durationOrNone } from './setting.ts';
import { mapping, parsedSecret } from './shape.ts';

/** A URL to post to, or a reference to one; user name and password in it are sent as such. */
const parseReceiver = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !isSoundReferenceText(value)) return undefined;
  const names = listReferences(value);
  if (value === `\${${names[0]}}`) return value;
  const filled = fillReferences(value, Object.fromEntries(names.map((name) => [name, '1'])));
  const isUrl = filled.kind === 'filled' && /^https?:\/\//i.test(filled.text) && URL.canParse(filled.text);
  return isUrl ? value : undefined;
};

const ARGUMENT = 'text without NUL characters';
const COMMAND = 'a list of a program and its arguments';

/** The keys of the section alerts. */
export const ALERTS = {
  url: parsedSecret(parseReceiver, `an http or https URL, \${NAME} in it a variable`)
    .optional()
    .describe(
      `URL that gets a JSON message by POST when a feed has failed or been silent for too long, and when it is back. \${NAME} in it is a variable of the environment, for the secrets of such URLs. It may lie in your own network: you named it.`,
    ),
  command: z
    .array(
      z.string({ error: ARGUMENT }).refine((text) => !text.includes('\0'), ARGUMENT),
      { error: COMMAND },
    )
    .refine(([program]) => program === undefined || program.trim() !== '', COMMAND)
    .default([])
    .describe(
      'Program and arguments, as [notify, --urgent], run in place of a POST, without a shell, the message on its stdin. Every worker needs it.',
    ),
  after: durationOrNone(
    '6h',
    "How long a feed fails before a message tells; none tells of silent feeds alone. 6 hours outlast a site's own maintenance.",
  ),
};

export const alertsSchema = mapping(ALERTS, 'keys of alerts under it').transform((alerts) => ({
  url: alerts.url,
  command: alerts.command,
  afterSeconds: alerts.after,
}));

/** Where messages go, and when; with neither url nor command none are sent. */
export interface AlertSettings {
  readonly url: string | undefined;
  /** Empty for none. */
  readonly command: readonly string[];
  readonly afterSeconds: number | undefined;
}

/** One message goes one way. */
export const findAlertContradictions = ({ url, command }: AlertSettings): readonly Problem[] =>
  url === undefined || command.length === 0
    ? []
    : [{ path: ['alerts', 'command'], value: undefined, expected: 'no command beside alerts.url' }];
