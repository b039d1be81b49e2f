import { describe, expect, it } from 'vitest';
import { presentParams, signParams, type ApiParams } from '../../src/lastfm/sign.ts';

/** Twelve scrobbles, so that indexes of one and two digits meet. */
function batchOfTwelve(): ApiParams {
  const items = Array.from({ length: 12 }, (_, i): ApiParams => [
    [`artist[${i}]`, i === 11 ? '宇多田ヒカル' : 'Björk'],
    [`track[${i}]`, i === 1 ? 'Jóga & Co + 100%' : `T${i}`],
    [`timestamp[${i}]`, String(1_700_000_000 + 200 * i)],
    [`album[${i}]`, `A${i}`],
    [`albumArtist[${i}]`, 'Björk'],
  ]);
  return [
    ['method', 'track.scrobble'],
    ['api_key', '0123456789abcdef0123456789abcdef'],
    ['sk', 'SESSIONKEY'],
    ...items.flat(),
    ['format', 'json'],
  ];
}
const BATCH_SECRET = 'fedcba9876543210fedcba9876543210';

describe('the signature', () => {
  it("equals that of the authentication specification's example", () => {
    const params: ApiParams = [
      ['token', 'yyyyyy'],
      ['method', 'auth.getSession'],
      ['api_key', 'xxxxxxxxxx'],
    ];
    expect(signParams(params, 'ilovecher')).toBe('b87d61da3cda91a8b6746c4aef55d6f8');
  });

  it('equals that of the public documentation for auth.getSession', () => {
    const params: ApiParams = [
      ['api_key', 'YOUR_API_KEY'],
      ['method', 'auth.getSession'],
      ['token', 'YOUR_REQUESTED_TOKEN'],
    ];
    expect(signParams(params, 'YOUR_SECRET')).toBe('94539006de89b3c6b3c030bb1e52b9c4');
  });

  it('equals that of the public documentation for track.love', () => {
    const params: ApiParams = [
      ['api_key', 'YOUR_API_KEY'],
      ['method', 'track.love'],
      ['artist', 'KITANO REM'],
      ['track', 'RAINSICK'],
      ['sk', 'YOUR_SESSION_KEY'],
    ];
    expect(signParams(params, 'YOUR_SECRET')).toBe('800b8884b00c9343d1d425ed271e0f42');
  });

  it('sorts a batch of twelve by bytes, where [10] comes before [1] and T before [', () => {
    expect(signParams(batchOfTwelve(), BATCH_SECRET)).toBe('c168e165f9eaf6a87f16f96887a725ee');
  });

  it('is not the one that a locale-aware order would give', () => {
    expect(signParams(batchOfTwelve(), BATCH_SECRET)).not.toBe('461535513b971b748d4e4f1b10b24a08');
  });

  it('leaves format, callback and api_sig out', () => {
    const params: ApiParams = [['method', 'auth.getToken']];
    const sent: ApiParams = [...params, ['format', 'json'], ['callback', 'f'], ['api_sig', '0'.repeat(32)]];
    expect(signParams(sent, 'secret')).toBe(signParams(params, 'secret'));
  });
});

describe('the parameters', () => {
  it('lose what has no value, before anything is signed', () => {
    expect(
      presentParams([
        ['artist', 'Low'],
        ['album', null],
        ['mbid', ''],
        ['duration', 0],
      ]),
    ).toEqual([
      ['artist', 'Low'],
      ['duration', '0'],
    ]);
  });
});
