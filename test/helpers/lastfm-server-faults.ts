import type { ReceivedPlay } from './lastfm-server-rules.ts';

/** What a server can do wrong; `on` is a method's name or `*`, `times` how often (default once). */
export type Fault = { readonly on: string; readonly times?: number } & FaultKind;

type FaultKind =
  /** Carried out, then the connection is cut, or another answer comes than the true one. */
  | { readonly kind: 'accept-then-drop' }
  | { readonly kind: 'accept-then-500' }
  | { readonly kind: 'accept-then-error'; readonly code: number }
  | { readonly kind: 'truncated-json' }
  /** Not carried out. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'html-200' }
  | { readonly kind: 'empty-200' }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly message?: string;
      readonly httpStatus?: number;
      readonly retryAfter?: string;
    }
  | {
      readonly kind: 'raw';
      readonly httpStatus: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  /** Carried out; headers and half of the answer come, the rest when the server is closed. */
  | { readonly kind: 'slow-body' }
  | { readonly kind: 'slow-headers' }
  /** Refuses the whole request while it holds a play of this title. */
  | { readonly kind: 'poison'; readonly track: string; readonly code: number }
  /** Takes note without recording: a code for each title. */
  | { readonly kind: 'ignore'; readonly codes: Readonly<Record<string, number>> }
  /** Carried out and answered in another shape. */
  | { readonly kind: 'numbers' | 'no-attr' | 'no-list' | 'always-array' | 'short-list' | 'flat-counts' }
  | { readonly kind: 'correct'; readonly artist: string }
  | { readonly kind: 'date'; readonly offsetMs: number };

/** What goes back over the wire; `half` sends the beginning and then nothing more. */
export type Reply =
  | {
      readonly kind: 'whole' | 'half';
      readonly httpStatus: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'drop' | 'hang' };

/** The answer of a fault that keeps the request from being carried out; `null` when it is to be carried out. */
export function replyInstead(fault: Fault | null, plays: readonly ReceivedPlay[]): Reply | null {
  if (fault === null) return null;
  if (fault.kind === 'drop') return { kind: 'drop' };
  if (fault.kind === 'slow-headers') return { kind: 'hang' };
  if (fault.kind === 'empty-200') return { kind: 'whole', httpStatus: 200, body: '' };
  if (fault.kind === 'raw') return { ...fault, kind: 'whole' };
  if (fault.kind === 'html-200') {
    const body = '<html><body>Your request timed out. Please retry the request.</body></html>';
    return { kind: 'whole', httpStatus: 200, body };
  }
  if (fault.kind === 'error') {
    const body = JSON.stringify({ error: fault.code, message: fault.message ?? `Error ${fault.code}`, links: [] });
    const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
    return { kind: 'whole', httpStatus: fault.httpStatus ?? 200, body, headers };
  }
  if (fault.kind === 'poison' && plays.some(({ track }) => track === fault.track)) {
    const body = JSON.stringify({ error: fault.code, message: 'Invalid parameters' });
    return { kind: 'whole', httpStatus: 400, body };
  }
  return null;
}

/** What becomes of the true answer to a request that was carried out. */
export function replyAfter(fault: Fault | null, body: string): Reply {
  if (fault?.kind === 'accept-then-drop') return { kind: 'drop' };
  if (fault?.kind === 'accept-then-500') return { kind: 'whole', httpStatus: 500, body: '<html>openresty</html>' };
  if (fault?.kind === 'accept-then-error') {
    return {
      kind: 'whole',
      httpStatus: 200,
      body: JSON.stringify({ error: fault.code, message: `Error ${fault.code}` }),
    };
  }
  if (fault?.kind === 'truncated-json') return { kind: 'whole', httpStatus: 200, body: body.slice(0, -2) };
  return { kind: fault?.kind === 'slow-body' ? 'half' : 'whole', httpStatus: 200, body };
}

const IGNORED_TEXTS: Readonly<Record<number, string>> = {
  1: 'Artist was ignored',
  2: 'Track was ignored',
  3: 'Timestamp was too old',
  4: 'Timestamp was too new',
  5: 'Daily scrobble limit exceeded',
  91: 'Already scrobbled',
};

/** The document that answers a scrobble, as Last.fm makes it out of XML or as a fault bends it. */
export function scrobbleDocument(
  plays: readonly ReceivedPlay[],
  codes: readonly number[],
  fault: Fault | null,
): unknown {
  const kind = fault?.kind;
  const number = (value: number): number | string => (kind === 'numbers' ? value : String(value));
  const items = plays.map((play, index) => {
    const code = codes[index] ?? 0;
    return {
      artist: fault?.kind === 'correct' ? textLeaf(fault.artist, true) : textLeaf(play.artist),
      track: textLeaf(play.track),
      album: textLeaf(play.album ?? ''),
      albumArtist: textLeaf(play.albumArtist ?? ''),
      timestamp: number(play.timestamp),
      ignoredMessage: { code: number(code), '#text': IGNORED_TEXTS[code] ?? '' },
    };
  });
  const ignored = codes.filter((code) => code !== 0).length;
  const counts = { accepted: number(plays.length - ignored), ignored: number(ignored) };
  if (kind === 'no-list') return { scrobbles: { '@attr': counts } };
  if (kind === 'flat-counts') return { scrobbles: { accepted: plays.length - ignored, ignored } };
  if (kind === 'short-list') return { scrobbles: { scrobble: items.slice(1) } };
  const scrobble = items.length === 1 && kind !== 'always-array' ? items[0] : items;
  return { scrobbles: kind === 'no-attr' ? { scrobble } : { '@attr': counts, scrobble } };
}

/** A text as it looks in JSON that a machine made of XML. */
export function textLeaf(text: string, isCorrected = false): unknown {
  return { corrected: isCorrected ? '1' : '0', '#text': text };
}
