/** A time as people say it: `in 5 min`, `3 h ago`, `never`. */
export function toDistance(time: string | null, now: Date): string {
  if (time === null) return 'never';
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  const amount =
    size < 60
      ? `${Math.round(size)} s`
      : size < 3600
        ? `${Math.round(size / 60)} min`
        : size < 48 * 3600
          ? `${Math.round(size / 3600)} h`
          : `${Math.round(size / 86_400)} days`;
  return seconds > 0 ? `in ${amount}` : `${amount} ago`;
}
