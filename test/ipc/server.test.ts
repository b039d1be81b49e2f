import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectEngine } from '../../src/ipc/connect-engine.ts';
import { serveEngine } from '../../src/ipc/server.ts';
import { silentLog } from '../../src/system/log.ts';
import { createFakeEngine } from '../helpers/fake-engine.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

async function startServer() {
  const socketPath = join(makeTemporaryFolder(), 'engine.sock');
  const engine = createFakeEngine();
  const server = await serveEngine({ engine, socketPath, log: silentLog, onClientsChanged: () => {} });
  onTestFinished(() => server.close());
  return { engine, socketPath, server };
}

/** A client of few words: what it sends is up to the test. */
async function openClient(socketPath: string) {
  const socket: Socket = createConnection(socketPath);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  expect(await next()).toMatchObject({ jsonrpc: '2.0', method: 'hello', params: { protocol: 1 } });
  return { socket, next, ended: async () => (await lines.next()).done === true };
}

describe('the socket', () => {
  it('is for its owner only, and replaces a file that a dead engine left', async () => {
    const socketPath = join(makeTemporaryFolder(), 'engine.sock');
    writeFileSync(socketPath, '');
    const server = await serveEngine({
      engine: createFakeEngine(),
      socketPath,
      log: silentLog,
      onClientsChanged: () => {},
    });
    onTestFinished(() => server.close());
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    await openClient(socketPath);
  });

  it.each([
    ['not json', -32_700, null],
    ['"text"', -32_600, null],
    ['[{"jsonrpc":"2.0","id":1,"method":"engine.status"}]', -32_600, null],
    ['{"id":1,"method":"engine.status"}', -32_600, 1],
    ['{"jsonrpc":"2.0","id":{},"method":"engine.status"}', -32_600, null],
    ['{"jsonrpc":"2.0","id":2,"method":7}', -32_600, 2],
    ['{"jsonrpc":"2.0","id":3,"method":"engine.status","params":[1]}', -32_600, 3],
    ['{"jsonrpc":"2.0","id":"x","method":"engine.dance"}', -32_601, 'x'],
    ['{"jsonrpc":"2.0","id":4,"method":"window.quit"}', -32_601, 4],
    ['{"jsonrpc":"2.0","id":4,"method":"toString"}', -32_601, 4],
    ['{"jsonrpc":"2.0","id":5,"method":"playback.speed","params":{"speed":"fast"}}', -32_602, 5],
    ['{"jsonrpc":"2.0","id":6,"method":"playback.speed","params":{"speed":1,"__proto__x":1}}', -32_602, 6],
  ])('answers %s with error %i and goes on', async (line, code, id) => {
    const { socketPath } = await startServer();
    const { socket, next } = await openClient(socketPath);
    socket.write(`${line}\n`);
    expect(await next()).toMatchObject({ jsonrpc: '2.0', id, error: { code } });
    socket.write('{"jsonrpc":"2.0","id":9,"method":"queue.list"}\n');
    expect(await next()).toMatchObject({ id: 9, result: { items: [] } });
  });

  it('refuses a line of more than a mebibyte and reads the next', async () => {
    const { socketPath } = await startServer();
    const { socket, next } = await openClient(socketPath);
    socket.write(`${'x'.repeat(1024 * 1024 + 1)}\n{"jsonrpc":"2.0","id":1,"method":"queue.list"}\n`);
    expect(await next()).toMatchObject({ id: null, error: { code: -32_600 } });
    expect(await next()).toMatchObject({ id: 1, result: { items: [] } });
  });

  it('still answers a client that has closed its sending side, then closes', async () => {
    const { socketPath } = await startServer();
    const { socket, next, ended } = await openClient(socketPath);
    socket.end('{"jsonrpc":"2.0","id":1,"method":"engine.status"}\n');
    expect(await next()).toMatchObject({ id: 1 });
    expect(await ended()).toBe(true);
  });

  it('carries out a notification without an answer', async () => {
    const { engine, socketPath } = await startServer();
    const { socket, next } = await openClient(socketPath);
    socket.write('{"jsonrpc":"2.0","method":"playback.pause"}\n{"jsonrpc":"2.0","id":1,"method":"engine.status"}\n');
    expect(await next()).toMatchObject({ id: 1 });
    expect(engine.calls.map((call) => call.id)).toEqual(['playback.pause', 'engine.status']);
  });

  it('cuts off a client that stops reading, and serves the others', async () => {
    const { engine, socketPath, server } = await startServer();
    const deaf = createConnection(socketPath);
    onTestFinished(() => void deaf.destroy());
    await once(deaf, 'connect');
    deaf.pause();
    deaf.write('{"jsonrpc":"2.0","id":1,"method":"subscribe"}\n');
    const other = await openClient(socketPath);
    const message = 'x'.repeat(100_000);
    while (server.clientCount() === 2) {
      engine.emit({ name: 'notice', data: { level: 'info', message, hint: null } });
      await new Promise(setImmediate);
    }
    other.socket.write('{"jsonrpc":"2.0","id":1,"method":"engine.status"}\n');
    expect(await other.next()).toMatchObject({ id: 1 });
  });
});

describe('a connected engine', () => {
  it('runs commands and gives errors back as they were', async () => {
    const { socketPath } = await startServer();
    const engine = await connectEngine(socketPath, { subscribe: false });
    onTestFinished(() => engine.close());
    expect(await engine.run('library.search', { query: 'title 7', limit: 1 })).toMatchObject({ tracks: [{}] });
    await expect(engine.run('playback.seek', { to: 'nowhere' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'usage',
    });
  });

  it('knows the state from its first moment and follows it', async () => {
    const { engine: served, socketPath } = await startServer();
    served.set('playback', { volumePercent: 33 });
    const engine = await connectEngine(socketPath, { subscribe: true });
    onTestFinished(() => engine.close());
    expect(engine.state('playback').volumePercent).toBe(33);
    const heard = new Promise((resolve) => engine.listen(resolve));
    served.set('playback', { volumePercent: 44 });
    expect(await heard).toMatchObject({ name: 'playback.changed', data: { volumePercent: 44 } });
    expect(engine.state('playback').volumePercent).toBe(44);
  });

  it('tells an engine that was stopped from one that died', async () => {
    const { socketPath, server } = await startServer();
    const engine = await connectEngine(socketPath, { subscribe: false });
    await server.close();
    expect(await engine.closed).toBe('shutdown');
    await expect(engine.run('engine.status', {})).rejects.toMatchObject({ code: 'engine-not-running' });
    await expect(connectEngine(socketPath, { subscribe: false })).rejects.toMatchObject({ code: 'engine-not-running' });
  });
});
