/** mpv's descriptor of the private channel: the first after stdin, stdout and stderr. */
const CHANNEL_FD = 3;

/**
 * mpv ends on an option that it does not know, so these are only ones that every mpv from 0.35 on has. The user's arguments may
 * override the first group, never the way we talk to it.
 */
export function mpvArguments(userArgs: readonly string[]): string[] {
  return [
    '--no-config',
    '--no-video',
    '--audio-display=no',
    // Nothing but the file itself: no playlists, no references to other files, no look at its folder, no remembered place.
    '--demuxer=lavf',
    '--access-references=no',
    '--autoload-files=no',
    '--resume-playback=no',
    '--ytdl=no',
    '--osc=no',
    '--load-scripts=no',
    '--load-stats-overlay=no',
    '--load-auto-profiles=no',
    '--input-builtin-bindings=no',
    '--input-default-bindings=no',
    '--input-media-keys=no',
    // `yes` would keep the first file's format and resample all others to it; `weak` is gapless within a format, so within an album.
    '--gapless-audio=weak',
    '--prefetch-playlist=yes',
    '--audio-fallback-to-null=yes',
    '--audio-client-name=tonearm',
    '--replaygain=no',
    '--msg-level=all=warn',
    ...userArgs,
    '--idle=yes',
    '--keep-open=no',
    '--terminal=yes',
    '--input-terminal=no',
    '--quiet',
    `--input-ipc-client=fd://${CHANNEL_FD}`,
  ];
}
