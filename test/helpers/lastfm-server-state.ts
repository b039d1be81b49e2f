import { randomBytes } from 'node:crypto';
import { type Fault, scrobbleDocument, textLeaf } from './lastfm-server-faults.ts';
import { type Params, readTrack, type ReceivedPlay, Refusal } from './lastfm-server-rules.ts';

export type StoredPlay = ReceivedPlay & { readonly user: string };

/** Everything that the server remembers. */
export type ServerState = {
  /** Each token and who approved it, if anybody. */
  readonly tokens: Map<string, string | null>;
  readonly deadTokens: Set<string>;
  /** Each session key and whose it is. */
  readonly sessions: Map<string, string>;
  /** By user, artist, track and timestamp, which is what a play is to Last.fm. */
  readonly plays: Map<string, StoredPlay>;
  readonly nowPlaying: { readonly user: string; readonly track: Omit<ReceivedPlay, 'timestamp'> }[];
};

export type Call = {
  readonly method: string;
  readonly params: Params;
  readonly plays: readonly ReceivedPlay[];
  readonly fault: Fault | null;
  /** UNIX milliseconds. */
  readonly nowMs: number;
};

const FORTNIGHT_SECONDS = 14 * 86_400;
const CLOCK_TOLERANCE_SECONDS = 60;

export function emptyState(): ServerState {
  return { tokens: new Map(), deadTokens: new Set(), sessions: new Map(), plays: new Map(), nowPlaying: [] };
}

/** Carries a checked request out and answers its document. Throws `Refusal`. */
export function perform(state: ServerState, call: Call): unknown {
  const { method, params } = call;
  if (method === 'auth.getToken') {
    const token = randomBytes(24).toString('base64url');
    state.tokens.set(token, null);
    return { token };
  }
  if (method === 'auth.getSession') return tradeIn(state, params.get('token') ?? '');
  const user = state.sessions.get(params.get('sk') ?? '');
  if (user === undefined) throw new Refusal(9, 'Invalid session key - Please re-authenticate', 403);
  if (method === 'user.getInfo') return { user: { name: user, playcount: '0', subscriber: '0' } };
  if (method === 'track.scrobble') return record(state, user, call);
  const track = readTrack(params, '');
  state.nowPlaying.push({ user, track });
  const { artist, track: title } = track;
  return {
    nowplaying: { artist: textLeaf(artist), track: textLeaf(title), ignoredMessage: { code: '0', '#text': '' } },
  };
}

export function openSession(state: ServerState, user: string): string {
  const key = randomBytes(24).toString('base64url');
  state.sessions.set(key, user);
  return key;
}

function tradeIn(state: ServerState, token: string): unknown {
  if (state.deadTokens.has(token)) throw new Refusal(15, 'This token has expired', 403);
  const user = state.tokens.get(token);
  if (user === undefined) throw new Refusal(4, 'Invalid authentication token supplied', 403);
  if (user === null) throw new Refusal(14, 'This token has not been authorized', 403);
  state.tokens.delete(token);
  return { session: { name: user, key: openSession(state, user), subscriber: 0 } };
}

function record(state: ServerState, user: string, { plays, fault, nowMs }: Call): unknown {
  const nowSeconds = Math.floor(nowMs / 1000);
  const codes = plays.map((play) => {
    const forced = fault?.kind === 'ignore' ? fault.codes[play.track] : undefined;
    if (forced !== undefined) return forced;
    if (play.timestamp > nowSeconds + CLOCK_TOLERANCE_SECONDS) return 4;
    return play.timestamp < nowSeconds - FORTNIGHT_SECONDS ? 3 : 0;
  });
  for (const [index, play] of plays.entries()) {
    const key = JSON.stringify([user, play.artist, play.track, play.timestamp]);
    // A repeat is dropped without a word, and answered as accepted.
    if (codes[index] === 0 && !state.plays.has(key)) state.plays.set(key, { ...play, user });
  }
  return scrobbleDocument(plays, codes, fault);
}
