import type { PlayerFact } from './player.ts';
import type { MpvSession } from './mpv-session.ts';

/** What outlives a file and an mpv: each value is the last one reported. */
export type MpvSettings = {
  readonly reportVolume: (percent: number) => void;
  readonly reportMuted: (isMuted: boolean) => void;
  readonly reportSpeed: (speed: number) => void;
  /** mpv found no sound device and plays into nothing. */
  readonly isSilent: () => boolean;
  /** Brings them to a new mpv and reports what that one makes of them from now on. Rejects with `MpvIpcError`. */
  readonly attach: (session: MpvSession) => Promise<void>;
};

/** Reports volume, mute, speed and output whenever they change. */
export function createMpvSettings(emit: (fact: PlayerFact) => void): MpvSettings {
  let volumePercent: number | null = null;
  let isMuted: boolean | null = null;
  let speed: number | null = null;
  let isSilent = false;

  const reportVolume = (percent: number): void => {
    if (percent === volumePercent) return;
    volumePercent = percent;
    emit({ kind: 'volume', percent });
  };
  const reportMuted = (value: boolean): void => {
    if (value === isMuted) return;
    isMuted = value;
    emit({ kind: 'muted', isMuted });
  };
  const reportSpeed = (factor: number): void => {
    if (factor === speed) return;
    speed = factor;
    emit({ kind: 'speed', speed });
  };
  const reportOutput = (output: string, isNullAsked: boolean): void => {
    if ((output === 'null' && !isNullAsked) === isSilent) return;
    isSilent = !isSilent;
    emit({ kind: 'output', isSilent });
  };

  return {
    reportVolume,
    reportMuted,
    reportSpeed,
    isSilent: () => isSilent,
    attach: async ({ request, observe, isNullOutputAsked }) => {
      const restore = (property: string, value: number | boolean | null): Promise<void> | null =>
        value === null ? null : request(['set_property', property, value], () => {});
      await Promise.all([
        restore('volume', volumePercent),
        restore('mute', isMuted),
        restore('speed', speed),
        observe('volume', (value) => typeof value === 'number' && reportVolume(value)),
        observe('mute', (value) => typeof value === 'boolean' && reportMuted(value)),
        observe('speed', (value) => typeof value === 'number' && reportSpeed(value)),
        // Without a value between two files and while idle, when the device is closed.
        observe('current-ao', (value) => typeof value === 'string' && reportOutput(value, isNullOutputAsked)),
      ]);
    },
  };
}
