import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { Clock } from '../system/clock.ts';
import { createLineSplitter } from './line-splitter.ts';

type Argument = string | number | boolean | Readonly<Record<string, string>>;

/** A command as mpv's JSON IPC takes it: positional, or named with `name`. https://mpv.io/manual/stable/#json-ipc */
export type MpvCommand = readonly Argument[] | ({ readonly name: string } & Readonly<Record<string, Argument>>);

const replySchema = z.looseObject({ request_id: z.int(), error: z.string(), data: z.unknown().optional() });
const propertyChangeSchema = z.looseObject({
  event: z.literal('property-change'),
  id: z.int(),
  data: z.unknown().optional(),
});
const eventSchema = z.looseObject({ event: z.string() });

/** An event other than a property's change; the fields beside `event` are unchecked. */
export type MpvIpcEvent = z.infer<typeof eventSchema>;

/** `refused`: mpv said no · `unexpected`: the reply's data is not what was asked for · `timeout`, `closed`: no reply. */
export type MpvIpcFailure = 'refused' | 'unexpected' | 'timeout' | 'closed';

/** A request to mpv that got no usable reply. */
export class MpvIpcError extends Error {
  override readonly name = 'MpvIpcError';
  readonly reason: MpvIpcFailure;

  constructor(reason: MpvIpcFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}

export type MpvIpcClient = {
  /**
   * Sends a command. `parse` checks the reply's data and throws a `ZodError` if they are wrong; it runs before any later event is
   * handed out, so what it notes down is known to those. Rejects with `MpvIpcError`.
   */
  readonly request: <Data>(command: MpvCommand, parse: (data: unknown) => Data) => Promise<Data>;
  /** Calls back with the property's value now and at every change, `undefined` while it has none. Rejects with `MpvIpcError`. */
  readonly observe: (property: string, listener: (value: unknown) => void) => Promise<void>;
  /** Ends the connection; requests without a reply are rejected as `closed`. */
  readonly close: () => void;
};

type Options = {
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onEvent: (event: MpvIpcEvent) => void;
  /** A line that is no message of mpv's; it is passed over. */
  readonly onGarbage: (line: string) => void;
  /** The connection ended, from either side; called once. */
  readonly onClose: () => void;
};

type Waiting = { readonly answer: (reply: z.infer<typeof replySchema>) => void; readonly fail: (e: Error) => void };

const LONGEST_LINE_BYTES = 1024 * 1024;

/** After this process was stopped for a while timers fire before the socket is read: the reply may be there already. */
const GRACE_MS = 250;

/** Speaks mpv's JSON lines over a stream. Knows nothing of music. */
export function createMpvIpcClient({ stream, clock, timeoutMs, onEvent, onGarbage, onClose }: Options): MpvIpcClient {
  const waiting = new Map<number, Waiting>();
  const observers = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  let isClosed = false;

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    stream.destroy();
    for (const { fail } of waiting.values()) fail(new MpvIpcError('closed', 'The connection to mpv ended.'));
    waiting.clear();
    onClose();
  };

  const receive = (line: string): void => {
    if (isClosed || line === '') return;
    const message = parseJson(line);
    const change = propertyChangeSchema.safeParse(message);
    if (change.success) return observers.get(change.data.id)?.(change.data.data);
    const event = eventSchema.safeParse(message);
    if (event.success) return onEvent(event.data);
    const reply = replySchema.safeParse(message);
    if (!reply.success) return onGarbage(line);
    const asked = waiting.get(reply.data.request_id);
    waiting.delete(reply.data.request_id);
    asked?.answer(reply.data);
  };

  const request = async <Data>(command: MpvCommand, parse: (data: unknown) => Data): Promise<Data> => {
    if (isClosed) throw new MpvIpcError('closed', 'The connection to mpv ended.');
    lastId += 1;
    const id = lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Data>();
    const giveUp = (): void => {
      waiting.delete(id);
      reject(new MpvIpcError('timeout', `mpv did not answer ${nameOf(command)} within ${timeoutMs / 1000} s.`));
    };
    let cancelTimer = clock.after(timeoutMs, () => {
      cancelTimer = clock.after(GRACE_MS, giveUp);
    });
    waiting.set(id, {
      answer: ({ error, data }) => {
        cancelTimer();
        if (error !== 'success') return reject(new MpvIpcError('refused', `mpv refused ${nameOf(command)}: ${error}`));
        try {
          resolve(parse(data));
        } catch (error) {
          const isOfData = error instanceof z.ZodError;
          const message = `mpv answered ${nameOf(command)} in a way that makes no sense.`;
          reject(isOfData ? new MpvIpcError('unexpected', message) : error);
        }
      },
      fail: (error) => {
        cancelTimer();
        reject(error);
      },
    });
    stream.write(`${JSON.stringify({ command, request_id: id })}\n`);
    return promise;
  };

  const lines = createLineSplitter(LONGEST_LINE_BYTES, receive);
  stream.on('data', lines.push);
  stream.on('error', close);
  stream.on('end', close);
  stream.on('close', close);

  return {
    request,
    observe: async (property, listener) => {
      const id = observers.size + 1;
      observers.set(id, listener);
      await request(['observe_property', id, property], () => {});
    },
    close,
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function nameOf(command: MpvCommand): string {
  return JSON.stringify('name' in command ? command.name : command[0]);
}
