import { z } from 'zod';
import type { CorrectedNames, ScrobbleTrack } from '../model/scrobble.ts';
import { type Answer, lenientNumber, lenientText, unusableAnswer } from './answer.ts';

/** Last.fm's word on one item: `ignoredCode` 0 means recorded. */
export type ScrobbleItemAnswer = {
  readonly ignoredCode: number;
  readonly ignoredMessage: string | null;
  readonly corrected: CorrectedNames | null;
};

export type ScrobbleAnswer = {
  /** One for each item, in the order in which they were sent. */
  readonly items: readonly ScrobbleItemAnswer[];
  readonly accepted: number | null;
  readonly ignored: number | null;
  /** UNIX milliseconds by the server's clock. */
  readonly serverTimeMs: number | null;
};

const count = lenientNumber.optional().catch(undefined);
const counts = z.object({ accepted: count, ignored: count });

const name = z
  .union([
    z
      .object({ '#text': lenientText, corrected: z.union([z.string(), z.number()]).optional() })
      .transform((leaf) => ({ text: leaf['#text'], isCorrected: String(leaf.corrected) === '1' })),
    lenientText.transform((text) => ({ text, isCorrected: false })),
  ])
  .catch({ text: null, isCorrected: false });

const ignoredMessage = z.object({ code: lenientNumber, '#text': lenientText }).optional();

const item = z.object({ artist: name, track: name, ignoredMessage, ignoredmessage: ignoredMessage });

const body = z.object({
  ...counts.shape,
  scrobbles: z
    .object({
      ...counts.shape,
      '@attr': counts.optional().catch(undefined),
      // A single item is a bare object.
      scrobble: z
        .union([z.array(item), item.transform((only) => [only])])
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/**
 * Reads the answer to a scrobble of these items, by index: two items may share a timestamp, and names may be corrected.
 * Without a usable list the counts decide; throws `LastfmError` with an unknown outcome when they do not.
 */
export function readScrobbleAnswer(answer: Answer, sent: readonly ScrobbleTrack[]): ScrobbleAnswer {
  const parsed = body.safeParse(answer.body);
  if (!parsed.success) throw unusableAnswer(answer);
  const { scrobbles } = parsed.data;
  const places = [scrobbles?.['@attr'], scrobbles, parsed.data];
  const accepted = places.find((place) => place?.accepted !== undefined)?.accepted ?? null;
  const ignored = places.find((place) => place?.ignored !== undefined)?.ignored ?? null;
  const facts = { accepted, ignored, serverTimeMs: answer.serverTimeMs };

  const items = scrobbles?.scrobble;
  if (items?.length === sent.length) return { ...facts, items: items.map(readItem) };
  // Compatible servers leave the list out: https://github.com/krateng/maloja answers no more than `ignored: 0`.
  const isAllThere = ignored === 0 || (accepted !== null && ignored !== null && accepted + ignored === sent.length);
  if (!isAllThere) throw unusableAnswer(answer);
  return { ...facts, items: sent.map(() => ({ ignoredCode: 0, ignoredMessage: null, corrected: null })) };
}

function readItem(read: z.infer<typeof item>): ScrobbleItemAnswer {
  const { artist, track } = read;
  const ignored = read.ignoredMessage ?? read.ignoredmessage;
  const isCorrected = artist.isCorrected || track.isCorrected;
  return {
    ignoredCode: ignored?.code ?? 0,
    ignoredMessage: ignored?.['#text'] ?? null,
    corrected:
      isCorrected && artist.text !== null && track.text !== null ? { artist: artist.text, track: track.text } : null,
  };
}
