import type { TrackTags } from '../../src/model/track.ts';

/** Tags of a track, all of them, with what a test cares for changed. */
export function makeTags(changes: Partial<TrackTags> = {}): TrackTags {
  return {
    title: 'Jóga',
    artist: 'Björk',
    artists: ['Björk'],
    album: 'Homogenic',
    albumArtist: null,
    trackNumber: 2,
    trackTotal: 10,
    discNumber: 1,
    discTotal: 1,
    date: '1997',
    genres: ['Electronic'],
    durationMs: 305_000,
    codec: 'FLAC',
    bitrate: 900_000,
    sampleRate: 44_100,
    replayGain: { trackGainDb: -7.5, trackPeak: 0.98, albumGainDb: -8, albumPeak: 1 },
    musicBrainz: { recordingId: null, trackId: null, albumId: null, artistId: null, albumArtistId: null },
    ...changes,
  };
}
