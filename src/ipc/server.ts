import { chmodSync, rmSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { allCommands, isEngineCommandId } from '../commands/all.ts';
import type { Engine } from '../engine/engine.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import type { EngineEvent } from '../model/events.ts';
import type { Slices } from '../model/status.ts';
import { takeSnapshot } from '../model/take-snapshot.ts';
import type { Log } from '../system/log.ts';
import { version } from '../system/version.ts';
import { checkParams } from './check-params.ts';
import { createLineReader } from './lines.ts';
import {
  encodeAnswer,
  encodeError,
  encodeNotification,
  INTERNAL_ERROR,
  INVALID_REQUEST,
  LONGEST_LINE_BYTES,
  METHOD_NOT_FOUND,
  PARSE_ERROR,
  PROTOCOL,
  type RequestId,
  toProtocolError,
} from './protocol.ts';

export type EngineServer = {
  /** How many clients are connected. */
  readonly clientCount: () => number;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly engine: Engine;
  readonly socketPath: string;
  readonly log: Log;
  /** Called when a client came or went. */
  readonly onClientsChanged: () => void;
};

/** How much news one client may leave unread, in bytes, before it is cut off. */
const LARGEST_BACKLOG_BYTES = 8 * 1024 * 1024;

/** How long a client may take to read its last answers when the engine leaves. */
const FAREWELL_MS = 500;

/**
 * Serves the engine on a Unix socket of mode 0600. A file left there by an engine that died is replaced, so the caller
 * must hold the engine lock.
 */
export async function serveEngine({ engine, socketPath, log, onClientsChanged }: Options): Promise<EngineServer> {
  const sockets = new Set<Socket>();
  const answering = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    onClientsChanged();
    serveClient(socket, { engine, log, answering });
    socket.once('close', () => {
      sockets.delete(socket);
      onClientsChanged();
    });
  });
  await listen(server, socketPath);
  return {
    clientCount: () => sockets.size,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      // Whoever asked for the end is told of it.
      await Promise.race([Promise.all(answering), setTimeout(FAREWELL_MS, undefined, { ref: false })]);
      for (const socket of sockets) {
        socket.end(`${encodeNotification('goodbye', {})}\n`);
        void setTimeout(FAREWELL_MS, undefined, { ref: false }).then(() => socket.destroy());
      }
      await closed;
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true });
  const previousMask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } finally {
    process.umask(previousMask);
  }
  chmodSync(path, 0o600);
}

type Service = { readonly engine: Engine; readonly log: Log; readonly answering: Set<Promise<void>> };

function serveClient(socket: Socket, { engine, log, answering }: Service): void {
  const readLines = createLineReader(LONGEST_LINE_BYTES);
  let pending = 0;
  let hasEnded = false;
  let untoldBytes = 0;
  let stopListening: (() => void) | null = null;

  const send = (line: string): void => {
    if (!socket.destroyed && !socket.writableEnded) socket.write(`${line}\n`);
  };
  /** A long answer was asked for and may take its time; news may not pile up behind a client that reads none. */
  const tell = (line: string): void => {
    untoldBytes = socket.writableLength === 0 ? 0 : untoldBytes + line.length;
    if (untoldBytes <= LARGEST_BACKLOG_BYTES) return send(line);
    log.warn('a client that stopped reading was cut off');
    socket.destroy();
  };
  const finish = (): void => {
    // A client that closed its sending side still gets its answers. More it cannot get: a dead one looks the same.
    if (hasEnded && pending === 0) socket.end();
  };
  const subscribe = (): Slices => {
    stopListening ??= engine.listen((event: EngineEvent) => tell(encodeNotification(event.name, event.data)));
    return takeSnapshot(engine.state);
  };
  const answer = async (line: string): Promise<void> => {
    pending += 1;
    const reply = await reactTo(line, { engine, log, subscribe });
    pending -= 1;
    if (reply !== null) send(reply);
    finish();
  };

  send(encodeNotification('hello', { version, protocol: PROTOCOL, nowMs: Date.now() }));
  socket.on('data', (chunk: Buffer) => {
    for (const item of readLines(chunk)) {
      if ('isTooLong' in item) {
        send(encodeError(null, { code: INVALID_REQUEST, message: `a line may have ${LONGEST_LINE_BYTES} bytes` }));
      } else if (item.line.trim() !== '') {
        const answered = answer(item.line).finally(() => answering.delete(answered));
        answering.add(answered);
      }
    }
  });
  socket.on('end', () => {
    hasEnded = true;
    finish();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => stopListening?.());
}

type Context = { readonly engine: Engine; readonly log: Log; readonly subscribe: () => Slices };

/** Answers one line; never throws. Notifications from clients, which have no id, are carried out and answered with `null`. */
async function reactTo(line: string, { engine, log, subscribe }: Context): Promise<string | null> {
  const request = parseRequest(line);
  if ('problem' in request) return encodeError(request.id, request.problem);
  const { id, method, params } = request;
  const say = (text: string): string | null => (id === undefined ? null : text);
  if (!isEngineCommandId(method)) {
    return say(encodeError(id ?? null, { code: METHOD_NOT_FOUND, message: `there is no method "${method}"` }));
  }
  try {
    checkParams(allCommands[method], params);
    // No change may fall between the snapshot and the first event, so both are taken here, at once.
    const result = method === 'subscribe' ? subscribe() : await engine.run(method, params);
    return say(encodeAnswer(id ?? null, result));
  } catch (error) {
    if (error instanceof AppError) return say(encodeError(id ?? null, toProtocolError(error)));
    log.error('a command failed', { method, error: messageOf(error) });
    return say(encodeError(id ?? null, { code: INTERNAL_ERROR, message: 'the engine failed; its log says more' }));
  }
}

type ParsedRequest =
  | { readonly id: RequestId | undefined; readonly method: string; readonly params: object }
  | { readonly id: RequestId; readonly problem: { readonly code: number; readonly message: string } };

function parseRequest(line: string): ParsedRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, problem: { code: PARSE_ERROR, message: 'the line is not JSON' } };
  }
  const invalid = (message: string, id: RequestId = null) => ({ id, problem: { code: INVALID_REQUEST, message } });
  if (Array.isArray(value)) return invalid('batches are not served');
  if (typeof value !== 'object' || value === null) return invalid('a request is a JSON object');
  const { jsonrpc, id, method, params = {} } = value as Record<string, unknown>;
  const isId = id === undefined || id === null || typeof id === 'string' || typeof id === 'number';
  if (!isId) return invalid('the id must be a text or a number');
  if (jsonrpc !== '2.0') return invalid('jsonrpc must be "2.0"', id ?? null);
  if (typeof method !== 'string') return invalid('method must be a text', id ?? null);
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    return invalid('params must be an object', id ?? null);
  }
  return { id, method, params };
}
