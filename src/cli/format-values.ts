/** `3:05`, `1:02:03`; `-:--` when unknown. */
export function clockText(seconds: number | null): string {
  if (seconds === null) return '-:--';
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `1 track`, `12 tracks`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How far a UNIX time in seconds is away: `in 5 minutes`, `2 hours ago`. */
export function agoText(at: number, now = Date.now() / 1000): string {
  const distance = at - now;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  for (const [unit, seconds] of UNITS) {
    if (Math.abs(distance) >= seconds) return words.format(Math.trunc(distance / seconds), unit);
  }
  return words.format(Math.trunc(distance), 'second');
}

/** `2026-05-14 18:03` in local time. */
export function dateText(at: number): string {
  const date = new Date(at * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `3.4 GB`, in powers of 1000. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ''}`;
}
