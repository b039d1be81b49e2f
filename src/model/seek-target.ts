/** Where to seek: to a place, by a distance, or to a share of the track. */
export type SeekTarget =
  | { readonly kind: 'absolute'; readonly ms: number }
  | { readonly kind: 'relative'; readonly ms: number }
  | { readonly kind: 'percent'; readonly percent: number };

const PLACE = /^([+-]?)(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7}(?:\.\d{1,3})?)$/;
const SHARE = /^(\d{1,3}(?:\.\d{1,3})?)%$/;

/** Reads `90`, `+10`, `-1:30`, `1:02:03` or `50%`; `undefined` for anything else. */
export function parseSeekTarget(text: string): SeekTarget | undefined {
  const share = SHARE.exec(text)?.[1];
  if (share !== undefined) {
    const percent = Number(share);
    return percent <= 100 ? { kind: 'percent', percent } : undefined;
  }
  const match = PLACE.exec(text);
  if (match === null) return undefined;
  const [, sign = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const ms = Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
  if (sign === '') return { kind: 'absolute', ms };
  return { kind: 'relative', ms: sign === '-' ? -ms : ms };
}

export function isSeekTarget(text: string): boolean {
  return parseSeekTarget(text) !== undefined;
}

/** The position in milliseconds that a target means, kept within the track. */
export function resolveSeekTarget(
  target: SeekTarget,
  now: { readonly positionMs: number; readonly durationMs: number | null },
): number {
  const wanted =
    target.kind === 'absolute'
      ? target.ms
      : target.kind === 'relative'
        ? now.positionMs + target.ms
        : ((now.durationMs ?? 0) * target.percent) / 100;
  return Math.max(0, Math.min(wanted, now.durationMs ?? Infinity));
}
