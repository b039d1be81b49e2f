import { describe, expect, it } from 'vitest';
import { toScrobbleTrack, trackParams } from '../../src/lastfm/scrobble-track.ts';
import { presentParams } from '../../src/lastfm/sign.ts';

const RAW = {
  artist: 'Sigur Rós',
  track: 'Hoppípolla',
  album: 'Takk...',
  albumArtist: 'Sigur Rós',
  trackNumber: 3,
  durationSeconds: 268.4,
  mbid: '0a1b2c3d-0000-4000-8000-0123456789ab',
};

describe('a track on its way to Last.fm', () => {
  it('keeps its tags as they are, in NFC, without what cannot be seen', () => {
    const raw = { ...RAW, artist: ' Sigur Ro\u0301s\u200b', track: 'Hoppi\u0301polla\u0007', album: '\ufeff ' };
    expect(toScrobbleTrack(raw)).toEqual({ ...RAW, album: null, durationSeconds: 268 });
  });

  it.each([
    { ...RAW, artist: null },
    { ...RAW, artist: ' \u200b' },
    { ...RAW, track: null },
  ])('is nothing without artist or title', (raw) => {
    expect(toScrobbleTrack(raw)).toBeNull();
  });

  it('keeps featured and joined artists: no title surgery', () => {
    const raw = { ...RAW, artist: 'A feat. B & C', track: 'T (Remastered 2011)' };
    expect(toScrobbleTrack(raw)).toMatchObject({ artist: 'A feat. B & C', track: 'T (Remastered 2011)' });
  });

  it.each([
    ['albumArtist', 'Sigur Rós'],
    ['albumArtist', 'Various Artists'],
    ['albumArtist', 'VA'],
    ['durationSeconds', 29],
    ['mbid', 'not-a-uuid'],
    ['trackNumber', null],
  ])('leaves out %s when it is %s', (name, value) => {
    const full = { ...RAW, albumArtist: 'Someone' };
    const names = presentParams(trackParams({ ...full, [name]: value })).map(([sent]) => sent);
    const wireName = name === 'durationSeconds' ? 'duration' : name;
    expect(presentParams(trackParams(full)).map(([sent]) => sent)).toContain(wireName);
    expect(names).not.toContain(wireName);
  });
});
