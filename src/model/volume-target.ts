const VOLUME = /^([+-]?)(\d{1,3})%?$/;

export function isVolumeTarget(text: string): boolean {
  return VOLUME.test(text);
}

/** The volume in per cent, 0–100, that `40`, `+5` or `-5` means; `undefined` for anything else. */
export function resolveVolumeTarget(text: string, currentPercent: number): number | undefined {
  const match = VOLUME.exec(text);
  if (match === null) return undefined;
  const amount = Number(match[2]);
  const wanted = match[1] === '+' ? currentPercent + amount : match[1] === '-' ? currentPercent - amount : amount;
  return Math.max(0, Math.min(100, wanted));
}
