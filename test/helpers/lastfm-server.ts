import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, replyAfter, replyInstead, type Reply } from './lastfm-server-faults.ts';
import { checkCall, checkSignature, parseForm, readPlays, type ReceivedPlay, Refusal } from './lastfm-server-rules.ts';
import { type Call, emptyState, openSession, perform } from './lastfm-server-state.ts';

export type { Fault } from './lastfm-server-faults.ts';

export type SeenRequest = {
  readonly verb: string;
  readonly method: string;
  readonly atMs: number;
  readonly userAgent: string;
  readonly plays: readonly ReceivedPlay[];
  /** Last.fm's error number that it was refused with by the rules; `null` when the rules found nothing. */
  readonly refusedWith: number | null;
  readonly refusal: string | null;
};

export type LastfmServerOptions = {
  readonly port?: number;
  readonly apiKey?: string;
  readonly sharedSecret?: string;
  /** Who approves every token whose page is opened; nobody by default. */
  readonly autoApprove?: string;
  /** UNIX milliseconds by the server's clock. */
  readonly now?: () => number;
};

/** A strict server of Last.fm's protocol on loopback. */
export type LastfmServer = {
  readonly url: string;
  readonly authUrl: string;
  readonly apiKey: string;
  readonly sharedSecret: string;
  /** The user allows the application, as in the browser. */
  readonly approve: (token: string, user: string) => void;
  /** Lets a token die, as after an hour. */
  readonly expire: (token: string) => void;
  readonly signIn: (user: string) => string;
  /** The user takes the permission back. */
  readonly revoke: (user: string) => void;
  readonly faults: Fault[];
  /** Decides on a fault for each request, after those listed in `faults`. */
  chooseFault: ((request: SeenRequest) => Fault | null) | null;
  readonly requests: readonly SeenRequest[];
  readonly count: (method: string) => number;
  /** What a user's profile shows, in the order of arrival, each play once. */
  readonly scrobblesOf: (user: string) => readonly ReceivedPlay[];
  readonly nowPlayingOf: (user: string) => readonly Omit<ReceivedPlay, 'timestamp'>[];
  /** Resolves when as many requests of this method have come in. */
  readonly seen: (method: string, count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the server; `port` 0 (the default) takes any free one. */
export async function startLastfmServer(options: LastfmServerOptions = {}): Promise<LastfmServer> {
  const apiKey = options.apiKey ?? '0123456789abcdef0123456789abcdef';
  const sharedSecret = options.sharedSecret ?? 'fedcba9876543210fedcba9876543210';
  const now = options.now ?? Date.now;
  const state = emptyState();
  const requests: SeenRequest[] = [];
  const watchers = new Set<() => void>();
  const faults: Fault[] = [];

  const http = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    http.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const server: LastfmServer = {
    url: `${base}/2.0/`,
    authUrl: `${base}/api/auth/`,
    apiKey,
    sharedSecret,
    approve: (token, user) => {
      if (!state.tokens.has(token)) throw new Error('no such token');
      state.tokens.set(token, user);
    },
    expire: (token) => {
      state.tokens.delete(token);
      state.deadTokens.add(token);
    },
    signIn: (user) => openSession(state, user),
    revoke: (user) => {
      for (const [key, owner] of state.sessions) if (owner === user) state.sessions.delete(key);
    },
    faults,
    chooseFault: null,
    requests,
    count: (method) => requests.filter((request) => request.method === method).length,
    scrobblesOf: (user) => [...state.plays.values()].filter((play) => play.user === user),
    nowPlayingOf: (user) => state.nowPlaying.filter((entry) => entry.user === user).map(({ track }) => track),
    seen: (method, count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (server.count(method) < count) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    close: async () => {
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (url.pathname === '/2.0/') {
      send(response, answer(request, { query: url.search.slice(1), body }));
    } else {
      send(response, { kind: 'whole', ...page(url, body) });
    }
  }

  /** The page where the user allows the application, and what another process may ask of this one. */
  function page(url: URL, body: string): { readonly httpStatus: number; readonly body: string } {
    const token = url.searchParams.get('token') ?? '';
    switch (url.pathname) {
      case '/api/auth/': {
        const isKnown = url.searchParams.get('api_key') === apiKey && state.tokens.has(token);
        if (isKnown && options.autoApprove !== undefined) server.approve(token, options.autoApprove);
        return { httpStatus: isKnown ? 200 : 404, body: '<html>Allow tonearm?</html>' };
      }
      case '/control':
        return {
          httpStatus: 200,
          body: JSON.stringify({ scrobbles: [...state.plays.values()], nowPlaying: state.nowPlaying, requests }),
        };
      case '/control/approve':
        server.approve(token, url.searchParams.get('user') ?? 'listener');
        return { httpStatus: 200, body: '{}' };
      case '/control/faults':
        faults.push(...(JSON.parse(body) as Fault[]));
        return { httpStatus: 200, body: '{}' };
      default:
        return { httpStatus: 404, body: '<html>Not found</html>' };
    }
  }

  function answer(request: IncomingMessage, sent: { readonly query: string; readonly body: string }): Reply {
    const { call, refusal } = read(request, sent);
    const seen: SeenRequest = {
      verb: request.method ?? '',
      method: call.method,
      atMs: now(),
      userAgent: request.headers['user-agent'] ?? '',
      plays: call.plays,
      refusedWith: refusal?.code ?? null,
      refusal: refusal?.message ?? null,
    };
    requests.push(seen);
    const fault = takeFault(seen);
    const reply = replyInstead(fault, call.plays) ?? carryOut({ ...call, fault }, refusal);
    for (const watcher of watchers) watcher();
    const date = new Date(now() + (fault?.kind === 'date' ? fault.offsetMs : 0)).toUTCString();
    return 'body' in reply ? { ...reply, headers: { date, ...reply.headers } } : reply;
  }

  /** Reads and checks a request; what it was refused for is thrown only when no fault comes first. */
  function read(
    request: IncomingMessage,
    sent: { readonly query: string; readonly body: string },
  ): { readonly call: Omit<Call, 'fault'>; readonly refusal: Refusal | null } {
    const { method: verb = '', headers } = request;
    const call: { -readonly [Name in keyof Omit<Call, 'fault'>]: Call[Name] } = {
      method: '?',
      params: new Map(),
      plays: [],
      nowMs: now(),
    };
    try {
      call.params = parseForm(verb === 'POST' ? sent.body : sent.query);
      call.method = call.params.get('method') ?? '?';
      checkCall(call.method, call.params, {
        verb,
        hasQuery: verb === 'POST' && sent.query !== '',
        contentType: headers['content-type'] ?? '',
      });
      if (call.params.get('api_key') !== apiKey) throw new Refusal(10, 'Invalid API key', 403);
      if (!/tonearm/.test(headers['user-agent'] ?? '')) throw new Refusal(26, 'An identifying agent is asked for', 403);
      checkSignature(call.params, sharedSecret);
      if (call.method === 'track.scrobble') call.plays = readPlays(call.params);
      return { call, refusal: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { call, refusal: error };
    }
  }

  function takeFault(seen: SeenRequest): Fault | null {
    const index = faults.findIndex(({ on }) => on === '*' || on === seen.method);
    const fault = faults[index];
    if (fault === undefined) return server.chooseFault?.(seen) ?? null;
    const times = (fault.times ?? 1) - 1;
    if (times > 0) faults[index] = { ...fault, times };
    else faults.splice(index, 1);
    return fault;
  }

  function carryOut(call: Call, refusal: Refusal | null): Reply {
    try {
      if (refusal !== null) throw refusal;
      return replyAfter(call.fault, JSON.stringify(perform(state, call)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = JSON.stringify({ error: error.code, message: error.message });
      return { kind: 'whole', httpStatus: error.httpStatus, body };
    }
  }

  return server;
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'drop') response.destroy();
  if (!('body' in reply)) return;
  const body = Buffer.from(reply.body, 'utf8');
  const contentType = reply.body.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8';
  const headers = { 'content-type': contentType, 'content-length': body.length, ...reply.headers };
  response.writeHead(reply.httpStatus, headers);
  if (reply.kind === 'half') response.write(body.subarray(0, Math.floor(body.length / 2)));
  else response.end(body);
}
