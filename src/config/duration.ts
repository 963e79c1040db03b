const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const DURATION = /^(\d{1,6})(s|m|h|d|w)$/;

/** Seconds of a duration such as `90s`, `45m`, `12h`, `30d`, `2w`; undefined where it is none or zero. */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || !isUnit(unit)) return undefined;
  return Number(count) * SECONDS[unit] || undefined;
};

/** A number of seconds as the shortest exact duration: `2w`, `30d`, `90s`. */
export const formatDuration = (seconds: number): string => {
  const unit = (['w', 'd', 'h', 'm'] as const).find((name) => seconds % SECONDS[name] === 0) ?? 's';
  return `${seconds / SECONDS[unit]}${unit}`;
};

const isUnit = (text: string | undefined): text is keyof typeof SECONDS =>
  text !== undefined && text in SECONDS;
