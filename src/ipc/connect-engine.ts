import { statSync } from 'node:fs';
import { type Socket, createConnection } from 'node:net';
import type { EngineCommandId } from '../commands/all.ts';
import type { Engine, EngineEnd } from '../engine/engine.ts';
import { AppError } from '../model/app-error.ts';
import type { EngineEvent, EventName } from '../model/events.ts';
import type { EngineResults } from '../model/results.ts';
import type { Slices } from '../model/status.ts';
import { createLineReader } from './lines.ts';
import { fromProtocolError, type Hello, PROTOCOL, type ProtocolError } from './protocol.ts';

/** An answer may be longer than a request: a list of 100,000 rows. */
const LONGEST_ANSWER_BYTES = 256 * 1024 * 1024;
const GREETING_TIMEOUT_MS = 5000;

const SLICE_OF_EVENT: Partial<Record<EventName, keyof Slices>> = {
  'playback.changed': 'playback',
  'queue.changed': 'queue',
  'lastfm.changed': 'lastfm',
  'library.changed': 'library',
};

type Message = {
  readonly id?: number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: ProtocolError;
};

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void };

/**
 * The engine behind a socket. With `subscribe` it is told of every change and knows the state. Throws
 * `AppError('engine-not-running')` when nobody answers, `'engine-incompatible'` when the engine speaks another protocol.
 */
export async function connectEngine(socketPath: string, options: { readonly subscribe: boolean }): Promise<Engine> {
  const socket = await openSocket(socketPath);
  const connection = talk(socket);
  const hello = await connection.greeting;
  if (hello.protocol !== PROTOCOL) {
    socket.destroy();
    throw new AppError('engine-incompatible', `The running engine is tonearm ${hello.version}, of another protocol.`, {
      hint: 'Stop it with `tonearm shutdown` of that version, or end its process; it saves everything.',
    });
  }
  const clockOffsetMs = Date.now() - hello.nowMs;
  const slices = new Map<keyof Slices, Slices[keyof Slices]>();
  const place = (name: keyof Slices, slice: Slices[keyof Slices]): void => {
    slices.set(name, byOwnClock(slice, clockOffsetMs));
  };
  const listeners = new Set<(event: EngineEvent) => void>();
  connection.onNotification((name, data) => {
    const slice = SLICE_OF_EVENT[name];
    if (slice !== undefined) place(slice, data as Slices[keyof Slices]);
    const event = { name, data: slice === undefined ? data : slices.get(slice) } as EngineEvent;
    for (const listener of listeners) listener(event);
  });
  if (options.subscribe) {
    const snapshot = (await connection.request('subscribe', {})) as EngineResults['subscribe'];
    for (const [name, slice] of Object.entries(snapshot)) place(name as keyof Slices, slice);
  }
  return {
    run: async <Id extends EngineCommandId>(id: Id, params: object) =>
      (await connection.request(id, params)) as EngineResults[Id],
    state: <Name extends keyof Slices>(name: Name) => {
      const slice = slices.get(name);
      if (slice === undefined) throw new Error('this connection has not subscribed');
      return slice as Slices[Name];
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closed: connection.closed,
    close: async () => {
      socket.destroy();
      await connection.closed;
    },
  };
}

/** The engine's times in this process's clock: with a forwarded socket the two may differ. */
function byOwnClock(slice: Slices[keyof Slices], offsetMs: number): Slices[keyof Slices] {
  if ('sampledAtMs' in slice) return { ...slice, sampledAtMs: slice.sampledAtMs + offsetMs };
  if ('playSampledAtMs' in slice) return { ...slice, playSampledAtMs: slice.playSampledAtMs + offsetMs };
  return slice;
}

function openSocket(path: string): Promise<Socket> {
  const owner = statSync(path, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && owner !== process.getuid?.()) {
    // In a folder that all users share, somebody else may have been there first.
    const message = `The socket ${path} belongs to another user.`;
    return Promise.reject(new AppError('failed', message, { hint: 'Set TONEARM_HOME to a shorter path of your own.' }));
  }
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause) => reject(notRunning(cause)));
  });
}

function notRunning(cause?: unknown): AppError {
  return new AppError('engine-not-running', 'The tonearm engine is not running.', {
    hint: 'Start it by opening the window with `tonearm`, or with `tonearm play`.',
    cause,
  });
}

function talk(socket: Socket) {
  const readLines = createLineReader(LONGEST_ANSWER_BYTES);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let notify: (name: EventName, data: unknown) => void = () => {};
  const greeting = Promise.withResolvers<Hello>();
  const closed = Promise.withResolvers<EngineEnd>();
  let end: EngineEnd = 'lost';
  const timer = setTimeout(() => socket.destroy(), GREETING_TIMEOUT_MS);

  const take = (message: Message): void => {
    if (message.method === 'hello') {
      clearTimeout(timer);
      greeting.resolve(message.params as Hello);
    } else if (message.method === 'goodbye') end = 'shutdown';
    else if (message.method !== undefined) notify(message.method as EventName, message.params);
    else if (message.id === null && message.error !== undefined) {
      // It could not even read which request it was: one of those that wait.
      for (const request of waiting.values()) request.reject(fromProtocolError(message.error));
      waiting.clear();
    } else if (typeof message.id === 'number') {
      const request = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) request?.resolve(message.result);
      else request?.reject(fromProtocolError(message.error));
    }
  };

  socket.on('data', (chunk: Buffer) => {
    for (const item of readLines(chunk)) {
      const message = 'line' in item ? parseMessage(item.line) : null;
      // Whoever speaks like this is no engine.
      if (message === null) socket.destroy();
      else take(message);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(timer);
    greeting.reject(notRunning());
    for (const request of waiting.values()) {
      request.reject(new AppError('engine-not-running', 'The engine left before it answered.'));
    }
    waiting.clear();
    closed.resolve(end);
  });

  return {
    greeting: greeting.promise,
    closed: closed.promise,
    onNotification: (listener: typeof notify): void => {
      notify = listener;
    },
    request: (method: string, params: object): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(notRunning());
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params })}\n`);
      }),
  };
}

function parseMessage(line: string): Message | null {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return null;
  }
}
