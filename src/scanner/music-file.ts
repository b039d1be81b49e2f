const MUSIC_ENDING = /\.(?:mp3|m4a|flac|ogg|opus|wav)$/i;

/** The name ends like a music file that tonearm scans. */
export function isMusicName(name: string): boolean {
  return MUSIC_ENDING.test(name);
}
