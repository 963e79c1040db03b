/** @jsxRuntime automatic @jsxImportSource hono/jsx */
const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** The day of a time in UTC, as "Tuesday 24 November 2026". */
export const toDay = (time: Date): string => DAY.format(time).replace(',', '');

/** The time of day in UTC. */
export const Clock = ({ time }: { readonly time: Date }) => (
  <time datetime={time.toISOString()}>{CLOCK.format(time)}</time>
);

/** Day and time of day in UTC. */
export const Moment = ({ time }: { readonly time: Date }) => (
  <time datetime={time.toISOString()}>{FULL.format(time)}</time>
);
