import type { PlaybackState } from '../model/status.ts';
import type { Player, PlayerEvent } from '../player/player.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly player: Player;
  readonly store: Store;
  /** A setting changed: it is to be saved. */
  readonly onSettingChanged: () => void;
};

/** Shows what the player reports of itself, apart from what it plays: its settings, its output, its deaths. */
export function showPlayerNews({ player, store, onSettingChanged }: Parts): void {
  const set = (changes: Partial<PlaybackState>): void => {
    store.update('playback', changes);
    onSettingChanged();
  };
  const show = (event: PlayerEvent): void => {
    switch (event.kind) {
      case 'volume':
        return set({ volumePercent: Math.round(event.percent) });
      case 'muted':
        return set({ muted: event.isMuted });
      case 'speed':
        // While something sounds, its samples say from when on the speed holds.
        return store.get('playback').isAdvancing ? undefined : set({ speed: event.speed });
      case 'lost':
        return store.notify('warning', 'mpv ended unexpectedly and was started again.', 'The log says more.');
      case 'failed':
        return store.notify('error', event.message, event.hint ?? undefined);
      case 'output':
        if (!event.isSilent) return;
        return store.notify('warning', 'No sound device: playing silently.', 'Connect one, then stop and play again.');
      case 'started':
      case 'duration':
      case 'position':
      case 'seeking':
      case 'ended':
        return;
    }
  };
  player.listen(show);
}
